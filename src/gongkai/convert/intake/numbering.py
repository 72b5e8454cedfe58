"""The numbers Word prints before paragraphs: formats, levels, restarts (ISO/IEC 29500-1, 17.9)."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from gongkai.convert.intake.names import W, number, value

_DIGITS = "零一二三四五六七八九"
_FORMAL = "零壹贰叁肆伍陆柒捌玖"
_STEMS = "甲乙丙丁戊己庚辛壬癸"
_BRANCHES = "子丑寅卯辰巳午未申酉戌亥"
_BULLETS = {"bullet", "none"}
_PLACE = re.compile(r"%([1-9])")
_PLAIN = re.compile(r"%\d[.．]")


def chinese(count: int, digits: str = _DIGITS, units: str = "十百千") -> str:
    """十二, 一百零五; up to 9999."""
    if not 0 < count < 10_000:
        return str(count)
    written, gap = "", False
    for place in range(len(str(count)) - 1, -1, -1):
        digit = count // 10**place % 10
        if not digit:
            gap = bool(written)
            continue
        written += (digits[0] if gap else "") + digits[digit] + (units[place - 1] if place else "")
        gap = False
    return written[1:] if digits == _DIGITS and written.startswith("一十") else written


def roman(count: int) -> str:
    """xii; plain figures from 4000 on."""
    if not 0 < count < 4000:
        return str(count)
    signs = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"),
             (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))  # fmt: skip
    written = ""
    for worth, sign in signs:
        written += sign * (count // worth)
        count %= worth
    return written


def letters(count: int) -> str:
    """a … z, aa, bb."""
    return chr(97 + (count - 1) % 26) * ((count - 1) // 26 + 1) if 0 < count < 300 else str(count)


def written(count: int, kind: str) -> str:
    """A number in one of Word's formats; an unknown format gives plain figures."""
    if kind in ("chineseCounting", "chineseCountingThousand", "japaneseCounting", "taiwaneseCounting",
                "taiwaneseCountingThousand", "ideographDigital", "taiwaneseDigital", "koreanDigital2"):  # fmt: skip
        return chinese(count)
    if kind in ("chineseLegalSimplified", "ideographLegalTraditional", "japaneseLegal"):
        return chinese(count, _FORMAL, "拾佰仟")
    if kind == "ideographTraditional" and count <= len(_STEMS):
        return _STEMS[count - 1]
    if kind == "ideographZodiac" and count <= len(_BRANCHES):
        return _BRANCHES[count - 1]
    if kind in ("upperRoman", "lowerRoman"):
        return roman(count).upper() if kind == "upperRoman" else roman(count)
    if kind in ("upperLetter", "lowerLetter"):
        return letters(count).upper() if kind == "upperLetter" else letters(count)
    for names, first, most in (
        (("decimalEnclosedCircle", "decimalEnclosedCircleChinese"), 0x2460, 20),
        (("decimalEnclosedParen",), 0x2474, 20),
        (("decimalEnclosedFullstop",), 0x2488, 20),
    ):
        if kind in names and count <= most:
            return chr(first + count - 1)
    if kind == "decimalFullWidth":
        return "".join(chr(0xFF10 + int(digit)) for digit in str(count))
    return f"{count:02d}" if kind == "decimalZero" else str(count)


@dataclass(frozen=True, slots=True)
class Level:
    """One level of a list: its first number, format and text."""

    start: int = 1
    kind: str = "decimal"
    text: str = ""
    style: str = ""
    plain: bool = False
    restart: int = -1


