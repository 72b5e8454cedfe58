"""Reading a text or file part by part and looking at every part: what was found, as it may be kept."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import islice
from pathlib import Path
from types import ModuleType
from typing import Any

from django.core.cache import cache
from django.utils.translation import gettext as _

from gongkai import scan
from gongkai.agencies.models import Agency, DisclosureOffice
from gongkai.convert import parts
from gongkai.convert.parts.model import Contents, Part
from gongkai.screening import fingerprints, rules, words
from gongkai.screening.models import ScreeningFinding, Severity

PUBLISHED_SECONDS = 60


@dataclass(frozen=True, slots=True)
class Looked:
    """What a text or file holds and what was found in it, in order; the findings are not saved yet."""

    contents: Contents
    findings: list[ScreeningFinding]


def read(data: bytes, name: str, *, ours: bool = False) -> Contents:
    """What a file holds. `ours`: text this program wrote and cleaned itself, read without a process of its own."""
    if ours:
        return parts.read(data, name)
    return parts.read_limited(data, name)


def look(
    contents: Contents, sha256: str, agency: Agency, day: date, dictionary: scan.Dictionary | None = None
) -> Looked:
    """Look at every part of a file whose bytes have that checksum. `dictionary`: the agency's words, where they are at hand."""
    applying = words.dictionary(agency, day) if dictionary is None else dictionary
    found = _found(contents, applying, published(), day)
    kept = list(islice(found, rules.MOST_FINDINGS))
    left = sum(1 for _one in found)
    if left:
        text = _("发现太多，另有%(number)d处没有逐条列出。") % {"number": left}
        kept.append(_unread((), "too_many", text, sha256))
    kept += [_unread(unread.path, unread.code, unread.text, sha256) for unread in contents.unread]
    for number, finding in enumerate(kept, 1):
        finding.number = number
    return Looked(contents, kept)


def failed(sha256: str) -> ScreeningFinding:
    """The finding that stands for a screening that broke off."""
    finding = _unread((), "failed", _("检查程序没有完成，须由人核看。"), sha256)
    finding.number = 1
    return finding


def version(agency: Agency, day: date) -> str:
    """Names the readers, the detectors and the words in use at an agency."""
    return f"{reader()}-{_checksum(scan)}-{words.version(agency, day)}"


def reader() -> str:
    """Names the readers in use: what one version of them read is read again by another."""
    return _checksum(parts)


@lru_cache(maxsize=2)
def _checksum(package: ModuleType) -> str:
    """Over the code and data of a room."""
    digest = hashlib.sha256()
    folder = Path(str(package.__file__)).parent
    for path in sorted(folder.rglob("*")):
        if path.is_file() and path.suffix not in (".pyc", ".pyi"):
            digest.update(path.relative_to(folder).as_posix().encode() + path.read_bytes())
    return digest.hexdigest()[:12]


def published() -> scan.Published:
    """Numbers and addresses agencies publish themselves in their guides: recognised, not reported."""
    found = cache.get("screening.published")
    if found is None:
        rows = DisclosureOffice.objects.filter(agency__closed_on=None).values_list(
            "telephone", "fax", "address", "internet_contact"
        )
        found = [list(column) for column in zip(*rows, strict=True)] or [[], [], [], []]
        cache.set("screening.published", found, PUBLISHED_SECONDS)
    telephones, faxes, addresses, contacts = found
    return scan.Published(
        phones=[*filter(None, telephones), *filter(None, faxes)],
        addresses=[*filter(None, addresses)],
        emails=[*filter(None, contacts)],
    )


def _found(
    contents: Contents, dictionary: scan.Dictionary, known: scan.Published, day: date
) -> Iterator[ScreeningFinding]:
    for part in contents.parts:
        for finding in scan.scan(part, dictionary=dictionary, published=known, as_of=day):
            yield ScreeningFinding(
                detector=finding.detector,
                severity=finding.severity.value,
                confidence=finding.confidence,
                place=place(part, finding.start, finding.end),
                masked=finding.masked[:200],
                why=finding.why[:300],
                fingerprint=fingerprints.of(finding.detector, part.text, finding.start, finding.end),
            )


def place(part: Part, start: int, end: int) -> dict[str, Any]:
    """Where a stretch of a part stands, as it is kept."""
    found: dict[str, Any] = {
        "path": list(part.path),
        "part": part.name,
        "number": part.number,
        "start": start,
        "end": end,
    }
    at = parts.place_of(part, start)
    for name in ("page", "sheet", "cell", "paragraph"):
        if getattr(at, name) is not None:
            found[name] = getattr(at, name)
    if not part.visible:
        found["hidden"] = True
    if part.recognised:
        found["recognised"] = True
    return found


def _unread(path: tuple[str, ...], code: str, text: str, sha256: str) -> ScreeningFinding:
    return ScreeningFinding(
        detector=f"{rules.UNREAD}{code}"[:60],
        severity=Severity.SERIOUS,
        confidence=1.0,
        place={"path": list(path)},
        masked=" / ".join(path)[:200],
        why=text[:300],
        fingerprint=fingerprints.of_unread(sha256, path, code),
    )
