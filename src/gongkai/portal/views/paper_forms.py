"""Forms to download: the application form of the regulation, and the forms that come with the guides."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from gongkai.agencies import queries as agencies
from gongkai.foi import blank_form
from gongkai.guides import queries
from gongkai.portal.presenters.downloads import download
from gongkai.portal.presenters.guides import forms_of
from gongkai.portal.presenters.lists import paged, typed
from gongkai.portal.views.page import READER, own_column, show


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Every form, those of the guides in pages."""
    query = typed(request.GET.get("q"))
    rows, pages, total = paged(request, queries.with_forms(READER, query))
    address = reverse("portal:application_form", args=["pdf"])[:-3]
    return show(
        request,
        "forms.html",
        nav="guides",
        crumbs=[(_("办事指南"), reverse("portal:guides")), (_("表格下载"), "")],
        column=own_column(_("表格下载"), _("政府信息公开申请表和各类办事表格"), "办事服务"),
        query=query,
        application_files=[("PDF", f"{address}pdf"), ("Word", f"{address}docx")],
        groups=forms_of(rows),
        total=total,
        pages=pages,
    )


@require_safe
def application_form(request: HttpRequest, kind: str) -> HttpResponse:
    """The blank application form, addressed to the agency of `?agency=` when there is one."""
    agency = agencies.agency_by_code(request.GET.get("agency", ""))
    name = agency.name if agency else ""
    made = blank_form.pdf(name) if kind == "pdf" else blank_form.docx(name)
    return download(made, _("政府信息公开申请表") + f".{kind}")
