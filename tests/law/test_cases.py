"""The statute by cases: each states facts and what follows, and cites its article."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from gongkai.law import calendar, clock
from gongkai.law.errors import LawInputError


class CaseLoader(yaml.SafeLoader):
    """YAML in which `on` is a word."""


CaseLoader.yaml_implicit_resolvers = {
    letter: [(tag, pattern) for tag, pattern in found if letter not in "oO" or not tag.endswith(":bool")]
    for letter, found in yaml.SafeLoader.yaml_implicit_resolvers.items()
}

CASES = Path(__file__).parent / "cases"
WORK = calendar.load()


def cases(name: str) -> list[Any]:
    found = yaml.load((CASES / f"{name}.yaml").read_text(encoding="utf-8"), Loader=CaseLoader)
    return [
        pytest.param(case, id=str(case.get("name", f"{case.get('from')}+{case.get('days')}")))
        for case in found
    ]


@pytest.mark.parametrize("case", cases("due"))
def test_due(case: dict[str, Any]) -> None:
    assert WORK.add(case["from"], case["days"]) == case["due"]
    assert WORK.provisional(case["from"], case["due"]) is case.get("provisional", False)
    assert WORK.count(case["from"], case["due"]) == case["days"]


CLOCK_FILES = ("receipt", "correction", "consultation", "limits", "regime_2008", "reopened")


@pytest.mark.parametrize("case", [case for name in CLOCK_FILES for case in cases(name)])
def test_clock(case: dict[str, Any]) -> None:
    state = clock.run(clock.parse_events(case["events"]), WORK, case["as_of"]).as_dict()
    assert {key: state[key] for key in case["expect"]} == case["expect"]
    problems = [problem["code"] for problem in state["problems"]]  # type: ignore[attr-defined]
    if "problems" in case:
        assert problems == case["problems"]
    rules = {step["rule"] for step in state["steps"]}  # type: ignore[attr-defined]
    assert rules >= set(case.get("rules", []))
    assert case["article"]


@pytest.mark.parametrize("case", cases("refused"))
def test_refused(case: dict[str, Any]) -> None:
    with pytest.raises(LawInputError) as caught:
        clock.parse_events(case["events"])
    assert sorted(reason.code for reason in caught.value.reasons) == sorted(case["codes"])
    assert all(reason.where.startswith("events") and reason.text for reason in caught.value.reasons)


def test_run_refuses_what_cannot_be() -> None:
    events = [clock.Received(date(2026, 3, 3), "in_person"), clock.Extended(date(2026, 3, 4), 21)]
    with pytest.raises(LawInputError, match="20个工作日"):
        clock.run(events, WORK, date(2026, 3, 5))
    with pytest.raises(LawInputError, match="as_of"):
        clock.run(events[:1], WORK, date(2026, 3, 2))


def test_too_many_events() -> None:
    with pytest.raises(LawInputError, match="1000"):
        clock.parse_events([{"type": "withdrawn", "on": "2026-03-03"}] * 1001)
