"""What the elements and attributes of markup mean: which are shown, which end a line, to which part a value belongs."""

from __future__ import annotations

import re

RAW = {
    "script": "script", "style": "style", "title": "property", "textarea": "body", "xmp": "body", "iframe": "hidden",
    "noembed": "hidden", "noframes": "hidden",
}  # fmt: skip
"""Elements whose inside is no markup, and the part it belongs to."""

HIDING = frozenset(("template", "noscript", "datalist", "object"))
"""Elements whose inside a browser keeps to itself."""

VOID = frozenset(
    ("area", "base", "br", "col", "embed", "hr", "img",
     "input", "link", "meta", "param", "source", "track", "wbr")
)  # fmt: skip
"""Elements without an end."""

_INLINE = frozenset(
    ("a", "abbr", "acronym", "b", "bdi", "bdo", "big", "button", "cite", "code", "data", "del", "dfn", "em", "font", "i", "img",
     "input", "ins", "kbd", "label", "link", "mark", "meta", "nobr", "output", "picture", "q", "rb", "rp", "rt", "ruby", "s",
     "samp", "small", "source", "span", "strike", "strong", "sub", "sup", "svg", "text:span", "time", "tspan", "tt", "u",
     "var", "w:r", "w:rpr", "w:t", "wbr")
)  # fmt: skip
"""Elements that do not end a line. All others do, those of other markup than HTML too: their values do not run together."""

CELLS = frozenset(("td", "th"))
UNBROKEN = _INLINE | CELLS
"""Elements at which no line ends; cells have their own way of ending."""

ENDED_BY_THE_NEXT = frozenset(("p", "li", "dt", "dd", "option", "tr", "td", "th"))
"""Elements that end where another of their kind begins."""

UNSAID = frozenset(
    ("class", "rowspan", "colspan", "width", "height",
     "align", "valign", "border", "cellpadding", "cellspacing")
)  # fmt: skip
"""Attributes that say nothing to anybody, unless somebody put something TELLING there."""

TELLING = re.compile(r"[^\x00-\x7f]|\d(?:[\s-]?\d){6}|@")
_ALTERNATIVE = frozenset(
    ("alt", "title", "placeholder", "summary", "label", "aria-label", "aria-description")
)
LINKS = frozenset(
    ("href", "src", "srcset", "action", "formaction", "cite", "poster", "data", "background", "xlink:href")
)
KEPT = {
    "style": "style", "hidden": "hidden", "rowspan": "rowspan", "colspan": "colspan",
    "table:number-rows-spanned": "rowspan", "table:number-columns-spanned": "colspan",
    "table:number-columns-repeated": "colspan",
}  # fmt: skip
"""Attributes that say how an element is shown, in HTML and in OpenDocument."""

TABLES = {
    "table:table": "table", "table:table-row": "tr", "table:table-cell": "td",
    "w:tbl": "table", "w:tr": "tr", "w:tc": "td",
}  # fmt: skip
"""What the elements of tables are called in OpenDocument and in Word's older XML."""

RAW_PARTS = frozenset(("comment", "script", "style"))
"""Parts in whose source an entity is not read as the character it stands for (attributes among them excepted)."""

_UNSHOWN = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)|opacity\s*:\s*0(?:\.0*)?\s*(?:[;!]|$)"
    r"|font-size\s*:\s*0(?:px|pt|em|rem|%)?\s*(?:[;!]|$)|(?:left|top|text-indent)\s*:\s*-\d{3,}",
    re.IGNORECASE,
)
_COLOUR = re.compile(r"(?:^|;)\s*(background-color|background|color)\s*:\s*([^;!]+)", re.IGNORECASE)


def part_of(tag: str, attribute: str) -> str:
    """The part an attribute's value belongs to."""
    if attribute.startswith("on"):
        return "script"
    if attribute == "style":
        return "style"
    if tag == "meta" and attribute == "content":
        return "property"
    if attribute in _ALTERNATIVE:
        return "alternative"
    return "link" if attribute in LINKS else "attribute"


def is_hidden(said: dict[str, str]) -> bool:
    """Whether an element says that it is not shown."""
    if "hidden" in said:
        return True
    style = said.get("style", "")
    if not style:
        return False
    colours = {name.lower(): "".join(value.lower().split()) for name, value in _COLOUR.findall(style)}
    ground = colours.get("background-color") or colours.get("background")
    return bool(_UNSHOWN.search(style)) or (ground is not None and ground == colours.get("color"))
