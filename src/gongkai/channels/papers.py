"""Paper and files made from public documents: release sheets, notices for boards, briefings, hand-over lists, articles."""

from __future__ import annotations

import html
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from gongkai.agencies.models import DisclosureOffice
from gongkai.catalog import queries as catalog
from gongkai.catalog.models import Document
from gongkai.channels import sources, texts
from gongkai.channels.declared import DeclaredChannel
from gongkai.channels.models import Briefing, ChannelJob, Transfer
from gongkai.convert import body, paper, qr, typeset, word
from gongkai.convert.official import chinese_date, in_official_language
from gongkai.convert.typography import title_lines

PDF = "application/pdf"
APPROVALS = ("拟稿", "审核", "签发")
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@dataclass(frozen=True, slots=True)
class Made:
    """A file for saving."""

    data: bytes
    name: str
    media_type: str


def offered(channel: DeclaredChannel) -> list[tuple[str, str]]:
    """The files a job of this channel can have: name in the address, and what it is called."""
    return {
        "article": [("article.html", _("网页片段（HTML）")), ("article.txt", _("纯文字"))],
        "release": [("release.docx", _("通稿（Word）")), ("release.pdf", _("通稿（PDF）"))],
        "sheet": [("sheet-a4.pdf", _("张贴件 A4")), ("sheet-a3.pdf", _("张贴件 A3"))],
    }.get(channel.form, [])


def make(job: ChannelJob, channel: DeclaredChannel, name: str) -> Made:
    """One of the offered files. Raises KeyError for any other name."""
    made: dict[str, tuple[Callable[[], bytes], str]] = {
        "article.html": (lambda: _article(job, channel), "text/html; charset=utf-8"),
        "article.txt": (lambda: _plain(job, channel), "text/plain; charset=utf-8"),
        "release.docx": (lambda: release_docx(job, channel), DOCX),
        "release.pdf": (lambda: release_pdf(job, channel), PDF),
        "sheet-a4.pdf": (lambda: sheet(job, "a4"), PDF),
        "sheet-a3.pdf": (lambda: sheet(job, "a3"), PDF),
    }
    draw, media_type = made[name]
    title = "".join("_" if char in '\\/:*?"<>|' or ord(char) < 32 else char for char in _title(job))[:80]
    return Made(draw(), f"{channel.label}-{title}.{name.rpartition('.')[2]}", media_type)


def _title(job: ChannelJob) -> str:
    return job.title or job.document.title


def _article(job: ChannelJob, channel: DeclaredChannel) -> bytes:
    fragment = texts.article(sources.source(job.document), job.title, sources.text_of(job, channel))
    head = f'<!DOCTYPE html><html lang="zh-Hans-CN"><head><meta charset="utf-8"><title>{html.escape(_title(job))}</title>'
    return f"{head}</head><body>{fragment.html}</body></html>\n".encode()


def _plain(job: ChannelJob, channel: DeclaredChannel) -> bytes:
    return texts.plain(sources.source(job.document), job.title, sources.text_of(job, channel)).encode()


def _blocks(job: ChannelJob) -> list[body.Block]:
    """The edited text line by line; of an unedited one the document's body with its tables."""
    if job.text:
        lines = (line.strip() for line in job.text.split("\n"))
        return [body.Block("paragraph", (body.Run(line),)) for line in lines if line]
    return [block for block in body.blocks(sources.source(job.document).html) if block.text or block.rows]


def _drawn(block: body.Block) -> dict[str, Any]:
    if block.rows:
        return typeset.table(block.rows, paper.widths(block.rows))
    return typeset.paragraphs([f"{block.marker} {block.text}".strip()])[0]


def _contact(document: Document) -> str:
    office = DisclosureOffice.objects.filter(agency=document.agency).first()
    return " ".join(part for part in (office.name, office.telephone) if part) if office else ""


def _slip(job: ChannelJob, channel: DeclaredChannel) -> list[tuple[str, str]]:
    """What an editor of a paper or station needs to know, and the lines to approve it on."""
    document = job.document
    published = document.published_on or timezone.now()
    return [
        (_("刊播渠道"), channel.label),
        (_("发稿机关"), document.agency.name),
        (_("发稿日期"), chinese_date(timezone.localdate())),
        (_("已在网站公开"), chinese_date(timezone.localdate(published))),
        (_("索引号"), document.index_number),
        (_("联系人、电话"), _contact(document)),
    ]


@in_official_language
def release_pdf(job: ChannelJob, channel: DeclaredChannel) -> bytes:
    """A release with its facts, a line for each approval, and the way to the original."""
    data = {
        "title": _title(job),
        "title_lines": title_lines(_title(job)),
        "issuer": job.document.agency.name,
        "facts": [list(pair) for pair in _slip(job, channel)],
        "approvals": list(APPROVALS),
        "blocks": [_drawn(block) for block in _blocks(job)],
        "qr": qr.svg(sources.address(job.document)),
        "address": sources.address(job.document),
    }
    return typeset.pdf("release", data, dated_on=timezone.localdate())


