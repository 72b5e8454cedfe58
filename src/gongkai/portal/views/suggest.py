"""While the applicant types: public documents that may already be what is asked for, as a piece of the page.

Sent by POST, so that what somebody is about to ask for stands in no address and no log. Without scripts nothing is
lost: the form and the check page show the same after each round.
"""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from gongkai.agencies import queries as agencies
from gongkai.catalog import browsing
from gongkai.portal import clients
from gongkai.portal.presenters.documents import listed
from gongkai.portal.presenters.lists import typed
from gongkai.portal.views.page import READER, private

PER_HOUR = 600
SHOWN = 3
LEAST = 3


@sensitive_post_parameters()
@require_POST
def suggest(request: HttpRequest) -> HttpResponse:
    """The fragment, or nothing (204) when there is nothing to show, too little was typed, or it was asked too often."""
    title = typed(request.POST.get("information_title"))
    number = typed(request.POST.get("information_document_number"))
    if len(title) + len(number) < LEAST or not clients.within_limit(request, "suggest", PER_HOUR, 3600):
        return private(HttpResponse(status=204))
    found = browsing.candidates(title, number, READER, SHOWN)
    if not found:
        return private(HttpResponse(status=204))
    asked = {row.pk for row in agencies.accepting_online()}
    likely = next((row.agency for row in found if row.agency.pk in asked), None)
    shown = {"documents": listed(found), "likely": likely, "live": True}
    return private(render(request, "portal/components/suggestions.html", shown))
