"""Invented values with check characters that fit, made when the tests run, and documents that hold them."""

from __future__ import annotations

from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from gongkai.catalog import services as catalog
from gongkai.catalog.models import Attachment, Document
from gongkai.screening import redacting, running
from gongkai.screening.models import Screening
from tests.catalog import desk
from tests.world import County

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


def resident_id(serial: int = 1, region: str = "110199", born: str = "19620305") -> str:
    """A resident identity number whose check character fits, of a district that does not exist."""
    body = f"{region}{born}{serial:03d}"
    rest = sum(int(digit) * weight for digit, weight in zip(body, _WEIGHTS, strict=True)) % 11
    return body + "10X98765432"[rest]


def upload(text: str, name: str = "名单.txt") -> SimpleUploadedFile:
    """A text file."""
    return SimpleUploadedFile(name, text.encode(), "text/plain")


def with_attachment(county: County, text: str, **fields: Any) -> tuple[Document, Attachment]:
    """A complete draft with one text file, looked at."""
    document = desk.draft(county, **fields)
    attachment = catalog.add_attachment(actor=county.officer, document=document, file=upload(text))
    run_all()
    return document, attachment


def run_all() -> None:
    """What the worker does."""
    for pk in list(Screening.objects.filter(state="redacting").values_list("pk", flat=True)):
        redacting.carry_out(pk)
    for pk in list(Screening.objects.filter(state="waiting", current=True).values_list("pk", flat=True)):
        running.run(pk)


def screening_of(document: Document, item_id: int = 0) -> Screening:
    """The screening of the newest content of a text (0) or file."""
    return Screening.objects.filter(object_id=document.pk, item_id=item_id, current=True).latest("pk")
