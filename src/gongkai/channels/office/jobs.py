"""The worklist and one job: its text, its files, its proof."""

from __future__ import annotations

from typing import Any

from django.db.models import Case, F, IntegerField, Q, QuerySet, When
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe
from wagtail.admin import messages

from gongkai.agencies import access
from gongkai.agencies.office import PER_PAGE, actor_of, file_response, paged
from gongkai.catalog import queries as catalog
from gongkai.channels import declared, findings, papers, queries, sources, texts
from gongkai.channels.models import ChannelJob
from gongkai.channels.office import pages
from gongkai.channels.office.forms import (
    NUMBER,
    FactsForm,
    JobFilter,
    ReasonForm,
    TakenDownForm,
    TextForm,
)
from gongkai.channels.services import following
from gongkai.channels.services import jobs as services
from gongkai.channels.services.recording import PUBLISHING
from gongkai.ledger import queries as ledger
from gongkai.review.office.plain import carried_out

State = ChannelJob.State
TONES = {
    "to_take_down": "danger",
    "to_update": "caution",
    "to_do": "caution",
    "prepared": "caution",
    "done": "good",
}


@require_safe
def job_list(request: HttpRequest) -> HttpResponse:
    """What must be taken down first, then what is to be published by its day, then the rest."""
    actor = actor_of(request)
    form = JobFilter(request.GET, actor=actor)
    rows = narrowed(queries.jobs(actor), form.values())
    page, query = paged(request, _ordered(rows))
    known, today = declared.every(), timezone.localdate()
    acting = set(access.acting_agencies(actor, *PUBLISHING).values_list("pk", flat=True))
    return pages.show(
        request,
        "jobs.html",
        _("发布任务"),
        form=form,
        is_narrowed=bool(form.values()),
        page=page,
        query=query,
        rows=[_line(row, known, today, acting) for row in page],
        bulk_channel=known.get(form.values().get("channel", "")),
        may_act=bool(acting),
    )


def _line(row: ChannelJob, known: dict[str, Any], today: Any, acting: set[int]) -> dict[str, Any]:
    return {
        "job": row,
        "channel": known[row.channel].label if row.channel in known else row.channel,
        "tone": TONES.get(row.state, ""),
        "is_running": row.is_running,
        "is_late": bool(row.is_running and row.due_on and row.due_on < today),
        "may_finish": row.is_open and row.agency_id in acting,
    }


def narrowed(rows: QuerySet[ChannelJob], chosen: dict[str, Any]) -> QuerySet[ChannelJob]:
    """The jobs that were asked for."""
    state = chosen.get("state")
    if state == "open":
        rows = rows.filter(state__in=ChannelJob.OPEN)
    elif state == "overdue":
        running = (*ChannelJob.OPEN, *ChannelJob.AGAIN)
        rows = rows.filter(state__in=running, due_on__lt=timezone.localdate())
    elif state:
        rows = rows.filter(state=state)
    if channel := chosen.get("channel"):
        rows = rows.filter(channel=channel)
    if agency := chosen.get("agency"):
        rows = rows.filter(agency__path__startswith=agency.path)
    if words := chosen.get("q"):
        rows = rows.filter(
            Q(document__title__icontains=words)
            | Q(document__document_number__icontains=words)
            | Q(document__index_number__icontains=words)
        )
    return rows


def _ordered(rows: QuerySet[ChannelJob]) -> QuerySet[ChannelJob]:
    rank = Case(
        When(state=State.TO_TAKE_DOWN, then=0),
        When(state=State.TO_UPDATE, then=1),
        When(state__in=ChannelJob.OPEN, then=2),
        default=3,
        output_field=IntegerField(),
    )
    return rows.order_by(rank, F("due_on").asc(nulls_last=True), "-id")


def job_or_404(request: HttpRequest, pk: int) -> ChannelJob:
    """The job, or 404 for whoever may not see it."""
    found: ChannelJob = pages.or_404(queries.jobs(actor_of(request)), pk)
    return found


