"""The phone book of all agencies, and everything of it to save."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from gongkai.agencies import queries as agencies
from gongkai.guides import phones
from gongkai.portal.forms import PhoneFilterForm
from gongkai.portal.presenters.downloads import download
from gongkai.portal.presenters.lists import address, paged, typed
from gongkai.portal.views.page import READER, own_column, show

PER_PAGE = 60


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """The telephones in pages, narrowed by words, a number, an agency."""
    query, form, chosen = _asked(request)
    found = phones.found(READER, query, **chosen)
    rows, pages, total = paged(request, found, PER_PAGE)
    saved = address(request, page="").removeprefix(request.path)
    return show(
        request,
        "phones.html",
        nav="guides",
        crumbs=[(_("办事指南"), reverse("portal:guides")), (_("办公电话"), "")],
        column=own_column(
            _("办公电话"), _("各机关内设机构、服务窗口和政府信息公开工作机构的办公电话"), "机构职能"
        ),
        query=query,
        form=form,
        filters_active=len(chosen),
        clear_url=address(request, page="", agency=""),
        groups=[(agency, list(lines)) for agency, lines in groupby(rows, lambda phone: phone.agency)],
        total=total,
        pages=pages,
        files=[
            (label, reverse("portal:phones_file", args=[kind]) + saved)
            for label, kind in (("XLSX", "xlsx"), (_("通讯录（vCard）"), "vcf"), ("PDF", "pdf"))
        ],
    )


@require_safe
def save(request: HttpRequest, kind: str) -> HttpResponse:
    """The telephones as they are narrowed: a workbook, contacts for a telephone, a list to print."""
    query, _form, chosen = _asked(request)
    found = phones.found(READER, query, **chosen)
    if not found:
        raise Http404
    day = date_format(timezone.localdate(), _("Y年n月j日"))
    name = _("办公电话（%(day)s）") % {"day": day}
    if kind == "xlsx":
        return download(phones.xlsx(found), f"{name}.xlsx")
    if kind == "vcf":
        return download(phones.vcards(found), f"{name}.vcf")
    subtitle = _("%(day)s，共%(count)d个") % {"day": day, "count": len(found)}
    return download(phones.pdf(found, title=_("办公电话"), subtitle=subtitle), f"{name}.pdf")


def _asked(request: HttpRequest) -> tuple[str, PhoneFilterForm, dict[str, Any]]:
    choices = [(agency.code, agency.name) for agency in agencies.open_agencies()]
    form = PhoneFilterForm(request.GET, {"agency": choices})
    return typed(request.GET.get("q")), form, form.chosen()