@in_official_language
def release_docx(job: ChannelJob, channel: DeclaredChannel) -> bytes:
    """The same to go on editing."""
    document = word.new(_title(job), job.document.agency.name, datetime.now())  # noqa: DTZ005 - OOXML dates are naive
    word.title(document, _title(job))
    facts = _slip(job, channel)
    rows = [
        [{"text": left[0], "header": True}, left[1], {"text": right[0], "header": True}, right[1]]
        for left, right in zip(facts[::2], facts[1::2], strict=True)
    ]
    word.table(document, rows, widths=[1.2, 2, 1.2, 2])
    for block in _blocks(job):
        if block.rows:
            word.table(document, block.rows, paper.widths(block.rows))
        else:
            word.paragraph(document, block.text)
    word.table(document, [[{"text": name, "header": True} for name in APPROVALS], [" "] * len(APPROVALS)])
    word.paragraph(document, _("原文：%(address)s") % {"address": sources.address(job.document)})
    return word.save(document)


@in_official_language
def sheet(job: ChannelJob, size: str) -> bytes:
    """A sheet for a board: large type that can be read from a step away, a QR code to the original."""
    document = job.document
    published = document.published_on or timezone.now()
    data = {
        "title": _title(job),
        "title_lines": title_lines(_title(job), 14),
        "issuer": document.agency.name,
        "paper": size,
        "blocks": [_drawn(block) for block in _blocks(job)],
        "index_number": document.index_number,
        "number": document.document_number,
        "published": chinese_date(timezone.localdate(published)),
        "qr": qr.svg(sources.address(document)),
        "address": sources.address(document),
    }
    return typeset.pdf("board", data, dated_on=timezone.localdate(published))


@dataclass(frozen=True, slots=True)
class Piece:
    """One document of a briefing."""

    title: str
    agency: str
    day: str
    lines: list[str]
    address: str


def _pieces(briefing: Briefing) -> list[Piece]:
    """The documents of an issue in their order; only what is still public when it is drawn."""
    items = briefing.items.values_list("document_id", flat=True)
    public = catalog.public_documents().in_bulk(list(items))
    found = []
    for pk in items:
        if document := public.get(pk):
            source = sources.source(document)
            lines = texts.sentences(source.summary) or list(source.lines)
            day = chinese_date(timezone.localdate(document.published_on))
            body = "".join(lines) if source.summary else ""
            found.append(Piece(document.title, source.agency, day, [body] if body else lines, source.address))
    return found


def _issue_day(briefing: Briefing) -> str:
    return chinese_date(briefing.issued_on or timezone.localdate())


@in_official_language
def briefing_pdf(briefing: Briefing) -> bytes:
    """The issue: red name, number and date, contents, then each document with the way to its whole text."""
    data = {
        "name": briefing.name,
        "issue": f"{briefing.year}年第{briefing.number}期",
        "issuer": briefing.agency.name,
        "date": _issue_day(briefing),
        "foreword": briefing.foreword,
        "recipients": briefing.recipients,
        "pieces": [
            {
                "title": piece.title,
                "agency": piece.agency,
                "day": piece.day,
                "paragraphs": typeset.paragraphs(piece.lines),
                "address": piece.address,
            }
            for piece in _pieces(briefing)
        ],
    }
    return typeset.pdf("briefing", data, dated_on=briefing.issued_on or timezone.localdate())


@in_official_language
def briefing_docx(briefing: Briefing) -> bytes:
    """The same to go on editing."""
    issue = f"{briefing.year}年第{briefing.number}期"
    document = word.new(f"{briefing.name} {issue}", briefing.agency.name)
    word.title(document, briefing.name)
    word.table(document, [[issue, briefing.agency.name, _issue_day(briefing)]], widths=[1, 2, 1])
    if briefing.foreword:
        word.paragraph(document, f"编者按：{briefing.foreword}")
    pieces = _pieces(briefing)
    word.heading(document, "本期目录")
    for number, piece in enumerate(pieces, start=1):
        word.paragraph(document, f"{number}．{piece.title}")
    for piece in pieces:
        word.heading(document, piece.title)
        for line in [f"{piece.agency}　{piece.day}", *piece.lines, f"全文：{piece.address}"]:
            word.paragraph(document, line)
    if briefing.recipients:
        word.paragraph(document, briefing.recipients)
    return word.save(document)


@in_official_language
def transfer_pdf(transfer: Transfer) -> bytes:
    """The list that goes with paper copies, with lines to sign for both sides."""
    rows: list[list[object]] = [
        [{"text": name, "header": True} for name in ("序号", "名称", "索引号", "发文字号", "份数")]
    ]
    items = transfer.items.select_related("document")
    for number, item in enumerate(items, start=1):
        row = item.document
        rows.append([str(number), {"text": row.title, "align": "left"}, row.index_number, row.document_number, str(transfer.copies)])  # fmt: skip
    total = len(rows) - 1
    rows.append([{"text": f"合计 {total} 件 {total * transfer.copies} 份", "colspan": 5, "align": "left"}])
    rows.append([{"text": "移送人（签字）：", "colspan": 2, "align": "left"}, {"text": "接收人（签字、盖章）：", "colspan": 3, "align": "left"}])  # fmt: skip
    title = "政府信息公开纸质文件移送清单"
    data = {
        "title": title,
        "title_lines": title_lines(title),
        "issuer": transfer.agency.name,
        "subtitle": f"{transfer.agency.name} → {transfer.place.name}　{chinese_date(transfer.on)}",
        "flipped": False,
        "printed": "依据：《中华人民共和国政府信息公开条例》第二十五条",
        "table": typeset.table(rows, [0.6, 3.2, 3.3, 2.1, 0.8]),
    }
    return typeset.pdf("register", data, dated_on=transfer.on)