@dataclass(slots=True)
class Instance:
    """A list as paragraphs use it: whose counters it shares, and its own levels and first numbers."""

    abstract: str
    levels: dict[int, Level]
    starts: dict[int, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Mark:
    """What is printed before one paragraph. `ordered`: the value of a plain `1.`, else 0."""

    label: str = ""
    bullet: bool = False
    ordered: int = 0


class Numbering:
    """The lists of a document; `mark` must be called once for each numbered paragraph, in order."""

    def __init__(self, root: Any | None) -> None:
        abstracts = (
            {}
            if root is None
            else {value(node, "abstractNumId"): node for node in root.iter(f"{W}abstractNum")}
        )
        linked = {link: node for node in abstracts.values() if (link := value(node.find(f"{W}styleLink")))}
        levels = {
            name: _levels(linked.get(value(node.find(f"{W}numStyleLink")), node))
            for name, node in abstracts.items()
        }
        self._instances = {} if root is None else dict(_instances(root, levels))
        self._counts: dict[str, dict[int, int]] = {}
        self._begun: set[str] = set()

    def level_of_style(self, instance: str, style: str) -> int | None:
        """The level that a list gives to paragraphs of a style."""
        found = self._instances.get(instance)
        return (
            next((at for at, level in found.levels.items() if level.style == style), None) if found else None
        )

    def mark(self, name: str, at: int) -> Mark:
        """The number of the next paragraph of that list and level."""
        instance = self._instances.get(name)
        level = instance.levels.get(at) if instance else None
        if instance is None or level is None:
            return Mark()
        count = self._counted(name, instance, at)
        if level.kind in _BULLETS:
            return Mark(
                bullet=level.kind == "bullet",
                label="" if level.kind == "bullet" else _PLACE.sub("", level.text),
            )
        label = _PLACE.sub(lambda found: self._place(instance, int(found[1]) - 1, level), level.text).strip()
        is_plain = level.kind == "decimal" and _PLAIN.fullmatch(level.text.strip()) is not None
        return Mark(label, ordered=count if is_plain else 0)

    def _counted(self, name: str, instance: Instance, at: int) -> int:
        counts = self._counts.setdefault(instance.abstract, {})
        if name not in self._begun:
            self._begun.add(name)
            for level in instance.starts:
                counts.pop(level, None)
        first = instance.starts.get(at, instance.levels[at].start)
        counts[at] = counts[at] + 1 if at in counts else first
        for below in [level for level in counts if level > at]:
            restart = instance.levels[below].restart if below in instance.levels else -1
            if restart != 0 and (restart < 0 or at < restart):
                del counts[below]
        return counts[at]

    def _place(self, instance: Instance, at: int, of: Level) -> str:
        level = instance.levels.get(at, Level())
        count = self._counts[instance.abstract].get(at, instance.starts.get(at, level.start))
        return written(count, "decimal" if of.plain else level.kind)


def _levels(abstract: Any) -> dict[int, Level]:
    return {number(node, "ilvl"): _level(node) for node in abstract.iterchildren(f"{W}lvl")}


def _level(node: Any) -> Level:
    restart = node.find(f"{W}lvlRestart")
    return Level(
        start=_start(node.find(f"{W}start"), 1),
        kind=value(node.find(f"{W}numFmt")) or "decimal",
        text=value(node.find(f"{W}lvlText")),
        style=value(node.find(f"{W}pStyle")),
        plain=node.find(f"{W}isLgl") is not None,
        restart=-1 if restart is None else number(restart, "val"),
    )


def _start(node: Any, otherwise: int) -> int:
    return otherwise if node is None else number(node, "val")


def _instances(root: Any, levels: dict[str, dict[int, Level]]) -> Any:
    for node in root.iterchildren(f"{W}num"):
        abstract = value(node.find(f"{W}abstractNumId"))
        made = Instance(abstract, dict(levels.get(abstract, {})))
        for override in node.iterchildren(f"{W}lvlOverride"):
            at = number(override, "ilvl")
            if (own := override.find(f"{W}lvl")) is not None:
                made.levels[at] = _level(own)
            if (start := override.find(f"{W}startOverride")) is not None:
                made.starts[at] = number(start, "val")
        yield value(node, "numId"), made