def job_crumb(row: ChannelJob) -> tuple[str, str]:
    """The way back to a job."""
    return _("发布任务 %(number)d") % {"number": row.pk}, reverse("channels_office:job", args=[row.pk])


@require_http_methods(pages.METHODS)
def job(request: HttpRequest, pk: int) -> HttpResponse:
    """One job; saving its text comes back here."""
    row = job_or_404(request, pk)
    channel = declared.channel(row.channel)
    text = sources.text_of(row, channel)
    initial = {"title": row.title or row.document.title, "text": text}
    form = TextForm(request.POST or None, initial=initial, form=channel.form)
    if request.method == "POST" and carried_out(
        form,
        lambda: services.prepare(
            actor=request.user, job=row, title=form.cleaned_data["title"], text=form.cleaned_data["text"]
        ),
    ):
        messages.success(request, _("文稿已保存。"))
        return redirect("channels_office:job", row.pk)
    return _show_job(request, row, channel, form)


def _show_job(request: HttpRequest, row: ChannelJob, channel: Any, form: TextForm) -> HttpResponse:
    is_public = catalog.public_documents().filter(pk=row.document_id).exists()
    may_act = access.holds(request.user, row.agency, *PUBLISHING)
    text = sources.text_of(row, channel)
    return pages.show(
        request,
        "job.html",
        _("%(channel)s：%(title)s") % {"channel": channel.label, "title": row.document.title if is_public else _("文件 %(number)d") % {"number": row.document_id}},
        trail=(pages.home_crumb(),),
        status=422 if form.errors else 200,
        job=row,
        channel=channel,
        is_public=is_public,
        tone=TONES.get(row.state, ""),
        may_act=may_act,
        may_edit=may_act and row.is_open and is_public and channel.form != "none",
        form=form,
        text=text,
        measure=measure(channel, text, sources.address(row.document)),
        fragment=_fragment(row, channel) if is_public and channel.form == "article" else None,
        plain=texts.plain(sources.source(row.document), row.title, row.text) if is_public else "",
        files=papers.offered(channel) if is_public else [],
        findings=findings.blockers(row) if row.is_open else [],
        releases=row.releases.select_related("recorded_by").prefetch_related("evidence"),
        address=sources.address(row.document),
        lines=[{"row": event, "text": _words(event)} for event in reversed(ledger.history(row.ledger_kind, row.pk))],
    )  # fmt: skip


def _fragment(row: ChannelJob, channel: Any) -> texts.Fragment:
    return texts.article(sources.source(row.document), row.title, sources.text_of(row, channel))


def measure(channel: Any, text: str, address: str) -> str:
    """How long a text is, in the way its channel counts."""
    if channel.form == "post":
        length = texts.post_length(text, address, channel.link)
        return _("%(length)d 字，上限 %(limit)d 字（链接计 %(link)d 字）") % {
            "length": length, "limit": channel.limit, "link": channel.link,
        }  # fmt: skip
    if channel.form == "message":
        parts = texts.message_parts(text, *channel.part)
        return ngettext("%(length)d 字，按 %(parts)d 条计费", "%(length)d 字，按 %(parts)d 条计费", parts) % {
            "length": texts.message_units(text),
            "parts": parts,
        }
    return ""


def _words(event: Any) -> str:
    known = {
        "made": _("安排发布"),
        "prepared": _("备稿"),
        "done": _("登记已发布"),
        "undone": _("发布记录作废"),
        "refused": _("不发布"),
        "reopened": _("要求更新"),
        "updated": _("已更新"),
        "called_back": _("要求撤下、更正"),
        "called_off": _("恢复为已发布"),
        "taken_down": _("已撤下、更正"),
    }
    name = event.type.rpartition(".")[2]
    detail = event.data.get("reason") or event.data.get("note") or ""
    return f"{known.get(name, name)}：{detail}" if detail else known.get(name, name)


