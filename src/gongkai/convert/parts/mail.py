"""Messages and saved web pages (EML, MHT): their heads, and every body and attachment as a file in them."""

from __future__ import annotations

import mimetypes
from collections.abc import Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage, Message

from gongkai.convert.parts.archive import distinct
from gongkai.convert.parts.model import Collector, Contents, Inner


def from_mail(data: bytes, path: tuple[str, ...], inner: Inner) -> Contents:
    """Everything in a message."""
    collector = Collector(path)
    message = message_from_bytes(data, policy=policy.default)
    heads = [line for part in message.walk() for line in _heads(part)]
    collector.add("property", "\n".join(heads))
    collector.add("comment", "\n".join(_between(message)), visible=False)
    leaves = [part for part in message.walk() if not part.is_multipart()]
    names = distinct(_name(part, number) for number, part in enumerate(leaves, 1))
    for part, name in zip(leaves, names, strict=True):
        collector.include(inner(name, _content(part), path))
    return collector.done("eml")


def _heads(part: Message) -> Iterator[str]:
    """The heads of a message or a part of it, as a person reads them."""
    for name, value in part.items():
        yield f"{name}: {' '.join(str(value).split())}"


def _between(message: Message) -> Iterator[str]:
    """What stands outside the parts, where no program shows it."""
    for part in message.walk():
        yield from filter(None, (part.preamble, part.epilogue))


def _name(part: Message, number: int) -> str:
    """What a part is called; by its kind when it has no name."""
    if name := part.get_filename():
        return name
    return f"part-{number}{mimetypes.guess_extension(part.get_content_type()) or ''}"


def _content(part: Message) -> bytes:
    """The bytes of a part; those of a text in UTF-8, when it says truly which encoding it has."""
    payload = part.get_payload(decode=True)
    content = payload if isinstance(payload, bytes) else str(part.get_payload()).encode()
    if isinstance(part, EmailMessage) and part.get_content_maintype() == "text":
        try:
            return content.decode(part.get_content_charset("utf-8")).encode()
        except (LookupError, UnicodeError):
            return content
    return content
