"""The versions of a document that were public, for readers to compare. Never a draft, never what was taken back.

A version stays closed when anything was redacted or the document withdrawn after it was published, when its text is not the
one that was signed, and when it holds personal data or a mark of secrecy that the present version does not (record 0603).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.cache import cache
from django.utils.translation import gettext as _
from wagtail.models import Revision

from gongkai import scan
from gongkai.catalog import content
from gongkai.catalog.models import Document
from gongkai.ledger import queries as ledger
from gongkai.review import versions
from gongkai.review.versions import Comparison, Text
from gongkai.screening import queries as screening

MOST = 50
KEPT_SECONDS = 3600
PUBLISHED, WITHDRAWN = "catalog.document.published", "catalog.document.withdrawn"


@dataclass(frozen=True, slots=True)
class Version:
    """A version that may be read: `number` counts all publications of the document, from 1."""

    number: int
    published_at: datetime
    text: Document
    is_current: bool


def count(document: Document) -> int:
    """How often a document was published."""
    return ledger.history(document.ledger_kind, document.pk).filter(type=PUBLISHED).count()


def public_versions(document: Document) -> tuple[list[Version], int]:
    """The versions of a public document that may be read, the newest first, and how many publications there were.

    The caller has asked `queries.document_for` whether the document itself may be seen.
    """
    events = list(ledger.history(document.ledger_kind, document.pk).filter(type__in=[PUBLISHED, WITHDRAWN]))
    publications = [event for event in events if event.type == PUBLISHED]
    closed_until = _closed_until(document, events)
    revisions = Revision.objects.for_instance(document).in_bulk(
        [event.data["revision"] for event in publications[-MOST:] if "revision" in event.data]
    )
    found = []
    for number, event in reversed(list(enumerate(publications, 1))[-MOST:]):
        if number == len(publications):
            found.append(Version(number, event.recorded_at, document, is_current=True))
            continue
        revision = revisions.get(event.data.get("revision"))
        if revision is None or (closed_until and event.recorded_at <= closed_until):
            continue
        text: Document = revision.as_object()
        if content.digest(text) == event.data.get("sha256") and _shows_nothing_more(text, document):
            found.append(Version(number, event.recorded_at, text, is_current=False))
    return found, len(publications)


def _closed_until(document: Document, events: Sequence[Any]) -> datetime | None:
    """The last moment at which something was redacted or taken down."""
    moments = [event.recorded_at for event in events if event.type == WITHDRAWN]
    moments += screening.redactions(document).values_list("redacted_at", flat=True)
    return max(moments, default=None)


def _shows_nothing_more(text: Document, document: Document) -> bool:
    """Whether an earlier version holds no personal data or mark that the present one does not. Kept: it takes a scan of both."""
    key = f"version-open-{content.digest(text)[:32]}-{document.content_sha256[:32]}"
    known = cache.get(key)
    if known is None:
        known = _delicate(text) <= _delicate(document)
        cache.set(key, known, KEPT_SECONDS)
    return bool(known)


def _delicate(text: Document) -> set[tuple[str, str]]:
    """The personal data and marks of secrecy in what a version says."""
    shown = "\n".join([*(value for _label, value in facts(text)), text.body_text])
    return {
        (finding.detector, shown[finding.start : finding.end])
        for finding in scan.scan_text(shown)
        if finding.severity in ("serious", "warning")
    }


def compare(before: Version, after: Version, *, whole: bool = False) -> Comparison:
    """What differs between two versions for a reader; `whole`: unchanged paragraphs too."""
    return versions.compare(_text(before), _text(after), None if whole else 1)


def _text(version: Version) -> Text:
    return Text(facts(version.text), version.text.body_paragraphs)


def facts(text: Document) -> list[tuple[str, str]]:
    """What a reader sees beside the body of a version: label and value."""
    found = [
        (_("标题"), text.title),
        (_("发文字号"), text.document_number),
        (_("统一登记号"), text.registration_number),
        (_("成文日期"), str(text.signed_on or "")),
        (_("施行日期"), str(text.effective_on or "")),
        (_("有效期至"), str(text.expires_on or "")),
        (_("主题分类"), text.topic),
        (_("关键词"), text.keywords),
        (_("来源"), text.source),
        (_("内容概述"), text.summary),
    ]
    found += [
        (_("附件%(number)d") % {"number": number}, item["title"])
        for number, item in enumerate(text.attached, start=1)
    ]
    return [(label, value) for label, value in found if value]
