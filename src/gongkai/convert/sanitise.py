"""HTML that may be stored and shown: one stated allow-list, applied to everything that comes from outside."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import nh3

TAGS = frozenset(
    {
        "p", "br", "hr", "h2", "h3", "h4", "h5",
        "ul", "ol", "li", "blockquote",
        "table", "caption", "thead", "tbody", "tfoot", "tr", "th", "td",
        "strong", "em", "u", "sub", "sup",
        "a", "img", "figure", "figcaption",
    }
)  # fmt: skip
ATTRIBUTES: dict[str, set[str]] = {
    "a": {"href", "title"},
    "img": {"src", "alt", "width", "height"},
    "th": {"colspan", "rowspan", "scope"},
    "td": {"colspan", "rowspan"},
    "ol": {"start"},
}
URL_SCHEMES = {"http", "https", "mailto"}

_NUMBERS = {"colspan", "rowspan", "width", "height", "start"}
_SCOPES = {"row", "col", "rowgroup", "colgroup"}
_OWN_PATH = re.compile(r"^/(?![/\\])[^\s\\]*$")
_IMAGE_WITHOUT_SOURCE = re.compile(r"<img(?![^>]*\ssrc=)[^>]*>")
_TITLE_LEVELS = re.compile(r"<(/?)h1(?=[\s>])", re.IGNORECASE)
_BOLD = re.compile(r"<(/?)b(?=[\s>])", re.IGNORECASE)
_ITALIC = re.compile(r"<(/?)i(?=[\s>])", re.IGNORECASE)

_BLOCKS = frozenset(
    {
        "p", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "blockquote", "table", "caption", "tr",
        "figure", "figcaption", "div", "section", "article", "header", "footer", "br", "hr", "dt", "dd",
    }
)  # fmt: skip
_UNSEEN = frozenset(
    {"script", "style", "template", "noscript", "iframe", "object", "head", "svg", "math", "del"}
)
"""Elements whose content goes with them: `del` is what a tracked change took out."""


def _attribute(tag: str, name: str, value: str) -> str | None:
    if name in _NUMBERS:
        return value if re.fullmatch(r"[1-9]\d{0,3}", value) else None
    if name == "scope":
        return value if value in _SCOPES else None
    if name == "src":  # a picture is one of our own files or none
        return value if _OWN_PATH.match(value) else None
    if name == "href" and value.startswith("#"):  # no element keeps an id it could lead to
        return None
    return value


def html(text: str) -> str:
    """The given HTML reduced to the allow-list: no script, style, class, event or foreign picture survives.

    A top-level heading becomes `h2`, since the page's only `h1` is the document's title; `b` and `i` become
    `strong` and `em`. Idempotent. Never raises on malformed HTML.
    """
    text = _TITLE_LEVELS.sub(r"<\1h2", text)
    text = _ITALIC.sub(r"<\1em", _BOLD.sub(r"<\1strong", text))
    cleaned: str = nh3.clean(
        text,
        tags=set(TAGS),
        attributes={tag: set(names) for tag, names in ATTRIBUTES.items()},
        attribute_filter=_attribute,
        url_schemes=set(URL_SCHEMES),
        clean_content_tags=set(_UNSEEN - {"head", "noscript"}) | {"title"},
        link_rel="noopener noreferrer",
    )
    return _IMAGE_WITHOUT_SOURCE.sub("", cleaned)


class _TextReader(HTMLParser):
    """Collects what a reader sees, a line for each block."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self._unseen = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _UNSEEN:
            self._unseen += 1
        elif tag in _BLOCKS:
            self.parts.append("\n")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _BLOCKS:
            self.parts.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in _UNSEEN:
            self._unseen = max(0, self._unseen - 1)
        elif tag in _BLOCKS:
            self.parts.append("\n")
        elif tag in {"td", "th"}:
            self.parts.append(" ")

    def handle_data(self, data: str) -> None:
        if not self._unseen:
            self.parts.append(re.sub(r"\s+", " ", data))


def text(html: str) -> str:
    """What a reader sees of the HTML, one line per block, cells of a row separated by a space.

    Used for search and for the plain copy of a document; the result is text, not HTML.
    """
    reader = _TextReader()
    reader.feed(html)
    reader.close()
    lines = (re.sub(r"[ \u3000\xa0]+", " ", line).strip() for line in "".join(reader.parts).split("\n"))
    return "\n".join(line for line in lines if line)
