"""From a seed to a file: choose era, layout, container and traits, or take those asked for."""

from __future__ import annotations

import random
from collections.abc import Sequence

from . import files, traits
from .compose import ERAS, Draft, draft
from .faults import ERRORS, seed_errors
from .layouts import TEXT_LAYOUTS
from .model import Block, SeededError, Synthetic, Truth

FINAL = 10_000_000
"""Seeds from here on are kept for final figures: their failures are not looked at, and they hold sentences no other seed has."""
CONTAINERS = ("html", "txt", "docx", "xlsx", "pdf", "scan")
ENCODINGS = ("utf8", "gb18030", "utf16", "traditional")
LAYOUTS = ("real", *TEXT_LAYOUTS)
VARIANTS = (*CONTAINERS, *ENCODINGS, *LAYOUTS, *traits.TRAITS)
"""Every name `variant` may hold; several are joined by "+"."""

_NO_BLANKS = {
    "cell_lines", "cell_blank_lines", "lone_pipes", "spaces", "no_separator", "repeated_removed",
    "consecutive_removed", "one_line", "hard_wrapped", "pipe_line",
}  # fmt: skip
"""Layouts in which an empty cell leaves no mark."""
_LOSSY = ("no_separator", "repeated_removed", "consecutive_removed")
_ONE_LINERS = ("one_line", "pipe_line", "no_separator")


def generate(
    seed: int, era: str | None = None, variant: str | None = None, errors: Sequence[str] = ()
) -> Synthetic:
    """The same arguments give the same bytes. `errors`: names of `ERRORS` to seed; raises ValueError for an unknown name."""
    chance = random.Random(f"{seed}/{era}/{variant}/{','.join(errors)}")
    asked = set(filter(None, (variant or "").split("+")))
    unknown = asked - set(VARIANTS) | set(errors) - set(ERRORS)
    if unknown:
        raise ValueError(f"unknown: {sorted(unknown)}")
    era = era or chance.choices(ERAS, (40, 15, 15, 30))[0]
    container, layout, encoding, chosen = _choose(chance, asked, era, free=variant is None)
    made = draft(chance, era, "old_form" in chosen, every=seed >= FINAL)
    seed_errors(chance, made, errors)
    for name in chosen:
        traits.TRAITS[name](chance, made)
    others = _others(chance, made, era, seed >= FINAL) if "several" in chosen else []
    data, suffix = _file(chance, made, container, layout, encoding, chosen)
    shown = "+".join(
        [
            container,
            *([encoding] if container == "txt" else []),
            *([layout] if era != "narrative" else []),
            *chosen,
        ]
    )
    return Synthetic(data, f"{era}-{seed}.{suffix}", made.truth, shown, seed, tuple(others))


PAIR_ERRORS = {
    "carried_over": ("t3.carried_in.natural", "t3.carried_in.total", "t3.results_total.natural",
                     "t3.results_total.total", "t3.grant.natural", "t3.grant.total"),
    "valid_count": ("t2.normdocs.valid",),
}  # fmt: skip
"""What can be wrong between two years, and the cells that then hold too much."""


def pair(seed: int, error: str | None = None) -> tuple[Synthetic, Synthetic]:
    """Two years of one agency on the form of 2021, the second following from the first; `error`: one of `PAIR_ERRORS`."""
    chance = random.Random(f"{seed}/pair/{error}")
    first = draft(chance, "2021")
    cells = PAIR_ERRORS[error] if error else ()
    second = draft(chance, "2021", before=first, more=dict.fromkeys(cells, chance.randint(1, 9)))
    if error:
        second.truth.errors.append(SeededError("carry_over", cells[:1]))
    made = []
    for one in (first, second):
        data, suffix = _file(chance, one, "html", "real", "utf8", [])
        made.append(Synthetic(data, f"{one.truth.year}-{seed}.{suffix}", one.truth, "html+real", seed))
    return made[0], made[1]


