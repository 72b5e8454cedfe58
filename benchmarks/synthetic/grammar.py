"""Sentences out of `sentences.yaml`: alternatives in [a|b], figures in {kind/measures}, and what they state.

A figure's slot is `{kind:label=variable!/条,件}`: label, variable and measure words are optional; `!` forbids 余 and 约;
`{%kind}` is a share of a hundred, `{¥kind/元}` money. `{Y}`, `{P}`, `{N}`: this, last and next year; `{we}`, `{area}`, `{agency}`, `{place}`.
"""

from __future__ import annotations

import random
import re
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from . import wording
from .model import Number, TrueFact

_CHOICE = re.compile(r"\[([^\[\]]*)\]")
_SLOT = re.compile(r"\{([^{}]*)\}")
_FIGURE = re.compile(r"([%¥]?)([a-z_]+)(?::([^=!/]+))?(?:=([a-z0-9_]+))?(!?)(?:/(.*))?$")

NUMBERS_THAT_ARE_NONE: dict[str, Callable[[random.Random], str]] = {
    "article": lambda chance: wording.chinese(chance.randint(5, 54)),
    "doc": lambda chance: str(chance.randint(1, 99)),
    "tel": lambda chance: str(chance.randint(310, 999)),
    "phone": lambda chance: str(chance.randint(2000000, 8999999)),
    "post": lambda chance: str(chance.randint(100000, 849999)),
    "plan": lambda chance: str(chance.randint(1, 40) * 50),
    "small": lambda chance: str(chance.randint(2, 9)),
    "last": lambda chance: str(chance.randint(20, 900)),
}
"""Names in the sentences whose numbers state nothing."""
NAMES = {"we", "area", "agency", "place", "law", "Y", "P", "N", *NUMBERS_THAT_ARE_NONE}


@cache
def data() -> dict[str, Any]:
    """The sentences, with the ranges of the figures of each kind."""
    read: dict[str, Any] = yaml.safe_load(
        (Path(__file__).parent / "sentences.yaml").read_text(encoding="utf-8")
    )
    return read


