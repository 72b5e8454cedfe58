"""The home page, the list of agencies, and the pages about the site."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from gongkai.agencies import queries as agencies
from gongkai.catalog import queries as catalog
from gongkai.portal import samples, visiting
from gongkai.portal.presenters import feeds, structured
from gongkai.portal.presenters.documents import listed
from gongkai.portal.presenters.lists import typed
from gongkai.portal.site import ELDER_COOKIE
from gongkai.portal.views.page import READER, own_column, show

HOME_AGENCIES = 24
HOME_DOCUMENTS = 8
YEAR_SECONDS = 365 * 24 * 3600


@require_safe
@visiting.site_page("home")
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
        structured=structured.block(*structured.site(request)),
    )


@require_safe
@visiting.site_page("agencies")
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


@csrf_exempt  # as the language: what it sets is harmless, and so no public page has to set a cookie
@require_POST
def elder_mode(request: HttpRequest) -> HttpResponse:
    """Turn the elderly mode on or off on this device and go back to the page; works without scripts."""
    back = request.POST.get("next", "")
    if not url_has_allowed_host_and_scheme(back, {request.get_host()}, require_https=request.is_secure()):
        back = reverse("portal:home")
    answer = redirect(back)
    if request.POST.get("mode") == "on":
        answer.set_cookie(
            ELDER_COOKIE, "on", YEAR_SECONDS, secure=request.is_secure(), httponly=True, samesite="Lax"
        )
    else:
        answer.delete_cookie(ELDER_COOKIE, samesite="Lax")
    return answer


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
    closed = [
        reverse("portal:track"),
        reverse("portal:receipt"),
        "/office/",
        "/subscriptions/",
        reverse("portal:favourites"),
        reverse("portal:patterns"),
    ]
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in closed)]
    lines.append(f"Sitemap: {request.build_absolute_uri(reverse('portal:sitemap_index'))}")
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")
