"""A saved web page into its blocks; menus, scripts, feet and hidden parts are set aside and listed."""

from __future__ import annotations

import html
import re
from typing import Any

import lxml.html
from django.utils.translation import gettext as _

from gongkai.convert import sanitise
from gongkai.convert.blocks import Block, Source, clean

_MARKUP = re.compile(r"<(?:!doctype\s+html|html|head|body|div|p|table|article|meta)\b", re.IGNORECASE)
_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>", re.IGNORECASE)
_STATED = {
    "articletitle": "title", "pubdate": "published", "contentsource": "source", "columnname": "column",
    "sitename": "site", "author": "author",
}  # fmt: skip
_UNSEEN = {
    "script",
    "style",
    "noscript",
    "template",
    "iframe",
    "object",
    "embed",
    "svg",
    "head",
    "link",
    "meta",
}
_ASIDE = {"nav", "aside", "footer", "form", "select", "button", "menu"}
_ASIDE_ROLES = {"navigation", "banner", "contentinfo", "search", "complementary"}
_ASIDE_NAMES = re.compile(
    r"(?:^|[-_\s])(?:nav|navbar|navigation|menu|breadcrumbs?|crumbs?|footer|foot|copyright|share|sharing|toolbar|tools|"
    r"sidebar|related|pager|qrcode|search|header|topbar)(?:$|[-_\s\d])",
    re.IGNORECASE,
)
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_BREADCRUMB_NAMES = re.compile(r"breadcrumb|crumb|location|position|dqwz", re.IGNORECASE)
_BLOCKS = {
    "p", "div", "section", "article", "main", "header", "ul", "ol", "li", "dl", "dt", "dd", "blockquote", "table",
    "tbody", "thead", "tr", "td", "th", "h1", "h2", "h3", "h4", "h5", "h6", "figure", "figcaption", "pre", "center",
    "body", "html", "caption",
}  # fmt: skip
_INLINE = {"strong": "strong", "b": "strong", "em": "em", "i": "em", "sub": "sub", "sup": "sup", "u": "u"}


def is_markup(text: str) -> bool:
    """Whether the text is a web page, whatever its name says."""
    return bool(_MARKUP.search(text[:4000]))


def from_html(text: str) -> Source:
    """Read a web page; an empty source when it holds nothing."""
    source = Source()
    try:
        root = lxml.html.document_fromstring(_DECLARATION.sub("", text))
    except (lxml.etree.ParserError, ValueError):
        return source
    for meta in root.iter("meta"):
        name = (meta.get("name") or "").lower()
        if name in _STATED and clean(meta.get("content") or ""):
            source.stated[_STATED[name]] = clean(meta.get("content") or "")
    if (title := root.find(".//title")) is not None and clean(title.text or ""):
        source.title_hints.append(clean(title.text or ""))
    body = root.find("body")
    top = body if body is not None else root
    _remove_hidden(top, source)
    _Walker(source, _lengths(top), top).walk(top)
    return source


def _remove_hidden(top: Any, source: Source) -> None:
    """What a browser does not show is no text of the document, rows and cells of tables included."""
    for element in list(top.iter()):
        if not isinstance(element.tag, str) or element is top:
            continue
        if element.get("hidden") is not None or _HIDDEN.search(element.get("style") or ""):
            if text := clean(_visible(element)):
                source.dropped.append(text)
            element.drop_tree()


def _lengths(top: Any) -> dict[Any, int]:
    """How many visible characters each element holds, counted once, from the leaves up."""
    lengths: dict[Any, int] = {}
    for element in reversed(list(top.iter())):
        if not isinstance(element.tag, str) or element.tag in _UNSEEN:
            lengths[element] = 0
            continue
        own = len(clean(element.text or ""))
        lengths[element] = own + sum(lengths[child] + len(clean(child.tail or "")) for child in element)
    return lengths


def _visible(element: Any) -> str:
    if not isinstance(element.tag, str) or element.tag in _UNSEEN:
        return ""
    parts = [element.text or ""]
    for child in element:
        parts.append(_visible(child))
        parts.append(child.tail or "")
    return "".join(parts)


