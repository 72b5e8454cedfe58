"""Lists of documents as RSS 2.0, Atom (RFC 4287, with the tombstones of RFC 6721) and JSON Feed 1.1."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.encoding import iri_to_uri
from django.utils.feedgenerator import Atom1Feed, Rss201rev2Feed, SyndicationFeed
from django.utils.html import escape
from django.utils.translation import gettext as _

from gongkai.portal.presenters.documents import separated
from gongkai.portal.site import identity

MEDIA_TYPES = {
    "atom": "application/atom+xml",
    "rss": "application/rss+xml",
    "json": "application/feed+json",
}
NAMES = {"atom": "Atom", "rss": "RSS", "json": "JSON Feed"}
LANGUAGE = "zh-CN"
OPENING = 200
TOMBSTONES = "http://purl.org/atompub/tombstones/1.0"


@dataclass(frozen=True, slots=True)
class Entry:
    """One document; `id` never changes, `text` is plain."""

    id: str
    url: str
    title: str
    text: str
    author: str
    published: datetime
    updated: datetime
    tags: tuple[str, ...]
    facts: dict[str, str]


@dataclass(frozen=True, slots=True)
class Feed:
    """A list of documents, newest change first, and what was taken down: (id, when)."""

    title: str
    page_url: str
    url: str
    entries: list[Entry]
    gone: list[tuple[str, datetime]] = field(default_factory=list)

    @property
    def updated(self) -> datetime:
        """When anything in it changed last; the beginning of time for an empty one."""
        times = [entry.updated for entry in self.entries] + [at for _id, at in self.gone]
        return max(times, default=datetime(1970, 1, 1, tzinfo=UTC))


@dataclass(frozen=True, slots=True)
class FeedLink:
    """Where a feed is, for the head of a page and its list of feeds."""

    url: str
    title: str
    media_type: str
    name: str


def links(title: str, name: str, *place: str, query: str = "") -> list[FeedLink]:
    """The feeds of a page in all formats; `name` and `place` say which address, `query` what is searched."""
    suffix = f"?{query}" if query else ""
    return [
        FeedLink(reverse(f"portal:{name}", args=[*place, kind]) + suffix, title, media_type, NAMES[kind])
        for kind, media_type in MEDIA_TYPES.items()
    ]


def feed(
    request: HttpRequest, *, title: str, page: str, documents: Iterable[Any], gone: Iterable[Any]
) -> Feed:
    """A feed of documents that carry `changed_at` and `opening`; `page` is the path of the page it belongs to."""
    return Feed(
        f"{title} - {identity().name}",
        iri_to_uri(request.build_absolute_uri(page)),
        iri_to_uri(request.build_absolute_uri()),
        [_entry(request, document) for document in documents],
        [(tag_of(row.pk, row.published_on), row.at) for row in gone],
    )


def tag_of(pk: int, published_on: datetime) -> str:
    """The lasting name of a document (RFC 4151): the site, the year in which it was published, its number."""
    return f"tag:{identity().domain},{published_on.astimezone(UTC):%Y}:document/{pk}"


def _entry(request: HttpRequest, document: Any) -> Entry:
    facts = {
        "index_number": document.index_number,
        "document_number": document.document_number,
        "validity": document.validity_label,
    }
    tags = [document.column.name] if document.column else []
    return Entry(
        tag_of(document.pk, document.published_on),
        request.build_absolute_uri(reverse("portal:document", args=[document.pk])),
        _printable(document.title),
        _printable(document.summary or document.opening),
        document.agency.name,
        document.published_on,
        document.changed_at,
        tuple(dict.fromkeys(_printable(tag) for tag in [*tags, *separated(document.keywords)])),
        {name: value for name, value in facts.items() if value},
    )


def _printable(text: str) -> str:
    """Without the control characters XML cannot hold."""
    return "".join(sign if sign.isprintable() else " " for sign in text).strip()


class _Atom(Atom1Feed):
    """Atom with the entries that were deleted."""

    def root_attributes(self) -> dict[str, str]:
        return {**super().root_attributes(), "xmlns:at": TOMBSTONES}

    def add_root_elements(self, handler: Any) -> None:
        super().add_root_elements(handler)
        for name, at in self.feed["gone"]:
            handler.addQuickElement(
                "at:deleted-entry",
                None,
                {"ref": name, "when": at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")},
            )

    def latest_post_date(self) -> datetime:
        return self.feed["updated"]


class _Rss(Rss201rev2Feed):
    """RSS whose build date is that of the last change."""

    def latest_post_date(self) -> datetime:
        return self.feed["updated"]


def _xml(shape: Callable[..., SyndicationFeed], made: Feed) -> bytes:
    generator = shape(
        title=made.title,
        link=made.page_url,
        description=_("按最近公开或者变化的时间排列"),
        language=LANGUAGE,
        feed_url=made.url,
        author_name=identity().name,
        updated=made.updated,
        gone=made.gone,
    )
    for entry in made.entries:
        generator.add_item(
            title=escape(entry.title) if shape is _Rss else entry.title,
            link=entry.url,
            description=escape(entry.text),
            unique_id=entry.id,
            unique_id_is_permalink=False,
            author_name=entry.author,
            pubdate=entry.published,
            updateddate=entry.updated,
            categories=entry.tags,
        )
    return generator.writeString("utf-8").encode()


def _json(made: Feed) -> bytes:
    return json.dumps(
        {
            "version": "https://jsonfeed.org/version/1.1",
            "title": made.title,
            "home_page_url": made.page_url,
            "feed_url": made.url,
            "language": LANGUAGE,
            "authors": [{"name": identity().name}],
            "items": [
                {
                    "id": entry.id,
                    "url": entry.url,
                    "title": entry.title,
                    "content_text": entry.text or entry.title,
                    "date_published": entry.published.isoformat(timespec="seconds"),
                    "date_modified": entry.updated.isoformat(timespec="seconds"),
                    "authors": [{"name": entry.author}],
                    "tags": list(entry.tags),
                    "_gongkai": entry.facts,
                }
                for entry in made.entries
            ],
            "_withdrawn": [{"id": name, "date": at.isoformat(timespec="seconds")} for name, at in made.gone],
        },
        ensure_ascii=False,
        indent=1,
    ).encode()


def written(kind: str, made: Feed) -> bytes:
    """The feed as a file of its kind: atom, rss or json."""
    if kind == "json":
        return _json(made)
    return _xml(_Atom if kind == "atom" else _Rss, made)
