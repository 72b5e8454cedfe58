"""The generator of synthetic reports: the same seed gives the same file, and its truth agrees with itself."""

from __future__ import annotations

import pytest

from benchmarks.synthetic import VARIANTS, generate
from gongkai.law import forms


def test_the_same_seed_gives_the_same_file() -> None:
    assert [generate(n).data for n in range(12)] == [
        generate(n).data for n in range(12)
    ]


@pytest.mark.parametrize("seed", range(20))
def test_tables_of_a_sound_report_have_no_error(seed: int) -> None:
    truth = generate(seed, era="2021", variant="html+real").truth
    found = forms.check(forms.load("2021"), truth.tables)
    assert [finding for finding in found if finding.severity == "error"] == []


@pytest.mark.parametrize(
    "variant", [name for name in VARIANTS if name not in ("scan", "pdf", "two_columns")]
)
def test_every_variant_is_reachable(variant: str) -> None:
    made = generate(3, era="2021", variant=variant)
    assert made.data
    assert made.truth.year
