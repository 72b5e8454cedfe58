"""Briefings, and what else is printed."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe
from wagtail.admin import messages

from gongkai.agencies import access
from gongkai.agencies.office import actor_of, file_response, paged
from gongkai.catalog import queries as catalog
from gongkai.channels import papers, queries
from gongkai.channels.office import pages
from gongkai.channels.office.paper_forms import BriefingForm, IssueForm, NewBriefingForm
from gongkai.channels.services import papers as services
from gongkai.channels.services.recording import PUBLISHING
from gongkai.review.office.plain import carried_out

DRAWN = {"pdf": (papers.briefing_pdf, pages.PDF), "docx": (papers.briefing_docx, pages.DOCX)}
SUGGESTED = 20


def crumb() -> tuple[str, str]:
    """The way back to the briefings."""
    return str(_("简报")), reverse("channels_office:briefings")


@require_safe
def briefing_list(request: HttpRequest) -> HttpResponse:
    """Every issue, the latest first."""
    actor = actor_of(request)
    page, query = paged(request, queries.briefings(actor))
    may_act = access.acting_agencies(actor, *PUBLISHING).exists()
    return pages.show(
        request,
        "briefings.html",
        _("简报"),
        trail=(pages.home_crumb(),),
        page=page,
        query=query,
        may_act=may_act,
    )


@require_http_methods(pages.METHODS)
def briefing_new(request: HttpRequest) -> HttpResponse:
    """Put an issue together; the newest documents of the person's agencies are offered."""
    actor = actor_of(request)
    agencies = access.acting_agencies(actor, *PUBLISHING)
    newest = catalog.public_documents().filter(agency__in=agencies).defer("body", "body_text")[:SUGGESTED]
    form = NewBriefingForm(request.POST or None, actor=actor)
    made: list[Any] = []
    if request.method == "POST" and carried_out(
        form, lambda: made.append(services.begin_briefing(actor=actor, **form.cleaned_data))
    ):
        return redirect("channels_office:briefing", made[0].pk)
    return pages.form_page(request, form, _("编一期简报"), _("编排"), crumb(), newest=list(newest))


@require_http_methods(pages.METHODS)
def briefing(request: HttpRequest, pk: int) -> HttpResponse:
    """One issue: what it holds, its files, issuing it."""
    row = pages.or_404(queries.briefings(actor_of(request)), pk)
    numbers = list(row.items.values_list("document_id", flat=True))
    initial = {"documents": numbers, "foreword": row.foreword, "recipients": row.recipients}
    form = BriefingForm(request.POST or None, initial=initial)
    if request.method == "POST" and carried_out(
        form, lambda: services.change_briefing(actor=request.user, briefing=row, **form.cleaned_data)
    ):
        messages.success(request, _("已保存。"))
        return redirect("channels_office:briefing", row.pk)
    public = catalog.public_documents().in_bulk(numbers)
    return pages.show(
        request, "briefing.html", _("%(name)s %(year)d年第%(number)d期") % {"name": row.name, "year": row.year, "number": row.number},
        trail=(pages.home_crumb(), crumb()), status=422 if form.errors else 200, briefing=row, form=form,
        documents=[public[pk] for pk in numbers if pk in public], gone=[pk for pk in numbers if pk not in public],
        may_act=access.holds(request.user, row.agency, *PUBLISHING),
    )  # fmt: skip


@require_http_methods(pages.METHODS)
def briefing_issue(request: HttpRequest, pk: int) -> HttpResponse:
    """It went out."""
    row = pages.or_404(queries.briefings(actor_of(request)), pk)
    form = IssueForm(request.POST or None)
    back = (str(row), reverse("channels_office:briefing", args=[row.pk]))
    if request.method == "POST" and carried_out(
        form, lambda: services.issue_briefing(actor=request.user, briefing=row, **form.cleaned_data)
    ):
        messages.success(request, _("已登记印发。"))
        return redirect("channels_office:briefing", row.pk)
    return pages.form_page(request, form, _("登记印发"), _("登记"), back)


@require_safe
def briefing_file(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """The issue as PDF or DOCX."""
    row = pages.or_404(queries.briefings(actor_of(request)), pk)
    draw, media_type = DRAWN[kind]
    return file_response(draw(row), f"{row.name}{row.year}-{row.number}.{kind}", media_type)


@require_safe
def transfer_file(request: HttpRequest, pk: int) -> HttpResponse:
    """The list that goes with paper copies."""
    row = pages.or_404(queries.transfers(actor_of(request)), pk)
    name = f"{_('移送清单')}-{row.place.name}-{row.on}.pdf"
    return file_response(papers.transfer_pdf(row), name, pages.PDF)
