"""The editor of a text part: the text with its bound figures, a preview, guidance, and last year's text beside it.

Works without script: preview, inserting a figure, taking last year's text and drafting anew are all buttons of one form,
and whatever was typed comes back in the answer.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from gongkai.agencies import access
from gongkai.agencies.office import actor_of
from gongkai.reports import (
    cells,
    drafting,
    queries,
    rules,
    services,
    text_checks,
    text_reuse,
    text_review,
    text_sources,
    text_tokens,
)
from gongkai.reports.errors import Problem, ReportRefusedError
from gongkai.reports.figures import Computed
from gongkai.reports.models import AnnualReport
from gongkai.reports.office_pages import show
from gongkai.reports.text_figures import Figure, Figures


@dataclass(frozen=True, slots=True)
class Offered:
    """A figure that can be put into the text, as the list shows it."""

    figure: Figure
    token: str
    last_token: str
    change_token: str
    url: str


@dataclass(frozen=True, slots=True)
class Editing:
    """One text part under the pen: what was typed and everything it is held against."""

    report: AnnualReport
    computed: Computed
    figures: Figures
    section: str
    text: str
    revision: int
    previous_read: str
    previous_written: str


@require_http_methods(["GET", "HEAD", "POST"])
def section(request: HttpRequest, pk: int, section: str) -> HttpResponse:
    """Write a text part; a POST does what its button says."""
    report = get_object_or_404(queries.visible_to(request.user), pk=pk)
    if section not in rules.text_sections(report.form):
        raise Http404
    editing = _editing(report, section)
    if request.method != "POST":
        return _show(request, editing)
    if not _may_write(request, report):
        message = _(
            "只有本机构的信息员、审核人或负责人可以修改编制中的报告；您写的文字没有保存，请自行留存。"
        )
        refused = [Problem("PERMISSION", "error", message)]
        return _show(request, editing, request.POST.get("text", ""), refused=refused, status=403)
    return _posted(request, editing)


def _editing(report: AnnualReport, section: str) -> Editing:
    computed = queries.compute(report)
    row = report.sections.filter(section=section).first()
    before = AnnualReport.objects.filter(
        agency=report.agency, year=report.year - 1, frozen__isnull=False
    ).first()
    frozen = (before.frozen or {}) if before else {}
    read = frozen.get("sections", {}).get(section, "")
    return Editing(
        report,
        computed,
        text_sources.figures(computed, report),
        section,
        row.text if row else "",
        row.revision if row else 0,
        read,
        frozen.get("written", {}).get(section, read),
    )


def _may_write(request: HttpRequest, report: AnnualReport) -> bool:
    return report.is_open and access.holds(request.user, report.agency, *services.WRITERS)


def _posted(request: HttpRequest, editing: Editing) -> HttpResponse:
    """One button of the form. Only `save` writes; every other gives the form back with the text it asks for."""
    typed = request.POST.get("text", "")
    revision = request.POST.get("revision", "")
    based_on = int(revision) if revision.isascii() and revision.isdigit() else editing.revision
    if "insert" in request.POST:
        said = _("已插入到正文末尾，尚未保存。")
        return _show(request, editing, typed + request.POST["insert"][:100], based_on, said=said)
    act = request.POST.get("act", "save")
    if act == "reuse" and editing.previous_written:
        said = _("已填入上一年度的文字，绑定的数按本年更新，尚未保存。")
        return _show(request, editing, editing.previous_written, based_on, said=said)
    if act == "draft":
        drafted = drafting.draft_for(editing.computed, editing.figures)
        said = _("已按现有数据重新起草，尚未保存。")
        return _show(request, editing, drafted.get(editing.section, ""), based_on, said=said)
    if act == "preview":
        return _show(request, editing, typed, based_on, said=_("预览见下方，尚未保存。"))
    return _save(request, editing, typed, based_on)


def _save(request: HttpRequest, editing: Editing, typed: str, based_on: int) -> HttpResponse:
    bad = [piece for piece in text_tokens.pieces(typed, editing.figures) if piece.problem == "UNKNOWN"]
    if bad:
        message = _("“%(token)s”不是数据清单里的名称，请改正后再保存；您写的内容都在。")
        problems = [Problem("TEXT-TOKEN", "error", message % {"token": piece.written}) for piece in bad]
        return _show(request, editing, typed, based_on, refused=problems, status=422)
    try:
        services.write_section(
            actor=actor_of(request),
            report=editing.report,
            section=editing.section,
            text=typed,
            based_on=based_on,
        )
    except ReportRefusedError as refused:
        return _show(request, editing, typed, based_on, refused=list(refused.problems), status=422)
    messages.success(request, _("已保存文字。"))
    return redirect("reports_office:text", editing.report.pk, editing.section)


def _show(
    request: HttpRequest,
    editing: Editing,
    text: str | None = None,
    revision: int | None = None,
    *,
    refused: list[Problem] | None = None,
    said: str = "",
    status: int = 200,
) -> HttpResponse:
    report, key = editing.report, editing.section
    form = next(section for section in cells.form(report.form).sections if section.id == key)
    frozen = report.frozen["sections"].get(key, "") if report.frozen else None
    text = editing.text if text is None else rules.clean_text(text)
    read = frozen if frozen is not None else text_tokens.render(text, editing.figures)
    heading = f"{form.number}、{form.title}"
    compared = text_reuse.compare(read, editing.previous_read) if editing.previous_read else []
    context = {
        "report": report,
        "section": key,
        "heading": heading,
        "text": text,
        "revision": editing.revision if revision is None else revision,
        "may_write": _may_write(request, report),
        "refused": refused or [],
        "said": said,
        "paragraphs": _paragraphs(frozen, text, editing),
        "problems": [] if frozen is not None else _problems(editing, text),
        "subjects": text_checks.subjects(key, read, form.must_cover),
        "offered": [] if frozen is not None else _offered(editing),
        "compared": compared,
        "same_count": sum(sentence.is_same for sentence in compared),
        "share": round(100 * text_reuse.share(compared)),
        "has_previous": bool(editing.previous_read),
        "token_hint": _("双花括号里的名称是绑定的数，例如{{新收申请}}：随记录更新，签发时固定。一段一行。"),
    }
    trail = [(report.title, reverse("reports_office:report", args=[report.pk]))]
    return show(request, "text_section", heading, trail, status, **context)


def _paragraphs(frozen: str | None, text: str, editing: Editing) -> list[list[text_tokens.Piece]]:
    """The text as read, paragraph by paragraph, its bound figures kept apart so that they can be marked."""
    if frozen is not None:
        return [[text_tokens.Piece(line, line)] for line in frozen.split("\n")]
    return [list(text_tokens.pieces(line, editing.figures)) for line in text.split("\n") if line]


def _problems(editing: Editing, text: str) -> list[Problem]:
    return text_checks.check(
        {editing.section: text},
        editing.computed.values,
        {editing.section: rules.text_sections(editing.report.form)[editing.section]},
        figures=editing.figures,
        around=text_review.around(editing.report.agency, editing.computed),
    )


def _offered(editing: Editing) -> list[Offered]:
    """The figures with a name, those that are known first."""
    rows = [
        Offered(
            figure,
            text_tokens.token(figure),
            text_tokens.token(figure, "last") if figure.last else "",
            text_tokens.token(figure, "change")
            if figure.last_value is not None and figure.value is not None
            else "",
            reverse("reports_office:cell", args=[editing.report.pk, figure.cells[0]])
            if len(figure.cells) == 1
            else "",
        )
        for figure in editing.figures.named()
    ]
    return sorted(rows, key=lambda row: row.figure.shown is None)
