"""What was recognised in a page that was read in."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from gongkai.convert.intake import Taken


@dataclass
class ReadPage:
    """What was recognised. `published_on` is when the page says it was published, `signed_on` the date under the text.

    `taken`: an office file as it was taken in, with its pictures, which `body_html` shows as `picture:NUMBER`.
    """

    title: str | None = None
    publisher: str | None = None
    published_on: date | None = None
    signed_on: date | None = None
    source: str | None = None
    document_number: str | None = None
    body_html: str = ""
    dropped: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    taken: Taken | None = None
