"""Addresses of this site, looked up in the database at once: is what they lead to public now?"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.conf import settings
from django.urls import Resolver404, resolve

from gongkai.agencies.models import Agency
from gongkai.catalog import queries
from gongkai.catalog.models import Attachment, Column, Document
from gongkai.quality.models import Address

NO_PAGE, WITHDRAWN, NOT_PUBLIC, NO_FILE, NO_AGENCY, NO_COLUMN = (
    "no_page", "withdrawn", "not_public", "no_file", "no_agency", "no_column",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Judged:
    """What an address of our own leads to: its state, why, and the document it names, if there is such a row."""

    state: str
    answer: str = ""
    target: int | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """A document an address names, with the files of its public version."""

    pk: int
    is_public: bool
    is_withdrawn: bool
    files: frozenset[int]


def path_of(url: str) -> str:
    """The path of an address of this site; empty for any other."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    if not parts.scheme and not parts.netloc:
        return parts.path if parts.path.startswith("/") else ""
    base = urlsplit(settings.WAGTAILADMIN_BASE_URL)
    if parts.scheme in ("", "http", "https") and parts.netloc in (base.netloc, settings.SITE_DOMAIN):
        return parts.path or "/"
    return ""


def judged(paths: Iterable[str]) -> dict[str, Judged]:
    """Each path with what it leads to, in at most five queries however many there are."""
    named = {path: _resolved(path) for path in set(paths)}
    documents = _numbers(named, "document")
    owners = dict(
        Attachment.objects.filter(pk__in=_numbers(named, "attachment")).values_list("pk", "document_id")
    )
    rows = _documents({*documents, *owners.values()})
    codes = {match[1]["code"] for match in named.values() if match and "code" in match[1]}
    agencies = set(Agency.objects.filter(code__in=codes).values_list("code", flat=True)) if codes else set()
    columns = (
        set(Column.objects.filter(agency__code__in=codes).values_list("agency__code", "slug"))
        if codes
        else set()
    )
    return {path: _judge(match, rows, owners, agencies, columns) for path, match in named.items()}


def _resolved(path: str) -> tuple[str, dict[str, object]] | None:
    try:
        match = resolve(path)
    except Resolver404:
        return None
    return (match.url_name or "", match.kwargs) if match.app_names == ["portal"] else ("", {})


def _numbers(named: dict[str, tuple[str, dict[str, object]] | None], start: str) -> set[int]:
    return {
        int(str(match[1]["pk"]))
        for match in named.values()
        if match and match[0].startswith(start) and "pk" in match[1] and int(str(match[1]["pk"])) < 2**63
    }


def _documents(numbers: set[int]) -> dict[int, Found]:
    """The documents with these numbers, and whether everybody may see them."""
    public = set(queries.public_documents().filter(pk__in=numbers).values_list("pk", flat=True))
    rows = Document.objects.filter(pk__in=numbers).values_list("pk", "withdrawn_on", "attached")
    return {
        pk: Found(pk, pk in public, withdrawn_on is not None, frozenset(item["id"] for item in attached))
        for pk, withdrawn_on, attached in rows
    }


def _judge(
    match: tuple[str, dict[str, object]] | None,
    rows: dict[int, Found],
    owners: dict[int, int],
    agencies: set[str],
    columns: set[tuple[str, str]],
) -> Judged:
    dead = Address.State.DEAD
    if match is None:
        return Judged(dead, NO_PAGE)
    name, known = match
    if name.startswith("document") and "pk" in known:
        return _of_document(rows.get(int(str(known["pk"]))))
    if name == "attachment":
        number = int(str(known["pk"]))
        row = rows.get(owners.get(number, 0))
        if row is not None and row.is_public and number in row.files:
            return Judged(Address.State.ANSWERS, target=row.pk)
        return Judged(dead, NO_FILE, row.pk if row else None)
    if "code" in known and known["code"] not in agencies:
        return Judged(dead, NO_AGENCY)
    if name == "column" and (known["code"], known["slug"]) not in columns:
        return Judged(dead, NO_COLUMN)
    return Judged(Address.State.ANSWERS)


def _of_document(row: Found | None) -> Judged:
    if row is None:
        return Judged(Address.State.DEAD, NO_PAGE)
    if row.is_public:
        return Judged(Address.State.ANSWERS, target=row.pk)
    return Judged(Address.State.DEAD, WITHDRAWN if row.is_withdrawn else NOT_PUBLIC, row.pk)
