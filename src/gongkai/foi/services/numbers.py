"""Numbers per agency and year, without gaps and without two alike."""

from __future__ import annotations

from django.db import transaction
from django.db.models import F

from gongkai.agencies.models import Agency
from gongkai.foi.models import Number


def take(agency: Agency, year: int, series: str) -> int:
    """The next number of the series. The counter's row stays locked until the caller's transaction ends."""
    counter = Number.objects.filter(agency=agency, year=year, series=series)
    with transaction.atomic():
        if not counter.update(last=F("last") + 1):
            Number.objects.get_or_create(agency=agency, year=year, series=series)
            counter.update(last=F("last") + 1)
        return counter.values_list("last", flat=True).get()


def take_many(agency: Agency, year: int, series: str, count: int) -> range:
    """The next `count` numbers of the series at once, under the same lock."""
    counter = Number.objects.filter(agency=agency, year=year, series=series)
    with transaction.atomic():
        if not counter.update(last=F("last") + count):
            Number.objects.get_or_create(agency=agency, year=year, series=series)
            counter.update(last=F("last") + count)
        last = counter.values_list("last", flat=True).get()
    return range(last - count + 1, last + 1)


def receipt_number(agency: Agency, year: int) -> str:
    """FINANCE-2026-0012: short enough to be told on the telephone."""
    return written_receipt_number(agency, year, take(agency, year, Number.Series.RECEIPT))


def written_receipt_number(agency: Agency, year: int, number: int) -> str:
    """The receipt number as people read it."""
    return f"{agency.code.upper()}-{year}-{number:04d}"


def letter_number(agency: Agency, year: int) -> str:
    """The document number of a letter: 云溪县财政局公开〔2026〕12号."""
    return f"{agency.short_name}公开〔{year}〕{take(agency, year, Number.Series.LETTER)}号"