class _Walker:
    """Goes through the page in reading order and closes a line at every block."""

    def __init__(self, source: Source, lengths: dict[Any, int], top: Any) -> None:
        self.source = source
        self.lengths = lengths
        self.top = top
        self.text: list[str] = []
        self.html: list[str] = []
        self.links = 0

    def walk(self, element: Any) -> None:
        if not isinstance(element.tag, str) or element.tag in _UNSEEN:
            return
        if self._is_aside(element):
            self._set_aside(element)
        elif element.tag == "table" and _is_data(element):
            self.close()
            self._table(element)
        elif re.fullmatch("h[1-6]", element.tag):
            self._heading(element)
        else:
            self._inside(element)

    def _inside(self, element: Any) -> None:
        tag = element.tag
        block = tag in _BLOCKS
        if block or tag in {"br", "hr"}:
            self.close()
        opening, closing = self._wrapping(element)
        self.html.append(opening)
        self._say(element.text)
        for child in element:
            self.walk(child)
            self._say(child.tail)
        self.html.append(closing)
        if block:
            self.close()

    def _wrapping(self, element: Any) -> tuple[str, str]:
        if name := _INLINE.get(element.tag):
            return f"<{name}>", f"</{name}>"
        href = (element.get("href") or "").strip() if element.tag == "a" else ""
        if re.match(r"(?:https?|mailto):", href, re.IGNORECASE):
            return f'<a href="{html.escape(href)}">', "</a>"
        if href and re.search(r"\.(?:pdf|docx?|xlsx?|ofd|wps|zip|rar|jpe?g|png)$", href, re.IGNORECASE):
            note = _("附件“%(name)s”没有随页面取回,请另行上传。")
            self.source.notes.append(note % {"name": clean(_visible(element)) or href})
        if element.tag == "img":
            self.source.notes.append(_("页面里有图片,没有取回,请另行上传。"))
        return "", ""

    def _say(self, text: str | None) -> None:
        if text:
            flat = re.sub(r"\s+", " ", text)
            self.text.append(flat)
            self.html.append(html.escape(flat, quote=False))

    def close(self) -> None:
        """End the line that is being read."""
        text = clean("".join(self.text))
        inner = clean("".join(self.html))
        if text:
            shown = sanitise.html(inner)
            self.source.blocks.append(Block("line", text, shown if "<" in shown else ""))
        self.text, self.html = [], []

    def _heading(self, element: Any) -> None:
        self.close()
        text = clean(_visible(element))
        level = int(element.tag[1])
        if not text:
            return
        if level == 1:
            self.source.title_hints.insert(0, text)
            self.source.blocks.append(Block("line", text))
        else:
            self.source.blocks.append(Block("heading", text, level=level - 1))

    def _table(self, element: Any) -> None:
        markup = lxml.html.tostring(element, encoding="unicode", with_tail=False)
        shown = sanitise.html(markup)
        self.source.blocks.append(Block("table", sanitise.text(shown), shown))

    def _is_aside(self, element: Any) -> bool:
        if element.tag in {"html", "body", "main", "article"}:
            return False
        named = f"{element.get('class') or ''} {element.get('id') or ''}"
        if element.tag == "header":
            judged = next(element.iterancestors("main", "article"), None) is None
        else:
            judged = (
                element.tag in _ASIDE
                or element.get("role") in _ASIDE_ROLES
                or element.get("aria-hidden") == "true"
                or (element.tag in {"div", "ul", "ol", "p", "span", "section", "table"} and bool(_ASIDE_NAMES.search(named)))
            )  # fmt: skip
        # A frame that holds most of the page is not furniture, whatever its name.
        return judged and self.lengths[element] * 2 < self.lengths[self.top]

    def _set_aside(self, element: Any) -> None:
        inner = Source()
        walker = _Walker(inner, self.lengths, element)
        walker._inside(element)
        walker.close()
        named = f"{element.get('class') or ''} {element.get('id') or ''}"
        for block in inner.blocks:
            if _BREADCRUMB_NAMES.search(named):
                self.source.title_hints.append(re.split(r"\s*[>＞»›]\s*", block.text)[-1])
            self.source.dropped.append(block.text)


def _is_data(table: Any) -> bool:
    """Whether the table holds data: rows and columns, nothing nested, no essay in a cell."""
    rows = table.findall(".//tr")
    cells = table.findall(".//td") + table.findall(".//th")
    return (
        len(rows) >= 2
        and table.find(".//table") is None
        and max(len(row.findall("td")) + len(row.findall("th")) for row in rows) >= 2
        and all(len(clean(_visible(cell))) <= 400 for cell in cells)
    )
