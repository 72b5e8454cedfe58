"""Documents as lists and pages show them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongkai.agencies import queries as agencies
from gongkai.catalog import changes
from gongkai.catalog import validity as rule
from gongkai.convert import clauses
from gongkai.convert.facts import is_agency_name, is_date_line
from gongkai.portal.presenters.lists import marked

# The catalogue's validity -> the class of the tag.
VALIDITY_TAGS = {
    "not_yet": "pending",
    "in_force": "valid",
    "partly": "partly_invalid",
    "amended": "amended",
    "repealed": "repealed",
    "expired": "invalid",
}
SNIPPET = 90
_PICTURE = re.compile(r'<img\b[^>]*?\ssrc="([^"]+)"')
_ADDRESSED = re.compile(r"\A\s*<p>([^<]{2,120}[：:])</p>")
_SIGNED = re.compile(r"(?:<p>([^<]{2,60})</p>\s*)?<p>([^<]{8,20})</p>\s*\Z")
_TABLE_EDGE = re.compile(r"<(/?)table(?=[\s>])[^>]*>", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class ListedDocument:
    """One line of a list."""

    pk: int
    title: str
    agency: Any
    published_on: datetime | None
    document_number: str
    validity: str
    validity_label: str
    title_html: SafeString | str = ""
    snippet_html: SafeString | str = ""


def listed(documents: Iterable[Any], found: list[str] | None = None) -> list[ListedDocument]:
    """The documents as lines; with `found` words, marked as the results of a search."""
    return [
        ListedDocument(
            document.pk,
            document.title,
            document.agency,
            document.published_on,
            document.document_number,
            VALIDITY_TAGS.get(document.validity_now, ""),
            document.validity_label,
            title_html="" if found is None else marked(document.title, found),
            snippet_html="" if found is None else marked(_snippet(document.summary, found), found),
        )
        for document in documents
    ]


def _snippet(text: str, found: list[str]) -> str:
    """One line of the summary around the first word that occurs in it."""
    hits = [at for word in found if (at := text.casefold().find(word.casefold())) >= 0]
    start = max(0, min(hits, default=0) - SNIPPET // 3)
    return (
        ("…" if start else "") + text[start : start + SNIPPET] + ("…" if start + SNIPPET < len(text) else "")
    )


@dataclass(frozen=True, slots=True)
class File:
    """An attachment as a link: what it is and how large, before it is opened."""

    title: str
    url: str
    type_label: str
    size: int


def files(attachments: Iterable[Any]) -> list[File]:
    """Attachments as links."""
    return [
        File(
            row.title,
            reverse("portal:attachment", args=[row.pk, row.download_name]),
            row.extension.upper(),
            row.size,
        )
        for row in attachments
    ]


@dataclass(frozen=True, slots=True)
class DocumentPage:
    """Everything the page of a document shows."""

    pk: int
    title: str
    index_number: str
    agency: Any
    document_number: str
    topic: str
    keywords: list[str]
    summary: str
    signed_on: date | None
    published_on: datetime | None
    effective_on: date | None
    expires_on: date | None
    validity: str
    validity_label: str
    disclosure_class_label: str
    statutory_item_label: str
    source: str
    body_html: SafeString
    attachments: list[File]
    url: str
    changed_at: datetime
    picture_url: str = ""  # the first picture of the text
    revised_on: date | None = None  # when its text was published again, if it was
    name_then: str = ""  # what the agency was called when it published, if it is called otherwise now


def document_page(request: HttpRequest, document: Any) -> DocumentPage:
    """A published document; its body was cleaned when it was stored."""
    same = {
        name: getattr(document, name)
        for name in (
            "pk", "title", "index_number", "agency", "document_number", "topic", "summary", "signed_on", "published_on",
            "effective_on", "expires_on", "validity_label", "disclosure_class_label", "statutory_item_label", "source",
        )
    }  # fmt: skip
    return DocumentPage(
        **same,
        keywords=separated(document.keywords),
        validity=VALIDITY_TAGS.get(document.validity_now, ""),
        body_html=body_html(document.body),
        attachments=files(document.listed_attachments),
        url=request.build_absolute_uri(reverse("portal:document", args=[document.pk])),
        changed_at=changes.changed_at(document),
        picture_url=request.build_absolute_uri(found[1]) if (found := _PICTURE.search(document.body)) else "",
        revised_on=_revised_on(document),
        name_then=agencies.names_on([document.agency], timezone.localdate(document.published_on)).get(
            document.agency.pk, ""
        ),
    )


def _revised_on(document: Any) -> date | None:
    last = document.last_published_at
    return timezone.localdate(last) if last and last > document.published_on else None


def body_html(body: str) -> SafeString:
    """A cleaned body whose clauses can be addressed, each outer table in a region that scrolls sideways and takes the keyboard."""
    depth = number = 0

    def edge(found: re.Match[str]) -> str:
        nonlocal depth, number
        if found.group(1):
            depth = max(0, depth - 1)
            return found.group() if depth else f"{found.group()}</div>"
        depth += 1
        if depth > 1:
            return found.group()
        number += 1
        label = _("表格 %(number)d") % {"number": number}
        return f'<div class="table-scroll" tabindex="0" role="region" aria-label="{label}">{found.group()}'

    laid_out = _SIGNED.sub(_signature, _ADDRESSED.sub(r'<p class="addressee">\1</p>', clauses.anchored(body)))
    return mark_safe(_TABLE_EDGE.sub(edge, laid_out))


def _signature(found: re.Match[str]) -> str:
    """The agency and the day at the end of a text, marked so that they stand to the right as on paper."""
    agency, day = found.groups()
    if not is_date_line(day):
        return found.group()
    above = "" if agency is None else f"<p>{agency}</p>"
    if agency is not None and is_agency_name(agency):
        above = f'<p class="signature">{agency}</p>'
    return f'{above}<p class="signed-on">{day}</p>'


def separated(keywords: str) -> list[str]:
    """Keywords however they are separated."""
    return [word for word in re.split(r"[,，;；、\s]+", keywords) if word]


NOTICES = {
    "not_yet": ("info", gettext_lazy("本文件尚未施行"), gettext_lazy("自%(day)s起施行。")),
    "partly": ("caution", gettext_lazy("本文件部分失效"), gettext_lazy("部分条款自%(day)s起不再适用。")),
    "amended": ("caution", gettext_lazy("本文件已修改"), gettext_lazy("自%(day)s起按修改后的内容执行。")),
    "repealed": ("danger", gettext_lazy("本文件已废止"), gettext_lazy("自%(day)s起不再适用。")),
    "expired": ("danger", gettext_lazy("本文件已失效"), gettext_lazy("自%(day)s起不再适用。")),
}
COMING = {
    "partly": gettext_lazy("本文件的部分条款将于%(day)s起失效"),
    "amended": gettext_lazy("本文件将于%(day)s起修改"),
    "repealed": gettext_lazy("本文件将于%(day)s起废止"),
}


def validity_notice(
    document: Any, relations: list[dict[str, Any]], today: date | None = None
) -> dict[str, str] | None:
    """What to say above a document that does not or soon will not hold as it stands: since when, and by what."""
    today = today or timezone.localdate()
    now, turns = rule.on(document, today), rule.turns(document)
    if now == "in_force":
        coming = next(((day, turn) for day, turn in turns.items() if day > today and turn in COMING), None)
        if coming is None:
            return None
        notice = {"level": "info", "title": COMING[coming[1]] % {"day": _written(coming[0])}}
    else:
        level, title, meaning = NOTICES[now]
        since = document.effective_on if now == "not_yet" else _since(now, turns, today)
        notice = {"level": level, "title": str(title)}
        if since:
            notice["meaning"] = meaning % {"day": _written(since)}
    successors = [item for group in relations if group.get("is_successor") for item in group["documents"]]
    if successors and now != "not_yet":
        notice |= {
            "next": _("依据的文件："),
            "url": reverse("portal:document", args=[successors[0].pk]),
            "url_label": successors[0].title,
        }
    return notice


def _since(now: str, turns: dict[date, str], today: date) -> date | None:
    """Since when the validity of today has lasted without a break."""
    found = None
    for day, turn in turns.items():
        if day <= today:
            found = (found or day) if turn == now else None
    return found


def _written(day: date) -> str:
    return date_format(day, _("Y年n月j日"))


@dataclass(frozen=True, slots=True)
class ColumnMeta:
    """The Column* tags of a page, and what its heading shows of the statute."""

    name: str
    description: str
    keywords: list[str]
    type: str
    article: str = ""
    slug: str = ""


def column_meta(column: Any, article: str = "") -> ColumnMeta:
    """The tags of a column of the catalogue."""
    return ColumnMeta(
        column.name, column.description, separated(column.keywords), column.column_type, article, column.slug
    )
