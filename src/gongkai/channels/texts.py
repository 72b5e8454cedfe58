"""The text of a document as each channel wants it. Pure: a document's public content in, text out."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urljoin

from lxml import etree
from lxml import html as markup

SUMMARY = 120  # characters of the summary an article may have
_SENTENCE = re.compile(r"[^。！？；\n]*[。！？；\n]?")
_STYLES = {
    "p": "margin:0 0 1em;font-size:16px;line-height:1.8;text-align:justify;",
    "h2": "margin:1.4em 0 .6em;font-size:18px;line-height:1.5;font-weight:bold;",
    "h3": "margin:1.2em 0 .6em;font-size:17px;line-height:1.5;font-weight:bold;",
    "h4": "margin:1em 0 .5em;font-size:16px;line-height:1.5;font-weight:bold;",
    "h5": "margin:1em 0 .5em;font-size:16px;line-height:1.5;font-weight:bold;",
    "li": "margin:0 0 .4em;font-size:16px;line-height:1.8;",
    "table": "width:100%;border-collapse:collapse;margin:0 0 1em;font-size:14px;line-height:1.6;",
    "th": "border:1px solid #999;padding:4px 6px;background:#f3f3f3;font-weight:bold;",
    "td": "border:1px solid #999;padding:4px 6px;",
    "img": "max-width:100%;height:auto;display:block;margin:0 auto 1em;",
    "blockquote": "margin:0 0 1em;padding-left:1em;border-left:3px solid #999;",
}


@dataclass(frozen=True, slots=True)
class Source:
    """A public document: `html` is its cleaned body, `lines` what a reader sees of it, `address` its page."""

    title: str
    agency: str
    summary: str
    html: str
    lines: Sequence[str]
    address: str


@dataclass(frozen=True, slots=True)
class Fragment:
    """Copy-ready HTML and the addresses of its pictures, in their order."""

    html: str
    pictures: tuple[str, ...]


def article(source: Source, title: str = "", lead: str = "") -> Fragment:
    """The document for an editor that keeps inline styles and nothing else: no class, no id, absolute addresses.

    `lead` stands above the text; the way to the original stands below.
    """
    body = markup.fragment_fromstring(source.html, create_parent="section")
    pictures = []
    for node in body.iter(etree.Element):
        for name in [name for name in node.attrib if name in {"class", "id", "style"}]:
            del node.attrib[name]
        if style := _STYLES.get(str(node.tag)):
            node.set("style", style)
        if node.tag == "img":
            node.set("src", urljoin(source.address, node.get("src", "")))
            pictures.append(str(node.get("src")))
        if node.tag == "a" and node.get("href"):
            node.set("href", urljoin(source.address, str(node.get("href"))))
    first = [_paragraph(lead)] if lead else []
    for number, node in enumerate([_heading(title or source.title), *first]):
        node.tail = body.text if number == len(first) else None
        body.insert(number, node)
    body.text = None
    body.append(_paragraph(f"来源：{source.agency}"))
    body.append(_paragraph(f"原文：{source.address}"))
    return Fragment(markup.tostring(body, encoding="unicode"), tuple(pictures))


def _heading(text: str) -> etree._Element:
    node = etree.Element("h2", style=_STYLES["h2"] + "text-align:center;")
    node.text = text
    return node


def _paragraph(text: str) -> etree._Element:
    node = etree.Element("p", style=_STYLES["p"])
    node.text = text
    return node


def plain(source: Source, title: str = "", lead: str = "") -> str:
    """The whole document as text, for editors that take no HTML."""
    parts = [title or source.title, lead, *source.lines, f"来源：{source.agency}", f"原文：{source.address}"]
    return "\n\n".join(part for part in parts if part)


def sentences(text: str) -> list[str]:
    """The text cut after 。！？； and line ends; nothing is lost but the line ends."""
    return [part.strip() for part in _SENTENCE.findall(text) if part.strip()]


def opening(source: Source, most: int) -> str:
    """As many whole sentences of the summary, or else of the text, as fit into so many characters; possibly none."""
    said = ""
    for sentence in sentences(source.summary or "\n".join(source.lines)):
        if post_length(said + sentence) > most:
            break
        said += sentence
    return said


def post_length(text: str, address: str = "", link: int = 0) -> int:
    """The length of a post: a Chinese character counts one, a Latin one half; an address counts `link`, if given."""
    counted = text.replace(address, "") if address and link else text
    wide = sum(1 for char in counted if ord(char) >= 0x2000 or ord(char) in range(0xB0, 0xB8))
    length = wide + (len(counted) - wide) / 2
    return math.ceil(length) + (link * text.count(address) if address and link else 0)


def post(source: Source, limit: int, link: int) -> str:
    """【title】, as many sentences as fit, and the address, within the limit. A title that is too long is cut with …"""
    room = limit - (link or post_length(source.address)) - 1 if limit else 10_000
    title = source.title
    while len(title) > 1 and post_length(f"【{title}】") > room:
        title = title.removesuffix("…")[:-1] + "…"
    head = f"【{title}】"
    return f"{head}{opening(source, room - post_length(head))} {source.address}"


def message(source: Source) -> str:
    """A short message: signature of the agency, title, address."""
    return f"【{source.agency}】{source.title}，全文见 {source.address}"


def message_units(text: str) -> int:
    """UCS-2 units of a message: what networks count where one character is not in their Latin alphabet."""
    return len(text.encode("utf-16-le")) // 2


def message_parts(text: str, alone: int, each: int) -> int:
    """How many messages a text is billed as: one up to `alone` characters, else parts of `each`."""
    units = message_units(text)
    return 1 if units <= alone else math.ceil(units / max(each, 1))


def prepared(source: Source, form: str, limit: int, link: int) -> str:
    """The text proposed for a form of channel; for an article its summary, since its body is the document's."""
    if form == "post":
        return post(source, limit, link)
    if form == "message":
        return message(source)
    if form == "article":
        return opening(source, SUMMARY)
    if form in {"release", "sheet"}:
        return "\n".join(source.lines)
    return ""
