"""The home page, the list of agencies, and the pages about the site."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from gongkai.agencies import queries as agencies
from gongkai.catalog import queries as catalog
from gongkai.portal import samples
from gongkai.portal.presenters import feeds
from gongkai.portal.presenters.documents import listed
from gongkai.portal.presenters.lists import typed
from gongkai.portal.views.page import READER, own_column, show

HOME_AGENCIES = 24
HOME_DOCUMENTS = 8


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Search, the six things people come for, the newest documents, the agencies."""
    rows = list(agencies.open_agencies())
    latest = listed(catalog.latest(READER, HOME_DOCUMENTS))
    return show(
        request,
        "home.html",
        nav="home",
        latest=latest,
        agencies=rows[:HOME_AGENCIES],
        agency_count=len(rows),
        feeds=feeds.links(_("全部政府信息"), "feed"),
    )


@require_safe
def agency_index(request: HttpRequest) -> HttpResponse:
    """All agencies by kind, or those with a name."""
    query = typed(request.GET.get("q"))
    groups = agencies.grouped(agencies.named(query))
    name = _("各机关政府信息公开")
    return show(
        request,
        "agencies.html",
        nav="agencies",
        crumbs=[(_("政府信息公开"), "")],
        column=own_column(name, _("各机关的公开指南、公开制度、法定主动公开内容和年度报告"), "信息公开目录"),
        query=query,
        groups=groups,
        total=sum(len(group.agencies) for group in groups),
    )


@require_safe
def sitemap(request: HttpRequest) -> HttpResponse:
    """Every entrance of the site on one page."""
    return show(
        request, "sitemap.html", crumbs=[(_("网站地图"), "")], agencies=list(agencies.open_agencies())
    )


@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    """The accessibility statement, and how to report errors."""
    return show(request, "accessibility.html", crumbs=[(_("无障碍声明和意见反馈"), "")])


@require_safe
def patterns(request: HttpRequest) -> HttpResponse:
    """Every component with invented data, for whoever builds a page."""
    return show(request, "patterns.html", crumbs=[(_("组件样例"), "")], samples=samples.components())


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """What search engines should leave alone: whatever belongs to one person, and the office."""
    closed = [reverse("portal:track"), reverse("portal:receipt"), "/office/", reverse("portal:patterns")]
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in closed)]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")
