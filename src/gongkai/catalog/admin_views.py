"""The acts on a document's desk and the register of what is not public. Each asks the gateway first."""

from __future__ import annotations

import csv
from collections.abc import Callable
from typing import Any

from django import forms as django_forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from gongkai.agencies import access
from gongkai.catalog import forms, queries, services
from gongkai.catalog.models import Document
from gongkai.convert.content_type import FileRefused
from gongkai.convert.sheet import harmless
from gongkai.review.rules import Blocker, Refused

DESK = "wagtailsnippets_catalog_document:inspect"
Act = Callable[[HttpRequest, Document], str]


def _document(request: HttpRequest, pk: int) -> Document:
    document = get_object_or_404(Document.objects.select_related("agency"), pk=pk)
    if not access.can_see(request.user, document.agency):
        raise PermissionDenied
    return document


def _perform(request: HttpRequest, pk: int, act: Act) -> HttpResponse:
    """Run an act and come back to the desk with its message or with every reason against it."""
    document = _document(request, pk)
    try:
        messages.success(request, act(request, document))
    except Refused as refused:
        for blocker in refused.blockers:
            messages.error(request, f"{blocker.text}[{blocker.code}]")
    except FileRefused as refused_file:
        messages.error(request, refused_file.text)
    return redirect(DESK, pk)


def _cleaned(form: django_forms.Form) -> dict[str, Any]:
    if not form.is_valid():
        found = [
            f"{form.fields[name].label if name in form.fields else ''}:{error}"
            for name, errors in form.errors.items()
            for error in errors
        ]
        raise Refused([Blocker("FORM", text.lstrip(":")) for text in found])
    return form.cleaned_data


@require_POST
def submit(request: HttpRequest, pk: int) -> HttpResponse:
    """Send the draft for review."""

    def act(request: HttpRequest, document: Document) -> str:
        services.submit_for_review(actor=request.user, document=document)
        document.refresh_from_db()
        step = document.current_workflow_task
        return _("已送签，现在等待：%(step)s。") % {"step": step.name if step else ""}

    return _perform(request, pk, act)


@require_POST
def recall(request: HttpRequest, pk: int) -> HttpResponse:
    """Take the draft back out of the review."""

    def act(request: HttpRequest, document: Document) -> str:
        services.recall_from_review(actor=request.user, document=document)
        return _("已撤回，可以继续修改。已有的签署记录保留，修改后须重新签署。")

    return _perform(request, pk, act)


@require_POST
def add_attachment(request: HttpRequest, pk: int) -> HttpResponse:
    """Add a file to the draft."""

    def act(request: HttpRequest, document: Document) -> str:
        values = _cleaned(forms.AttachmentForm(request.POST, request.FILES))
        made = services.add_attachment(
            actor=request.user, document=document, file=values["file"], title=values["title"]
        )
        return _("已添加附件“%(title)s”（%(type)s）。") % {"title": made.title, "type": made.type_label}

    return _perform(request, pk, act)


@require_POST
def remove_attachment(request: HttpRequest, pk: int, attachment_pk: int) -> HttpResponse:
    """Take a file off the draft."""

    def act(request: HttpRequest, document: Document) -> str:
        attachment = get_object_or_404(document.files, pk=attachment_pk)
        services.remove_attachment(actor=request.user, document=document, attachment=attachment)
        return _("已从草稿中移除附件“%(title)s”。") % {"title": attachment.title}

    return _perform(request, pk, act)


@require_GET
def attachment(request: HttpRequest, attachment_pk: int) -> FileResponse:
    """Download an attachment as staff, whatever version it belongs to."""
    found = queries.attachment_for(request.user, attachment_pk)
    if found is None:
        raise Http404
    response = FileResponse(
        found.file.open("rb"), as_attachment=True, filename=found.download_name, content_type=found.media_type
    )
    response["X-Content-Type-Options"] = "nosniff"
    return response


@require_POST
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a published document down."""

    def act(request: HttpRequest, document: Document) -> str:
        values = _cleaned(forms.WithdrawalForm(request.POST))
        services.withdraw(actor=request.user, document=document, **values)
        return _("已撤下。原网址显示撤下日期和原因，索引号保留。")

    return _perform(request, pk, act)


@require_POST
def change_validity(request: HttpRequest, pk: int) -> HttpResponse:
    """Mark as amended, repealed or expired."""

    def act(request: HttpRequest, document: Document) -> str:
        values = _cleaned(forms.ValidityForm(request.POST))
        services.change_validity(actor=request.user, document=document, **values)
        return _("有效性已改为“%(validity)s”，原页面同时标注。") % {
            "validity": document.get_validity_display()
        }

    return _perform(request, pk, act)


@require_POST
def reassess(request: HttpRequest, pk: int) -> HttpResponse:
    """Record a reassessment of what is not public."""

    def act(request: HttpRequest, document: Document) -> str:
        values = _cleaned(forms.ReassessmentForm(request.POST))
        services.record_reassessment(actor=request.user, document=document, **values)
        return _("已记录评估结果：仍不公开。")

    return _perform(request, pk, act)


@require_POST
def discard(request: HttpRequest, pk: int) -> HttpResponse:
    """Delete an unsigned draft."""
    document = _document(request, pk)
    title = document.title
    try:
        services.discard_draft(actor=request.user, document=document)
    except Refused as refused:
        for blocker in refused.blockers:
            messages.error(request, f"{blocker.text}[{blocker.code}]")
        return redirect(DESK, pk)
    messages.success(request, _("已删除草稿“%(title)s”。") % {"title": title})
    return redirect("wagtailsnippets_catalog_document:list")


@require_GET
def withheld_register(request: HttpRequest) -> HttpResponse:
    """What is not public, why, and when it is looked at again (条例第十八条); `?format=csv` for the whole list."""
    if not access.current_posts(request.user):
        raise PermissionDenied
    rows = queries.withheld_register(request.user)
    today = timezone.localdate()
    if request.GET.get("format") == "csv":
        return _withheld_csv(rows)
    page = Paginator(rows.defer("body", "body_text"), 50).get_page(request.GET.get("p"))
    return render(
        request,
        "catalog/withheld_register.html",
        {
            "page": page,
            "today": today,
            "due": rows.filter(next_reassessment_on__lte=today).count(),
            "page_title": _("未公开信息登记册"),
            "header_title": _("未公开信息登记册"),
            "breadcrumbs_items": [
                {"url": reverse("wagtailadmin_home"), "label": _("首页")},
                {"url": "", "label": _("未公开信息登记册")},
            ],
        },
    )


def _withheld_csv(rows: Any) -> HttpResponse:
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="withheld.csv"'
    response.write("\ufeff")
    writer = csv.writer(response)
    writer.writerow(
        [_("机构"), _("标题"), _("公开属性"), _("理由"), _("依据"), _("登记日期"), _("下次评估日期")]
    )
    for row in rows.iterator(chunk_size=500):
        writer.writerow(
            [
                harmless(str(value))
                for value in (
                    row.agency.name,
                    row.title,
                    row.disclosure_class_label,
                    row.ground_label,
                    row.ground_article,
                    row.registered_on.date() if row.registered_on else "",
                    row.next_reassessment_on or "",
                )
            ]
        )
    return response
