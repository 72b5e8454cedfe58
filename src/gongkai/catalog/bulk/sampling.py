"""What a signer of a batch reads of it: a sample by chance, the same for every signer, and what is likeliest to be wrong."""

from __future__ import annotations

import random
from dataclasses import dataclass
from typing import Any

from django.db.models import Case, F, IntegerField, Value, When
from django.db.models.functions import Length

from gongkai.catalog.models import Document, ImportBatch
from gongkai.screening import queries as screening

SIZE = 20
EXCERPT = 240


@dataclass(frozen=True, slots=True)
class Sampled:
    """A document of the sample."""

    document: Any
    excerpt: str
    files: int


def by_chance(batch: ImportBatch) -> list[Sampled]:
    """Some of what goes out with the batch; which ones follows from the checksum that is signed."""
    pks = list(batch.records.filter(held=[]).order_by("document_id").values_list("document_id", flat=True))
    chosen = random.Random(batch.content_sha256).sample(pks, min(SIZE, len(pks)))  # noqa: S311 - a sample, not a secret
    return _sampled(Document.objects.filter(pk__in=chosen).order_by("pk"))


def by_risk(batch: ImportBatch) -> list[Sampled]:
    """What to look at first: warnings of the checks, files, no text, much text."""
    rows = Document.objects.filter(import_record__batch=batch, import_record__held=[])
    rows = rows.annotate(
        **screening.open_counts(Document),
        empty=Case(When(body_text="", then=Value(1)), default=Value(0), output_field=IntegerField()),
        length=Length("body_text"),
    )
    return _sampled(rows.order_by(F("screening_warning").desc(), "-empty", "-length", "pk")[:SIZE])


def _sampled(rows: Any) -> list[Sampled]:
    found = []
    for row in rows.select_related("column", "import_record"):
        text = " ".join(row.body_text.split())
        found.append(Sampled(row, text[:EXCERPT] + ("……" if len(text) > EXCERPT else ""), len(row.attached)))
    return found
