"""Table values that agree with each other, for every form."""

from __future__ import annotations

import random
from decimal import Decimal

from gongkai.law.forms import Form

from .model import Number

_APPLICANTS = ("natural", "business", "research", "charity", "legal", "other_org")


def values(chance: random.Random, form: Form, size: str) -> dict[str, Number | None]:
    """Every cell of the form with a number; totals are the sums of their parts. `size`: quiet, small, busy."""
    made = _statistics(chance, form, size) if form.meta.id == "2014" else _tables(chance, form, size)
    return {cell: made[cell] for cell in form.cells}


def follow(made: dict[str, Number | None], before: dict[str, Number | None], form: Form) -> None:
    """Make the values those of the year after: what was handed on comes over, what was in force is counted on."""
    for column in _APPLICANTS:
        cells = {
            row: f"t3.{row}.{column}"
            for row in ("new", "carried_in", "grant", "results_total", "carried_out")
        }
        came_over = int(before[cells["carried_out"]] or 0)
        made[cells["carried_in"]] = came_over
        new = int(made[cells["results_total"]] or 0) + int(made[cells["carried_out"]] or 0) - came_over
        if new < 0:
            made[cells["grant"]] = int(made[cells["grant"]] or 0) - new
        made[cells["new"]] = max(new, 0)
    for row in ("rules", "normdocs"):
        held = int(before[f"t2.{row}.valid"] or 0) + int(made[f"t2.{row}.made"] or 0)
        made[f"t2.{row}.repealed"] = min(held, int(made[f"t2.{row}.repealed"] or 0))
        made[f"t2.{row}.valid"] = held - int(made[f"t2.{row}.repealed"] or 0)
    for total in form.sums:
        made[total.total] = sum(made[part] or 0 for part in total.parts)


def _tables(chance: random.Random, form: Form, size: str) -> dict[str, Number | None]:
    out: dict[str, Number | None] = dict.fromkeys(form.cells, 0)
    _t2(chance, form, size, out)
    leaves = [row for row in form.results if row != "results_total"]
    for column in _APPLICANTS:
        _column(chance, column, leaves, size, out)
    for cell in form.cells:
        if cell.startswith("t4.") and not cell.endswith(".total"):
            out[cell] = _few(chance, 0.12 if size != "busy" else 0.5, 4 if size != "busy" else 30)
    for total in form.sums:
        out[total.total] = sum(out[part] or 0 for part in total.parts)
    return out


def _t2(chance: random.Random, form: Form, size: str, out: dict[str, Number | None]) -> None:
    top = {"quiet": 3, "small": 60, "busy": 20000}[size]
    for cell, declared in form.cells.items():
        if declared.table != "t2":
            continue
        if declared.decimal:
            out[cell] = chance.choice((0, 0, Decimal(chance.randint(1, 99999)) / 100))
        elif ".rules." in cell:
            out[cell] = 0
        else:
            out[cell] = _few(chance, 0.5, top)
        if declared.column == "change" and chance.random() < 0.3:
            out[cell] = -min(out[cell] or 0, out[cell.replace("change", "previous")] or 0)
    if "t2.normdocs.open_total" in out:
        out["t2.normdocs.opened"] = min(out["t2.normdocs.opened"] or 0, out["t2.normdocs.made"] or 0)
        out["t2.normdocs.open_total"] = (out["t2.normdocs.opened"] or 0) + _few(chance, 0.5, top)
    if "t2.normdocs.valid" in out:
        made, repealed = out["t2.normdocs.made"] or 0, out["t2.normdocs.repealed"] or 0
        out["t2.normdocs.valid"] = made + chance.randint(0, max(1, top // 4)) if made or repealed else 0


def _column(
    chance: random.Random, column: str, leaves: list[str], size: str, out: dict[str, Number | None]
) -> None:
    """Results are drawn; what is handed on too; what came in is their sum."""
    p, top = {"quiet": (0.0, 1), "small": (0.12, 5), "busy": (0.4, 180)}[size]
    if column not in ("natural", "business"):
        p /= 3
    settled = 0
    for row in leaves:
        drawn = _few(chance, p * (3 if row == "grant" else 1), top)
        out[f"t3.{row}.{column}"] = drawn
        settled += drawn
    handed_on = _few(chance, p, max(1, top // 4))
    came_over = min(settled + handed_on, _few(chance, p, max(1, top // 4)))
    out[f"t3.results_total.{column}"] = settled
    out[f"t3.carried_out.{column}"] = handed_on
    out[f"t3.carried_in.{column}"] = came_over
    out[f"t3.new.{column}"] = settled + handed_on - came_over


def _few(chance: random.Random, p: float, top: int) -> int:
    return round(top ** chance.random()) if chance.random() < p else 0


def _statistics(chance: random.Random, form: Form, size: str) -> dict[str, Number | None]:
    """The nine sections of 2014: parts drawn, wholes summed."""
    top = {"quiet": 4, "small": 40, "busy": 3000}[size]
    out: dict[str, Number | None] = {}
    for cell, declared in form.cells.items():
        if declared.decimal:
            out[cell] = chance.choice((0, 0, Decimal(chance.randint(1, 3000)) / 100))
        else:
            out[cell] = _few(chance, 0.5, top)
    channels = [out[c] or 0 for c in form.cells if c.startswith("s.ch.")]
    out["s.disclosed"] = max(*channels, sum(channels) - chance.randint(0, 3))
    out["s.disclosed.normdocs"] = min(out["s.disclosed.normdocs"] or 0, out["s.disclosed"] or 0)
    out["s.normdocs_made"] = (out["s.disclosed.normdocs"] or 0) + chance.randint(0, 1)
    for whole, least in (("press", "press.chief"), ("interview", "interview.chief")):
        out[f"s.{least}"] = min(out[f"s.{least}"] or 0, out[f"s.{whole}"] or 0)
    out["s.fees"] = 0  # the text of the same report says so
    _requests(chance, form, size, out)
    for whole in ("recon", "suit"):
        parts = [_few(chance, 0.15, 6) for _ in range(3)]
        out.update(zip([f"s.{whole}.{p}" for p in ("upheld", "corrected", "other")], parts, strict=True))
        out[f"s.{whole}"] = sum(parts)
    out["s.staff"] = (out["s.staff.full"] or 0) + (out["s.staff.part"] or 0)
    return out


def _requests(chance: random.Random, form: Form, size: str, out: dict[str, Number | None]) -> None:
    p, top = {"quiet": (0.0, 1), "small": (0.3, 9), "busy": (0.7, 300)}[size]
    for cell in form.cells:
        if cell.startswith(("s.an.", "s.rf.")):
            out[cell] = _few(chance, p, top)
    out["s.an.refused"] = sum(v or 0 for c, v in out.items() if c.startswith("s.rf."))
    answered = sum(v or 0 for c, v in out.items() if c.startswith("s.an."))
    out["s.answered"] = out["s.closed"] = answered
    late = chance.randint(0, int(answered) // 5)
    out["s.cl.extended"], out["s.cl.ontime"] = late, answered - late
    received = int(answered)
    cuts = sorted(chance.randint(0, received) for _ in range(3))
    for way, low, high in zip(
        ("inperson", "fax", "online", "letter"), [0, *cuts], [*cuts, received], strict=True
    ):
        out[f"s.rc.{way}"] = high - low
    out["s.received"] = received
