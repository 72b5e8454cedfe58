"""What the rules must know of documents besides their bodies, looked up once for many of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Count
from django.utils import timezone

from gongkai.agencies.models import Agency
from gongkai.catalog import pictures, queries
from gongkai.catalog.models import Document
from gongkai.catalog.schemas.model import table_rows
from gongkai.quality import checks
from gongkai.quality.form import Facts
from gongkai.quality.models import Address, Waiver

GUIDE, WINDOWS = "service_guide", "windows"


@dataclass
class Known:
    """`titles`: how many public documents of an agency have a title, `unexplained`: those whose interpretation was due and is
    missing, `waivers`: by document and spot those that stand, `addresses`: where their links lead, by key, when that was looked
    up for all of them."""

    titles: Counter[tuple[int, str]]
    unexplained: frozenset[int]
    waivers: Mapping[int, Mapping[str, Waiver]]
    settings: checks.Settings
    addresses: Mapping[str, Address] | None = None
    _levels: dict[str, dict[str, str]] = field(default_factory=dict)

    def levels(self, agency: Agency) -> dict[str, str]:
        """How much each check weighs there."""
        if agency.path not in self._levels:
            self._levels[agency.path] = checks.levels(agency, self.settings)
        return self._levels[agency.path]


def known(versions: Iterable[Document], today: date | None = None) -> Known:
    """What concerns these versions, in four queries however many they are."""
    versions = list(versions)
    numbers = [one.pk for one in versions if one.pk]
    return Known(_titles(versions), _unexplained(numbers, today), _waivers(numbers), checks.settings())


def _titles(versions: list[Document]) -> Counter[tuple[int, str]]:
    rows = (
        queries.public_documents()
        .filter(agency__in={one.agency_id for one in versions}, title__in={one.title for one in versions})
        .order_by()
        .values_list("agency_id", "title")
        .annotate(number=Count("pk"))
    )
    return Counter({(agency, title): number for agency, title, number in rows})


def _unexplained(numbers: list[int], today: date | None) -> frozenset[int]:
    waiting = queries.waiting_for_interpretation(Document.objects.filter(pk__in=numbers))
    due = waiting.filter(interpretation_due_on__lte=today or timezone.localdate())
    return frozenset(due.values_list("pk", flat=True))


def _waivers(numbers: list[int]) -> dict[int, dict[str, Waiver]]:
    newest: dict[int, dict[str, Waiver]] = {number: {} for number in numbers}
    for row in Waiver.objects.filter(document__in=numbers).select_related("decided_by").order_by("id"):
        newest[row.document_id][row.fingerprint] = row
    return {
        number: {spot: row for spot, row in rows.items() if row.stands} for number, rows in newest.items()
    }


def of(version: Document, said: Known) -> Facts:
    """What the rules must know of one version."""
    shown = pictures.shown(str(version.body))
    itself = int(version.live and bool(version.pk))
    return Facts(
        title=version.title,
        kind=version.document_type,
        document_number=version.document_number,
        signed_on=version.signed_on,
        effective_on=version.effective_on,
        expires_on=version.expires_on,
        attachments=[item["title"] for item in version.attached if item["id"] not in shown],
        schema=version.schema,
        is_public=version.live,
        needs_interpretation=version.pk in said.unexplained and not version.interpretation_waiver,
        title_again=max(0, said.titles[version.agency_id, version.title] - itself),
        silent_windows=_silent_windows(version),
    )


def _silent_windows(version: Document) -> list[str]:
    if version.schema != GUIDE:
        return []
    rows = table_rows(version.data, WINDOWS)
    return [str(row.get("name", "")) for row in rows if not row.get("telephone")]
