"""The generator of synthetic reports: the same seed gives the same file, and its truth agrees with itself."""

from __future__ import annotations

import pytest

from benchmarks.synthetic import ERRORS, VARIANTS, checking, generate, measuring, pair
from gongkai.law import forms


def test_the_same_seed_gives_the_same_file() -> None:
    assert [generate(n).data for n in range(12)] == [generate(n).data for n in range(12)]


@pytest.mark.parametrize("seed", range(20))
def test_tables_of_a_sound_report_have_no_error(seed: int) -> None:
    truth = generate(seed, era="2021", variant="html+real").truth
    found = forms.check(forms.load("2021"), truth.tables)
    assert [finding for finding in found if finding.severity == "error"] == []


@pytest.mark.parametrize("variant", [name for name in VARIANTS if name not in ("scan", "pdf", "two_columns")])
def test_every_variant_is_reachable(variant: str) -> None:
    made = generate(3, era="2021", variant=variant)
    assert made.data
    assert made.truth.year


@pytest.mark.parametrize("seed", range(8))
def test_two_years_follow_from_each_other(seed: int) -> None:
    first, second = pair(seed)
    found = forms.check(forms.load("2021"), second.truth.tables, previous=first.truth.tables)
    assert [finding for finding in found if finding.id != "R11"] == []


@pytest.mark.parametrize("error", ERRORS)
def test_every_error_can_be_seeded(error: str) -> None:
    reports = [generate(seed, errors=(error,), variant="html+real") for seed in range(60)]
    assert any(made.truth.errors for made in reports)


@pytest.mark.parametrize("era", ["2021", "2019", "2014", "narrative"])
def test_what_is_told_stands_in_the_text(era: str) -> None:
    for seed in range(20):
        truth = generate(seed, era=era, variant="html+real").truth
        assert truth.facts
        assert all(fact.phrase in truth.text for fact in truth.facts)


def test_readers_keep_their_quality() -> None:
    """A smoke measurement; the figures proper come from benchmarks/bench_audit.py."""
    jobs = ((seed, None, variant) for seed in range(40) for variant in ("html", "txt"))
    total = measuring.many(measuring.one, jobs, processes=1)
    cells, facts, lost = (total.tallies[name] for name in ("cells", "facts", "lost cells"))
    assert "crashed" not in total.tallies
    assert cells.recall >= 0.99, cells.examples
    assert cells.precision >= 0.995, cells.examples
    assert lost.false == 0, lost.examples
    assert facts.recall >= 0.95, facts.examples
    assert facts.precision >= 0.98, facts.examples
    for name in ("agency", "year", "period", "form"):
        assert total.tallies[name].recall >= 0.97, (name, total.tallies[name].examples)


def test_sound_reports_are_not_accused() -> None:
    total = measuring.many(checking.one, ((seed, None, "html+real+hard") for seed in range(40)), processes=1)
    assert total.tallies["accused: certain"].false == 0, total.tallies["accused: certain"].examples
    assert total.tallies["accused: likely"].false <= 1, total.tallies["accused: likely"].examples