@dataclass(slots=True)
class Speaker:
    """Writes the sentences of one report so that they agree with each other and with `fixed`, the figures of its tables.

    `every`: also the sentences held out of development; `fixed`: "kind" or "kind:label" to value; `era` chooses among sentences that would contradict a table of that form.
    """

    chance: random.Random
    names: Mapping[str, str]
    era: str
    fixed: dict[str, int] = field(default_factory=dict)
    every: bool = True
    told: dict[tuple[str, str, str], Number] = field(default_factory=dict)
    facts: list[TrueFact] = field(default_factory=list)

    def say(self, topic: str) -> str:
        """One sentence on the topic, or "" when each would repeat a figure or contradict one that is fixed."""
        entries = [e for e in data()["topics"][topic] if self.every or not held_out(e)]
        for entry in self.chance.sample(entries, len(entries)):
            said = self._try({"say": entry} if isinstance(entry, str) else entry)
            if said:
                return said
        return ""

    def aside(self, topic: str) -> str:
        """A sentence of the lists beside the topics: filler, distractors, plans, problems."""
        text = self._choose(self.chance.choice(data()[topic]))
        return _SLOT.sub(lambda slot: self._name(slot[1]), text)

    def _try(self, template: Mapping[str, Any]) -> str:
        if self.era in template.get("not", ()):
            return ""
        sentence = self._choose(template["say"])
        scope, required = template.get("scope", "own"), template.get("required", True)
        zeros = [(kind.partition(":")[0], kind.partition(":")[2]) for kind in template.get("zero", ())]
        keys = [*zeros, *((m[2], m[3] or "") for m in map(_match, _SLOT.findall(sentence)) if m)]
        if any((*key, scope) in self.told for key in keys if key[0] != "share"):
            return ""
        variables = self._variables(template)
        if variables is None or any(self.fixed.get(_joined(*zero), 0) for zero in zeros):
            return ""
        found = [*((*zero, 0, "exact") for zero in zeros)]
        text = self._fill(sentence, variables, scope, found)
        for kind, label, value, precision in found:
            self.told[kind, label, scope] = value
            self.facts.append(TrueFact(kind, value, precision, scope, label, text, required))
        for kind in template.get("may", ()):
            self.facts.append(TrueFact(kind, 0, phrase=text, required=False))
        return text

    def _variables(self, template: Mapping[str, Any]) -> dict[str, Number] | None:
        """The figures that must agree, or None when the sentence would not be true.

        `sum: [t, a, b]`: t = a + b, t being the fixed value of the kind `bind`; `within: [a, b]`: parts of the total told
        for `bind`, adding up to no more; `each: [a, b]`: each no more than that total; `than: [l, g]`: a smaller value of
        last year and the growth over it.
        """
        bind = template.get("bind", "")
        if "sum" in template:
            total = self.fixed[bind] if bind in self.fixed else self._value(bind)
            return _split(self.chance, total, template["sum"]) if total > 0 else None
        total = int(self.told.get((bind, "", "own"), 0))
        if not bind:
            return {}
        if total < 4:
            return None
        if "within" in template:
            names = template["within"]
            parts = _split(self.chance, total, ["t", *names, "rest"])
            return {name: parts[name] for name in ("t", *names)}
        if "each" in template:
            return {name: self.chance.randint(1, total) for name in template["each"]}
        last = self.chance.randint(max(1, total // 3), total - 1)
        return {"l": last, "t": total}

    def _choose(self, text: str) -> str:
        while found := _CHOICE.search(text):
            text = text[: found.start()] + self.chance.choice(found[1].split("|")) + text[found.end() :]
        return text

    def _value(self, kind: str) -> int:
        low, high = data()["ranges"].get(kind, (1, 60))
        return round(low * (high / low) ** self.chance.random())

    def _fill(
        self,
        sentence: str,
        variables: dict[str, Number],
        scope: str,
        found: list[tuple[str, str, Number, str]],
    ) -> str:
        def put(slot: re.Match[str]) -> str:
            if slot[1] in NAMES:
                return self._name(slot[1])
            parsed = _match(slot[1])
            if parsed is None:
                raise ValueError(slot[1])
            mark, kind, label, variable, firm, measures = parsed.groups()
            if kind == "plain":
                return str(variables[variable])
            value = variables.get(variable)
            if value is None and scope == "own":
                value = self.fixed.get(_joined(kind, label or ""))
            if value is None and scope != "own":
                value = self.told.get((kind, "", "own"), 0) + self._value(kind)
            measure = self.chance.choice((measures or "").split(","))
            if mark:
                said = self._share(mark, variable or "", variables, measure)
            else:
                said = self._word(kind, value, bool(firm) or value is not None, measure)
            found.append((kind, label or "", said.value, said.precision))
            return said.text

        return _SLOT.sub(put, sentence)

    def _name(self, name: str) -> str:
        if name in self.names:
            return self.names[name]
        return NUMBERS_THAT_ARE_NONE[name](self.chance)

    def _share(self, mark: str, variable: str, variables: dict[str, Number], measure: str) -> wording.Wording:
        if mark == "¥":
            amount = Decimal(self.chance.randint(1, 3000)) / self.chance.choice((1, 10, 100))
            return wording.decimal(amount, measure)
        share = Decimal(self.chance.randint(10, 999)) / 10
        if measure == "100":
            share = Decimal(100)
        elif variable == "g":
            share = (Decimal(variables["t"] - variables["l"]) * 100 / variables["l"]).quantize(Decimal("0.1"))
        elif variable:
            share = (Decimal(variables[variable]) * 100 / variables["t"]).quantize(Decimal("0.1"))
        return wording.decimal(share, self.chance.choice(("%", "%", "％", "﹪")))

    def _word(self, kind: str, value: Number | None, firm: bool, measure: str) -> wording.Wording:
        number = int(value) if value is not None else self._value(kind)
        if not firm and self.chance.random() < 0.18:
            return wording.loose(self.chance, number, measure)
        return wording.exact(self.chance, number, measure)


def held_out(entry: str | Mapping[str, Any]) -> bool:
    """One sentence in four is kept for the final figures: whoever works on the reader never sees it fail."""
    text = entry if isinstance(entry, str) else entry["say"]
    return zlib.crc32(text.encode()) % 4 == 0


def _split(chance: random.Random, total: int, names: list[str]) -> dict[str, Number]:
    """`names[0]` is the total, the others are its parts."""
    cuts = sorted(chance.randint(0, total) for _ in names[2:])
    parts = [b - a for a, b in zip([0, *cuts], [*cuts, total], strict=True)]
    return {names[0]: total, **dict(zip(names[1:], parts, strict=True))}


def _joined(kind: str, label: str) -> str:
    return f"{kind}:{label}" if label else kind


def _match(slot: str) -> re.Match[str] | None:
    return None if slot in NAMES else _FIGURE.match(slot)
