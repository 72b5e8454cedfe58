"""Documents somebody marked on this device. The list stays on the device; the site is asked for what may still be seen of it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from gongkai.catalog import queries as catalog
from gongkai.portal.presenters.documents import listed
from gongkai.portal.views.page import READER, show

MOST = 100


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """The page; its list is filled by the script, which alone knows it."""
    response = show(request, "favourites.html", crumbs=[(_("我的收藏"), "")])
    response["X-Robots-Tag"] = "noindex"
    return response


@require_safe
def documents(request: HttpRequest) -> JsonResponse:
    """The public ones among at most 100 numbers (`?d=1,2`), in the order asked for; nothing of any other, not even that it is."""
    numbers = [
        int(part)
        for part in request.GET.get("d", "").split(",")[:MOST]
        if part.isdecimal() and len(part) < 19
    ]
    rows = catalog.public_documents(READER).filter(pk__in=numbers).defer("body", "body_text")
    found = {row.pk: row for row in listed(rows)}
    answer = JsonResponse(
        {
            "documents": [
                {
                    "id": pk,
                    "title": found[pk].title,
                    "url": reverse("portal:document", args=[pk]),
                    "agency": found[pk].agency.name,
                    "published": date_format(timezone.localtime(found[pk].published_on), _("Y年n月j日")),
                    "number": found[pk].document_number,
                    "validity": found[pk].validity_label,
                }
                for pk in dict.fromkeys(numbers)
                if pk in found
            ]
        }
    )
    answer["Cache-Control"] = "no-store"
    answer["X-Robots-Tag"] = "noindex"
    return answer