def _others(chance: random.Random, made: Draft, era: str, every: bool) -> list[Truth]:
    """One to nine further reports on the same page, each with its title, some numbered as a collection numbers them."""
    more = [draft(chance, era, every=every) for _ in range(chance.choice((1, 2, 3, 9)))]
    if chance.random() < 0.4:
        for number, one in enumerate([made, *more], 1):
            one.blocks.insert(0, Block("line", f"篇{number}"))
    for one in more:
        made.blocks += one.blocks
    return [one.truth for one in more]


def _choose(chance: random.Random, asked: set[str], era: str, free: bool) -> tuple[str, str, str, list[str]]:
    """What was asked for, completed to what goes together."""
    layout = next((name for name in LAYOUTS if name in asked), "")
    container = next((name for name in CONTAINERS if name in asked), "")
    encoding = next((name for name in ENCODINGS if name in asked), "")
    if not container:
        if encoding or (layout and layout != "real"):
            container = "txt" if encoding or chance.random() < 0.6 else "html"
        elif layout == "real":
            container = "html"
        else:
            container = chance.choices(("html", "txt", "docx", "xlsx", "pdf"), (45, 38, 12, 2, 3))[0]
    if not layout:
        layout = "real"
        if container == "txt" or (container == "html" and chance.random() < 0.3):
            weights = [6 if name == "cell_blank_lines" else 1 for name in TEXT_LAYOUTS]
            layout = chance.choices(tuple(TEXT_LAYOUTS), weights)[0]
    if container == "txt" and not encoding:
        encoding = chance.choices(ENCODINGS, (70, 15, 5, 10))[0]
    chosen = [name for name in traits.TRAITS if name in asked]
    if free:
        chosen = [n for n in traits.TRAITS if chance.random() < traits.RARE.get(n, 0.08)]
    chosen = [
        name
        for name in chosen
        if not (name in traits.BLANKS and layout in _NO_BLANKS and name not in traits.MARKED)
        and not (era == "narrative" and name in traits.OF_TABLES)
        and not (name == "old_form" and era == "2014")
        and not (name == "several" and (container in ("xlsx", "scan") or layout in _LOSSY))
        and not (name == "image" and container not in ("html", "txt"))
        and not (name in ("whole_line", "wrapped") and container != "txt")
        and not (name == "two_columns" and (container != "pdf" or era != "narrative"))
        and not (name == "whole_line" and layout not in (*_ONE_LINERS, "spaces", "real"))
    ]
    if "whole_line" in chosen:
        chosen = [name for name in chosen if name not in ("wrapped", "split_labels")]
        layout = layout if layout in _ONE_LINERS else "one_line"
    if layout == "no_separator":
        chosen = [name for name in chosen if name not in traits.BLANKS]
    return container, layout, encoding, chosen


def _file(
    chance: random.Random, made: Draft, container: str, layout: str, encoding: str, chosen: list[str]
) -> tuple[bytes, str]:
    lost: dict[str, str] = {}
    if container == "html":
        data, lost = files.html(made.blocks, layout, chance)
    elif container == "txt":
        written = files.text(made.blocks, layout, chance, " " if "whole_line" in chosen else "\n")
        lost = written.lost
        body = (
            traits.wrap(written.text, chance, layout not in _NO_BLANKS)
            if "wrapped" in chosen
            else written.text
        )
        data = _encoded(body, encoding)
    elif container == "docx":
        data = files.docx(made.blocks)
    elif container == "xlsx":
        data = files.xlsx(made.blocks)
    elif container == "pdf":
        data = files.pdf(made.blocks, 2 if "two_columns" in chosen else 1)
    else:
        data = files.scan(made.blocks)
    made.truth.lost.update({cell: code for cell, code in lost.items() if cell not in made.truth.lost})
    made.truth.text = "\n".join(b.text for b in made.blocks if b.text)
    return data, {"scan": "pdf"}.get(container, container)


def _encoded(body: str, encoding: str) -> bytes:
    if encoding == "gb18030":
        return body.encode("gb18030")
    if encoding == "utf16":
        return body.encode("utf-16-le")
    if encoding == "traditional":
        return traits.traditional(body).encode()
    return body.encode()
