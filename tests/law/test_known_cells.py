"""Which cells of a form can be relied on when a blank is not to be taken for 0."""

from __future__ import annotations

from gongkai.law import forms
from gongkai.law.forms.values import known


def test_a_blank_total_is_known_when_every_part_is() -> None:
    form = forms.load("2021")
    total = next(one for one in form.sums if one.total == "t4.recon.total")
    values = dict.fromkeys(total.parts, 0)
    assert known(form, values) == {*total.parts, total.total}
    assert known(form, {**values, total.parts[0]: None}) == set(total.parts[1:])


def test_a_total_of_totals_follows() -> None:
    form = forms.load("2021")
    cells = {cell: 1 for cell, one in form.cells.items() if not one.computed}
    assert known(form, cells) == set(form.cells)