@require_safe
def job_file(request: HttpRequest, pk: int, name: str) -> HttpResponse:
    """A file made for the job's channel; only of what is public."""
    row = job_or_404(request, pk)
    pages.or_404(catalog.public_documents(), row.document_id)
    channel = declared.channel(row.channel)
    if name not in dict(papers.offered(channel)):
        raise Http404
    if findings.blockers(row):
        messages.error(request, _("文稿里有没有处理的检查发现，处理完才能下载。"))
        return redirect("channels_office:job", row.pk)
    made = papers.make(row, channel, name)
    return file_response(made.data, made.name, made.media_type)


@require_http_methods(pages.METHODS)
def finish(request: HttpRequest, pk: int) -> HttpResponse:
    """Record that it was published."""
    row = job_or_404(request, pk)
    channel = declared.channel(row.channel)
    copies = queries.hung_on(row.agency, row.channel)
    form = FactsForm(request.POST or None, request.FILES or None, channel=channel, initial={"copies": copies})
    if request.method == "POST" and carried_out(
        form,
        lambda: services.finish(
            actor=request.user, jobs=[row], facts=form.facts(), file=form.cleaned_data["file"]
        ),
    ):
        messages.success(request, _("已登记发布。"))
        return redirect("channels_office:job", row.pk)
    title = _("登记在“%(channel)s”发布") % {"channel": channel.label}
    return pages.form_page(request, form, title, _("登记"), job_crumb(row), lead=row.document.title)


@require_http_methods(pages.METHODS)
def finish_many(request: HttpRequest) -> HttpResponse:
    """Record several jobs of one channel with one proof. The jobs chosen on the list come as `job`."""
    given = request.POST.getlist("job") + request.GET.getlist("job")
    asked = [int(pk) for pk in given if NUMBER.fullmatch(pk)]
    rows = list(queries.jobs(actor_of(request)).filter(pk__in=asked[:PER_PAGE]).order_by("id"))
    channel = declared.every().get(rows[0].channel) if rows else None
    sent = request.method == "POST"
    form = FactsForm(request.POST if sent else None, request.FILES if sent else None, channel=channel)
    if sent and carried_out(
        form,
        lambda: services.finish(
            actor=request.user, jobs=rows, facts=form.facts(), file=form.cleaned_data["file"]
        ),
    ):
        count = len(rows)
        messages.success(
            request,
            ngettext("已登记 %(count)d 件。", "已登记 %(count)d 件。", count) % {"count": count},
        )
        return redirect("channels_office:list")
    return pages.form_page(
        request, form, _("一并登记发布"), _("登记"), pages.home_crumb(), chosen=rows, lead=channel.label if channel else ""
    )  # fmt: skip


@require_http_methods(pages.METHODS)
def refuse(request: HttpRequest, pk: int) -> HttpResponse:
    """Not on this channel."""
    row = job_or_404(request, pk)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and carried_out(
        form, lambda: services.refuse(actor=request.user, job=row, reason=form.cleaned_data["reason"])
    ):
        return redirect("channels_office:job", row.pk)
    return pages.form_page(
        request, form, _("不在这个渠道发布"), _("确定"), job_crumb(row), lead=row.document.title
    )


@require_http_methods(pages.METHODS)
def take_down(request: HttpRequest, pk: int) -> HttpResponse:
    """It was taken down or corrected."""
    row = job_or_404(request, pk)
    form = TakenDownForm(request.POST or None)
    if request.method == "POST" and carried_out(
        form, lambda: following.take_down(actor=request.user, job=row, **form.cleaned_data)
    ):
        return redirect("channels_office:job", row.pk)
    return pages.form_page(request, form, _("登记已撤下、更正"), _("登记"), job_crumb(row), lead=row.reason)


@require_http_methods(pages.METHODS)
def update(request: HttpRequest, pk: int) -> HttpResponse:
    """It says what the document says now."""
    row = job_or_404(request, pk)
    form = TakenDownForm(request.POST or None)
    if request.method == "POST" and carried_out(
        form, lambda: following.update(actor=request.user, job=row, **form.cleaned_data)
    ):
        return redirect("channels_office:job", row.pk)
    return pages.form_page(request, form, _("登记已更新"), _("登记"), job_crumb(row), lead=row.reason)
