"""One file read and scanned: what a worker process does for `gongkai scan` and `gongkai redact`. Needs no database."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from gongkai import scan
from gongkai.cli import scan_words
from gongkai.convert import parts
from gongkai.convert.parts import Contents, Part, Place
from gongkai.scan import Finding

MOST_FINDINGS = 50_000


@dataclass(frozen=True, slots=True)
class Seen:
    """What a file holds and what was found in it. `shown`: the paths of the files in it, what was found in their names masked."""

    sha256: str
    contents: Contents
    findings: tuple[tuple[Part, tuple[Finding, ...]], ...]
    shown: dict[tuple[str, ...], tuple[str, ...]]
    complete: bool


def see(data: bytes, name: str, dictionary: str = "", published: str = "") -> Seen:
    """Read and scan a file; `dictionary`, `published`: paths of what `scan_words` loads, if such things are to be known.

    Raises what `scan_words.load` raises.
    """
    words = scan_words.load(dictionary, Path(dictionary).stat().st_mtime_ns) if dictionary else None
    own = scan_words.load_published(published, Path(published).stat().st_mtime_ns) if published else None
    contents = parts.read(data, name)
    today = date.today()  # noqa: DTZ011 - the day where the command runs
    shown: dict[tuple[str, ...], tuple[str, ...]] = {(): ()}
    found: list[tuple[Part, tuple[Finding, ...]]] = []
    left = MOST_FINDINGS
    for part in contents.parts:
        here = scan.scan(part, dictionary=words, published=own, as_of=today)
        if here:
            found.append((part, here[: max(left, 0)]))
            left -= len(here)
        if part.name == "name" and part.path:
            shown[part.path] = (*shown.get(part.path[:-1], part.path[:-1]), masked(part.text, here))
    return Seen(hashlib.sha256(data).hexdigest(), contents, tuple(found), shown, left >= 0)


def masked(text: str, findings: Sequence[Finding]) -> str:
    """The text with what was found in it masked."""
    for finding in sorted(findings, key=lambda finding: finding.start, reverse=True):
        text = text[: finding.start] + finding.masked + text[finding.end :]
    return text


def answer(path: str, dictionary: str = "", published: str = "") -> dict[str, Any]:
    """What `gongkai scan --json` prints for a file. Raises what `scan_words.load` raises."""
    try:
        if Path(path).stat().st_size > parts.MAX_BYTES:
            return unseen(path, "too_large", f"文件超过{parts.MAX_BYTES // 1024**2} MB的上限，没有读取。")
        data = Path(path).read_bytes()
    except OSError as error:
        return unseen(path, "no_file", f"打不开这个文件：{error.strerror}。")
    seen = see(data, Path(path).name, dictionary, published)
    return {
        "file": shown_name(path),
        "sha256": seen.sha256,
        "kind": seen.contents.kind,
        "findings": list(_findings(seen)),
        "unread": list(_unread(seen)),
    }


def unseen(path: str, code: str, what: str) -> dict[str, Any]:
    """The answer for a file that could not be read at all."""
    item = {"file": [], "code": code, "what": what}
    return {"file": shown_name(path), "sha256": "", "kind": "unknown", "findings": [], "unread": [item]}


def shown_name(path: str) -> str:
    """The path as given, what is personal in the file's own name masked."""
    name = Path(path).name
    return path[: len(path) - len(name)] + masked(name, scan.scan_text(name)) if path.endswith(name) else path


def _findings(seen: Seen) -> Iterator[dict[str, Any]]:
    for part, findings in seen.findings:
        places = parts.Places(part)
        for finding in findings:
            yield {
                "detector": finding.detector,
                "severity": finding.severity.value,
                "confidence": round(finding.confidence, 3),
                "where": address(seen, part, finding) | _for_people(places.at(finding.start)),
                "masked": finding.masked,
                "why": finding.why,
            }


def address(seen: Seen, part: Part, finding: Finding) -> dict[str, Any]:
    """Where a finding stands, by which it is found again in the same file."""
    return {
        "file": list(seen.shown.get(part.path, part.path)),
        "part": part.name,
        "number": part.number,
        "start": finding.start,
        "end": finding.end,
    }


def _for_people(place: Place) -> dict[str, Any]:
    said = {name: getattr(place, name) for name in ("page", "sheet", "cell", "paragraph")}
    return {name: value for name, value in said.items() if value is not None}


def _unread(seen: Seen) -> Iterator[dict[str, Any]]:
    for unread in seen.contents.unread:
        yield {
            "file": list(seen.shown.get(unread.path, unread.path)),
            "code": unread.code,
            "what": unread.text,
        }
    if not seen.complete:
        what = f"发现超过{MOST_FINDINGS}处，其余没有列出；需要人工查看。"
        yield {"file": [], "code": "too_many_findings", "what": what}
