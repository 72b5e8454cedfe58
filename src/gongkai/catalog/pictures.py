"""Pictures in a document's text: each is one of its attachments, shown by the attachment's own address. Pure."""

from __future__ import annotations

import re

ADDRESS = "/files/{}/"
"""The portal's address of an attachment (`portal:attachment`; a test keeps them alike)."""

_PICTURE = re.compile(r"<img\b[^>]*>")
_SHOWN = re.compile(r'\ssrc="/files/(\d{1,18})/[^"]*"')
_TEXT = re.compile(r'\salt="[^"]*[^"\s][^"]*"')


def address(attachment: int) -> str:
    """Where an attachment is."""
    return ADDRESS.format(attachment)


def shown(body: str) -> set[int]:
    """The attachments the text shows as pictures."""
    return {int(found[1]) for tag in _PICTURE.findall(body) if (found := _SHOWN.search(tag))}


def untold(body: str) -> int:
    """How many pictures say nothing to those who cannot see them."""
    return sum(1 for tag in _PICTURE.findall(body) if not _TEXT.search(tag))


def moved(body: str, before: int, after: int) -> str:
    """The text with another attachment in the place of one."""
    return body.replace(f'src="{address(before)}', f'src="{address(after)}')
