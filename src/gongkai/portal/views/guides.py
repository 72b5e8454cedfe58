"""Service guides: what can be applied for, what to bring, where to go, how long it takes; and the forms to download."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from gongkai.convert import flowchart
from gongkai.guides import handbook, queries
from gongkai.guides.reading import Guide
from gongkai.portal import visiting
from gongkai.portal.forms import GUIDE_FILTERS, GuideFilterForm
from gongkai.portal.presenters import guides as present
from gongkai.portal.presenters import structured
from gongkai.portal.presenters.documents import files
from gongkai.portal.presenters.downloads import download
from gongkai.portal.presenters.lists import address, paged, typed
from gongkai.portal.sharing import qr_svg
from gongkai.portal.views.page import READER, own_column, show


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """The guides in pages, narrowed by words, agency, theme and whom they are for."""
    query = typed(request.GET.get("q"))
    form = GuideFilterForm(request.GET, _choices())
    chosen = form.chosen()
    rows, pages, total = paged(request, queries.found(READER, query, **chosen))
    return show(
        request,
        "guides.html",
        nav="guides",
        crumbs=[(_("办事指南"), "")],
        column=_column(),
        query=query,
        form=form,
        filters_active=len(chosen),
        clear_url=address(request, page="", **dict.fromkeys(GUIDE_FILTERS, "")),
        guides=present.listed(rows),
        total=total,
        pages=pages,
    )


def _choices() -> dict[str, list[tuple[str, str]]]:
    offered = queries.offered(READER)
    return {
        "agency": [(agency.code, agency.name) for agency in offered.agencies],
        "theme": [(theme, theme) for theme in offered.themes],
        "audience": [("个人", _("个人")), ("企业", _("企业和其他组织"))],
    }


@require_safe
def guide(request: HttpRequest, pk: int) -> HttpResponse:
    """One guide, laid out for a phone and for paper."""
    found = _guide_or_404(pk)
    shown, url = present.guide_page(found), request.build_absolute_uri(request.path)
    crumbs = [
        (_("办事指南"), reverse("portal:guides")),
        (found.agency.name, reverse("portal:agency", args=[found.agency.code])),
        (found.name, ""),
    ]
    page = show(
        request,
        "guide.html",
        nav="guides",
        crumbs=crumbs,
        column=_column(),
        guide=shown,
        page_url=url,
        qr_svg=qr_svg(url),
        structured=structured.block(present.service(request, shown), structured.breadcrumbs(request, crumbs)),
    )
    return visiting.opened(request, page, visiting.of_document(found.document))


@require_safe
def guide_pdf(request: HttpRequest, pk: int) -> HttpResponse:
    """The guide on paper."""
    found = _guide_or_404(pk)
    return download(handbook.guide_pdf(found), f"{found.document.title}.pdf")


@require_safe
def guide_flow(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """The flow chart of a guide to save."""
    found = _guide_or_404(pk)
    if found.chart is None:
        raise Http404
    if kind == "svg":
        made = flowchart.svg(found.chart).encode()
    elif kind == "png":
        made = flowchart.png(found.chart)
    else:
        page = request.build_absolute_uri(reverse("portal:guide", args=[pk]))
        made = flowchart.pdf(found.chart, subtitle=found.agency.name, footer=page)
    return download(made, f"{found.chart.title}.{kind}")


@require_safe
def handbooks(request: HttpRequest) -> HttpResponse:
    """The handbooks of all agencies, newest first."""
    rows, pages, total = paged(request, queries.handbooks(READER))
    return show(
        request,
        "handbooks.html",
        nav="guides",
        crumbs=[(_("办事指南"), reverse("portal:guides")), (_("办事手册"), "")],
        column=own_column(_("办事手册"), _("各机关汇编的办事手册，可以下载和打印"), "办事服务"),
        handbooks=[(document, files(document.attachments)) for document in rows],
        total=total,
        pages=pages,
    )


def _guide_or_404(pk: int) -> Guide:
    found = queries.guide_for(READER, pk)
    if found is None:
        raise Http404
    return found


def _column() -> Any:
    return own_column(_("办事指南"), _("办理各类事项的条件、材料、程序、期限、收费和地点"), "办事服务")
