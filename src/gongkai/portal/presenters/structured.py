"""What pages say to machines: schema.org as JSON-LD, in a block of data no policy has to allow."""

from __future__ import annotations

import json
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

from gongkai.portal.presenters.documents import DocumentPage
from gongkai.portal.presenters.downloads import MEDIA_TYPES
from gongkai.portal.site import identity

LAWS = {"regulation", "normative_document"}
FORCE = {
    "valid": "InForce",
    "amended": "InForce",
    "partly_invalid": "PartiallyInForce",
    "repealed": "NotInForce",
    "invalid": "NotInForce",
    "not_yet": "NotInForce",
}
_ESCAPES = {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026"}


def block(*things: dict[str, Any]) -> SafeString:
    """The things as one graph, safe inside a script element."""
    graph = {"@context": "https://schema.org", "@graph": [_filled(thing) for thing in things]}
    return mark_safe(json.dumps(graph, ensure_ascii=False).translate(_ESCAPES))


def _filled(thing: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in thing.items() if value not in ("", None, [], {})}


def site(request: HttpRequest) -> list[dict[str, Any]]:
    """The site, how to search it, and who runs it."""
    home = request.build_absolute_uri(reverse("portal:home"))
    search = request.build_absolute_uri(reverse("portal:search"))
    who = identity()
    return [
        {
            "@type": "WebSite",
            "@id": f"{home}#site",
            "url": home,
            "name": who.name,
            "inLanguage": "zh-CN",
            "potentialAction": {
                "@type": "SearchAction",
                "target": {"@type": "EntryPoint", "urlTemplate": f"{search}?q={{search_term_string}}"},
                "query-input": "required name=search_term_string",
            },
        },
        {"@type": "GovernmentOrganization", "name": who.sponsor, "url": home, "telephone": who.contact_phone},
    ]


def agency(request: HttpRequest, code: str, name: str, office: Any = None) -> dict[str, Any]:
    """An agency, with its disclosure office when that is shown."""
    url = request.build_absolute_uri(reverse("portal:agency", args=[code]))
    made: dict[str, Any] = {
        "@type": "GovernmentOrganization",
        "@id": f"{url}#agency",
        "name": name,
        "url": url,
    }
    if office is not None:
        made["address"] = office.address
        made["contactPoint"] = _filled(
            {
                "@type": "ContactPoint",
                "name": office.name,
                "telephone": office.phone,
                "faxNumber": office.fax,
                "email": office.email,
                "hoursAvailable": office.hours,
            }
        )
    return made


def document(request: HttpRequest, shown: DocumentPage, document_type: str) -> dict[str, Any]:
    """A document: a law if it is one, with its force; else a digital document."""
    publisher = agency(request, shown.agency.code, shown.agency.name)
    made: dict[str, Any] = {
        "@type": "Legislation" if document_type in LAWS else "DigitalDocument",
        "@id": f"{shown.url}#document",
        "url": shown.url,
        "name": shown.title,
        "headline": shown.title,
        "abstract": shown.summary,
        "inLanguage": "zh-CN",
        "identifier": shown.index_number,
        "keywords": shown.keywords,
        "about": shown.topic,
        "image": shown.picture_url,
        "dateCreated": shown.signed_on and shown.signed_on.isoformat(),
        "datePublished": shown.published_on and shown.published_on.isoformat(timespec="seconds"),
        "dateModified": shown.changed_at.isoformat(timespec="seconds"),
        "expires": shown.expires_on and shown.expires_on.isoformat(),
        "publisher": publisher,
        "isAccessibleForFree": True,
        "encoding": [
            {"@type": "MediaObject", "name": file.title, "contentUrl": request.build_absolute_uri(file.url)}
            for file in shown.attachments
        ],
    }
    if document_type in LAWS:
        made |= {
            "legislationIdentifier": shown.document_number,
            "legislationDate": shown.signed_on and shown.signed_on.isoformat(),
            "legislationLegalForce": f"https://schema.org/{FORCE.get(shown.validity, 'InForce')}",
            "legislationPassedBy": {"@id": publisher["@id"]},
        }
    return made


def dataset(
    request: HttpRequest, name: str, description: str, files: list[tuple[str, str]]
) -> dict[str, Any]:
    """A list on the page asked for, and how it can be saved: (XLSX, CSV …, address)."""
    url = request.build_absolute_uri(request.path)
    return {
        "@type": "Dataset",
        "@id": f"{url}#dataset",
        "url": url,
        "name": name,
        "description": description,
        "isAccessibleForFree": True,
        "distribution": [
            {
                "@type": "DataDownload",
                "encodingFormat": MEDIA_TYPES[kind.lower()],
                "contentUrl": request.build_absolute_uri(address),
            }
            for kind, address in files
        ],
    }


def breadcrumbs(request: HttpRequest, crumbs: list[tuple[str, str]]) -> dict[str, Any]:
    """The way to the page; the last step is the page itself."""
    steps = [(identity().name, reverse("portal:home")), *crumbs]
    return {
        "@type": "BreadcrumbList",
        "itemListElement": [
            _filled(
                {
                    "@type": "ListItem",
                    "position": number,
                    "name": label,
                    "item": request.build_absolute_uri(url) if url else "",
                }
            )
            for number, (label, url) in enumerate(steps, start=1)
        ],
    }
