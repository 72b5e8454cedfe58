"""iCalendar text (RFC 5545): all-day events, escaped, folded at 75 octets. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

LINE_OCTETS = 75


@dataclass(frozen=True, slots=True)
class AllDay:
    """One day's entry. `uid` never changes; `stamped` is the day its facts have been known."""

    uid: str
    day: date
    stamped: date
    summary: str
    url: str


def calendar(name: str, product: str, entries: Iterable[AllDay]) -> str:
    """A whole calendar. The same entries always give the same text."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        f"PRODID:{escaped(product)}",
        "CALSCALE:GREGORIAN",
        f"X-WR-CALNAME:{escaped(name)}",
        "REFRESH-INTERVAL;VALUE=DURATION:PT1H",
        "X-PUBLISHED-TTL:PT1H",
    ]
    for entry in entries:
        lines += [
            "BEGIN:VEVENT",
            f"UID:{escaped(entry.uid)}",
            f"DTSTAMP:{entry.stamped:%Y%m%d}T000000Z",
            f"DTSTART;VALUE=DATE:{entry.day:%Y%m%d}",
            f"DTEND;VALUE=DATE:{entry.day + timedelta(days=1):%Y%m%d}",
            f"SUMMARY:{escaped(entry.summary)}",
            f"URL:{entry.url}",
            "TRANSP:TRANSPARENT",
            "END:VEVENT",
        ]
    lines.append("END:VCALENDAR")
    return "".join(f"{folded(line)}\r\n" for line in lines)


def escaped(text: str) -> str:
    """A TEXT value (RFC 5545, 3.3.11): backslash, semicolon, comma and line breaks; other control characters go."""
    text = text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\n", "\\n")
    return "".join(letter for letter in text if letter == "\t" or (letter >= " " and letter != "\x7f"))


def folded(line: str) -> str:
    """The line in pieces of at most 75 octets, never through a character (RFC 5545, 3.1)."""
    pieces: list[str] = []
    piece, room = "", LINE_OCTETS
    for letter in line:
        size = len(letter.encode())
        if size > room:
            pieces.append(piece)
            piece, room = "", LINE_OCTETS - 1  # the blank in front of a continuation
        piece += letter
        room -= size
    return "\r\n ".join([*pieces, piece])
