"""The papers of the review: the register of a year, the sheet of one submission, and the letter of a referral."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from django.utils import timezone
from django.utils.translation import gettext as _
from docx.enum.section import WD_ORIENT

from gongkai.agencies.models import Agency, Duty
from gongkai.convert import typeset, word
from gongkai.convert.grid import Cell
from gongkai.convert.official import OfficialLetter, chinese_date, in_official_language
from gongkai.convert.typography import full_width, title_lines
from gongkai.review.models import Referral, Signature, Submission
from gongkai.review.registers import Entry


@dataclass(frozen=True, slots=True)
class Paper:
    """A form of one table: its rows of cells, relative widths, and whether it lies on its side."""

    title: str
    issuer: str
    subtitle: str
    rows: Sequence[Sequence[Cell | str]]
    widths: Sequence[float]
    dated_on: date
    is_landscape: bool = False
    notes: Sequence[str] = field(default_factory=tuple)


@in_official_language
def register(agency: Agency, year: int, entries: Sequence[Entry], selection: str = "") -> Paper:
    """政府信息公开保密审查登记表: what was reviewed in a year, by whom, with which result.

    `selection` says by what the rows were chosen, where they are not all of the year.
    """
    heads = [_("序号"), _("信息标题"), _("文号"), _("公开属性"), _("送审人"), _("送审日期"), _("保密审查意见"),
             _("审查人"), _("审查日期"), _("签发人"), _("备注")]  # fmt: skip
    rows: list[Sequence[Cell | str]] = [[Cell(head, header=True) for head in heads]]
    rows += [_register_row(entry) for entry in entries]
    return Paper(
        title=_("政府信息公开保密审查登记表"),
        issuer=agency.name,
        subtitle=_("%(agency)s　%(year)d年度　共%(many)d件次%(selection)s")
        % {
            "agency": agency.name,
            "year": year,
            "many": len(entries),
            "selection": f"（{selection}）" if selection else "",
        },
        rows=rows,
        widths=[5, 20, 10, 8, 7, 9, 14, 8, 9, 7, 11],
        dated_on=timezone.localdate(),
        is_landscape=True,
    )


def _register_row(entry: Entry) -> list[Cell | str]:
    review, facts = entry.review, entry.facts
    leader = next((s for s in reversed(entry.signatures) if s.duty == Duty.LEADER), None)
    opinion = str(review.get_decision_display())
    if review.opinion:
        opinion = f"{opinion}：{review.opinion}"
    notes = list(entry.notes)
    if entry.referral:
        notes.append(_referral_note(entry.referral))
    submission = entry.submission
    return [
        str(entry.number),
        Cell(review.object_title, align="left"),
        facts.get("发文字号", ""),
        facts.get("公开属性", ""),
        submission.submitted_name if submission else "",
        _day(submission.submitted_at) if submission else "",
        Cell(opinion, align="left"),
        review.signer,
        _day(review.signed_at),
        leader.signer if leader else "",
        Cell("；".join(notes), align="left"),
    ]


def _referral_note(row: Referral) -> str:
    answer = str(row.get_outcome_display()) if row.outcome else row.state_label
    return _("提请%(authority)s：%(answer)s") % {"authority": row.addressee, "answer": answer}


@in_official_language
def sheet(submission: Submission) -> Paper:
    """政府信息公开保密审查表: one content with everything that was signed on it."""
    rows: list[Sequence[Cell | str]] = [
        [_head(_("送审机构")), Cell(submission.agency.name, colspan=3, align="left")],
        [
            _head(_("送审人")),
            submission.submitted_name,
            _head(_("送审时间")),
            _moment(submission.submitted_at),
        ],
    ]
    rows += [
        [_head(label), Cell(value, colspan=3, align="left")]
        for label, value in submission.summary or [(_("标题"), submission.object_title)]
    ]
    rows.append([_head(_("审签流程")), Cell(submission.workflow_name, colspan=3, align="left")])
    signatures = submission.signatures.prefetch_related("remarks").order_by("id")
    rows += [
        [_head(signature.step_name), Cell(_opinion(signature), colspan=3, align="left")]
        for signature in signatures
    ]
    rows.append([_head(_("内容校验值")), Cell(_grouped(submission.content_sha256), colspan=3, align="left")])
    return Paper(
        title=_("政府信息公开保密审查表"),
        issuer=submission.agency.name,
        subtitle="",
        rows=rows,
        widths=[16, 28, 14, 28],
        dated_on=timezone.localdate(),
    )


def _opinion(signature: Signature) -> str:
    """A line each: decision, opinion, remarks, what is out of the ordinary, and who signed when."""
    parts = [str(signature.get_decision_display())]
    if signature.opinion:
        parts.append(signature.opinion)
    parts += [f"“{remark.quote}”：{remark.text}" for remark in signature.remarks.all()]
    parts += [_("（经本机构允许：%(what)s）") % {"what": label} for label in signature.exception_labels]
    signed = _("签署人：%(name)s（%(title)s）　%(at)s") % {
        "name": signature.signer,
        "title": signature.post_title,
        "at": _moment(signature.signed_at),
    }
    return "\n".join([*parts, signed])


@in_official_language
def referral_letter(referral: Referral) -> OfficialLetter:
    """The letter that puts a question to the secrecy administration, the competent department or the superior."""
    facts = dict(referral.signature.submission.summary) if referral.signature.submission else {}
    described = "；".join(
        f"{label}：{facts[label].rstrip('。')}"
        for label in ("发文字号", "公开属性", "内容概述")
        if facts.get(label)
    )
    question = referral.question.strip().rstrip("。")
    paragraphs = [
        f"本机关拟公开《{referral.object_title}》。{described + '。' if described else ''}",
        f"在公开前的保密审查中，对下列问题不能确定：{question}。",
        "根据《中华人民共和国政府信息公开条例》第十七条第三款的规定，现提请贵机关确定该信息可否公开，并将意见函复本机关。"
        "收到答复以前，该信息不予公开。",
        f"送审内容随函附上，其校验值（SHA-256）为 {_grouped(referral.content_sha256)}。",
    ]
    return OfficialLetter(
        issuer=referral.agency.name,
        title=f"关于提请确定《{referral.object_title}》可否公开的函",
        number=referral.letter_number,
        addressee=referral.addressee,
        paragraphs=paragraphs,
        signature=referral.agency.name,
        dated_on=referral.sent_on or timezone.localdate(),
        attachments=[referral.object_title],
    )


def pdf(paper: Paper) -> bytes:
    """The paper as PDF."""
    data = {
        "title": paper.title,
        "title_lines": title_lines(full_width(paper.title)),
        "issuer": paper.issuer,
        "subtitle": paper.subtitle,
        "flipped": paper.is_landscape,
        "table": typeset.table(paper.rows, list(paper.widths)),
        "printed": _("制表日期：%(day)s") % {"day": chinese_date(paper.dated_on)},
    }
    return typeset.pdf("register", data, dated_on=paper.dated_on)


def docx(paper: Paper) -> bytes:
    """The paper as DOCX."""
    day = paper.dated_on
    document = word.new(paper.title, paper.issuer, datetime(day.year, day.month, day.day))  # noqa: DTZ001 - OOXML dates are naive
    width = 156.0
    if paper.is_landscape:
        section = document.sections[0]
        section.orientation = WD_ORIENT.LANDSCAPE
        section.page_width, section.page_height = section.page_height, section.page_width
        width = 243.0
    word.title(document, paper.title)
    if paper.subtitle:
        word.paragraph(document, paper.subtitle)
    word.table(document, paper.rows, list(paper.widths), total_width=width)
    word.paragraph(document, _("制表日期：%(day)s") % {"day": chinese_date(day)})
    return word.save(document)


def _head(text: str) -> Cell:
    return Cell(text, header=True)


def _day(moment: datetime) -> str:
    return timezone.localtime(moment).strftime("%Y-%m-%d")


def _moment(moment: datetime) -> str:
    return timezone.localtime(moment).strftime("%Y-%m-%d %H:%M")


def _grouped(sha256: str) -> str:
    """A checksum that can be read out and broken into lines."""
    return " ".join(sha256[at : at + 16] for at in range(0, len(sha256), 16))
