"""One passage through all detectors."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from gongkai.scan import accounts, addresses, documents, email, figures, people, positions, secrecy
from gongkai.scan.context import Context
from gongkai.scan.dictionary import Dictionary
from gongkai.scan.hits import Hit, settle
from gongkai.scan.invisible import seen
from gongkai.scan.masking import mask
from gongkai.scan.model import Finding, Passage, Table
from gongkai.scan.published import Published

_DETECTORS = (
    figures.find,
    accounts.find,
    documents.find,
    email.find,
    addresses.find,
    positions.find,
    people.find,
    secrecy.find,
)


@dataclass(frozen=True, slots=True)
class _Text:
    text: str
    tables: Sequence[Table] = ()


def scan(
    passage: Passage,
    *,
    dictionary: Dictionary | None = None,
    published: Published | None = None,
    detectors: Collection[str] | None = None,
    as_of: date | None = None,
) -> tuple[Finding, ...]:
    """What is found in a passage, in the order of the text; where two detectors claim one stretch, the better checked has it.

    `detectors`: only these identifiers of `detectors.known()`; `as_of`: the day on which dictionary entries must be in force
    and after which nobody was born.
    """
    visible = seen(passage)
    context = Context(visible, as_of)
    found = []
    for hit in settle(_hits(context, dictionary)):
        value = context.text[hit.start : hit.end]
        if (detectors is None or hit.detector in detectors) and not (
            published and published.holds(hit, value)
        ):
            masked = mask(hit.detector, hit.value or value)
            start, end = visible.span(hit.start, hit.end)
            found.append(Finding(hit.detector, hit.severity, hit.confidence, start, end, masked, hit.why))
    return tuple(found)


def scan_text(
    text: str,
    *,
    dictionary: Dictionary | None = None,
    published: Published | None = None,
    detectors: Collection[str] | None = None,
    as_of: date | None = None,
) -> tuple[Finding, ...]:
    """`scan` for a text without tables."""
    return scan(_Text(text), dictionary=dictionary, published=published, detectors=detectors, as_of=as_of)


def _hits(context: Context, dictionary: Dictionary | None) -> Iterator[Hit]:
    for find in _DETECTORS:
        for hit in find(context):
            yield hit
            if hit.detector == "person.resident_id":
                yield from people.beside(context, hit.start)
    if dictionary:
        yield from dictionary.find(context.text, context.as_of)
