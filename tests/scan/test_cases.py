"""Each detector finds its values in every spelling (between « and »), and stays silent where it must."""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest
import yaml

from gongkai.scan import detectors, scan_text
from tests.scan.values import fill

_CASES = sorted((Path(__file__).parent / "cases").glob("*.yaml"))
_SEEDS = range(5)


def _cases(key: str) -> list[object]:
    return [
        pytest.param(detector, row, id=f"{detector}-{number}")
        for path in _CASES
        for detector, kinds in yaml.safe_load(path.read_text(encoding="utf-8")).items()
        for number, row in enumerate(kinds.get(key, ()))
    ]


@pytest.mark.parametrize(("detector", "row"), _cases("found"))
def test_a_value_is_found_where_it_stands(detector: str, row: list[str]) -> None:
    severity, template = row
    for seed in _SEEDS:
        marked = fill(template, Random(seed))
        text = marked.replace("«", "").replace("»", "")
        start = marked.index("«")
        end = marked.index("»") - 1
        found = [
            (item.severity.value, text[item.start : item.end])
            for item in scan_text(text)
            if item.detector == detector and item.start < end and item.end > start
        ]
        assert found == [(severity, text[start:end])], text


@pytest.mark.parametrize(("detector", "template"), _cases("silent"))
def test_what_only_looks_alike_is_not_found(detector: str, template: str) -> None:
    for seed in _SEEDS:
        text = fill(template, Random(seed))
        assert not [item for item in scan_text(text) if item.detector == detector], text


@pytest.mark.parametrize(("detector", "template"), _cases("harmless"))
def test_what_may_be_shown_is_not_serious(detector: str, template: str) -> None:
    for seed in _SEEDS:
        text = fill(template, Random(seed))
        assert not [item for item in scan_text(text) if item.severity.value == "serious"], text


def test_every_detector_has_cases() -> None:
    covered = {name for path in _CASES for name in yaml.safe_load(path.read_text(encoding="utf-8"))}
    assert covered >= {name for name in detectors.known() if not name.startswith("words.")}
