"""Whatever comes in, the law answers or refuses with reasons; nothing else ever gets out."""

from __future__ import annotations

import json
from contextlib import suppress
from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from gongkai.law import calendar, forms
from gongkai.law.clock import EVENT_TYPES, parse_events, run
from gongkai.law.errors import LawInputError
from gongkai.law.notices import parse_notice
from gongkai.law.outcomes import OUTCOMES

WORK = calendar.load()
FORM = forms.load(2021)

days = st.dates(date(2007, 12, 1), date(2101, 1, 31)).map(date.isoformat)
near = st.dates(date(2026, 2, 1), date(2026, 4, 30)).map(date.isoformat)
plain = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8) | days
anything = st.recursive(
    plain, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3)
)
fields = {
    "channel": st.sampled_from(["in_person", "registered_mail", "ordinary_mail", "online", "fax"]),
    "confirmed_on": st.none() | near,
    "ref": st.sampled_from(["a", "b", 1]),
    "with": st.sampled_from(["third_party", "agency"]),
    "received_on": st.none() | near,
    "until": near,
    "working_days": st.integers(0, 22),
    "period_working_days": st.none() | st.integers(0, 30),
    "amount": st.integers(0, 500) | st.floats(),
    "outcome": st.sampled_from(sorted(OUTCOMES)),
    "served_by": st.sampled_from(["post", "in_person", "electronic", "courier"]),
    "objects": st.none() | st.booleans(),
}
wanted = {
    "received": ["channel", "confirmed_on"],
    "correction_requested": ["period_working_days"],
    "consultation_sent": ["ref", "with", "received_on"],
    "consultation_answered": ["ref", "objects"],
    "extended": ["working_days"],
    "excessive_delay_set": ["until"],
    "fee_notice_served": ["amount"],
    "decided": ["outcome", "served_by"],
}


@st.composite
def nearly_right(draw: st.DrawFn) -> dict[str, object]:
    """An event as it should be, now and then with a field spoilt."""
    kind = draw(st.sampled_from(EVENT_TYPES))
    event: dict[str, object] = {"type": kind, "on": draw(near)}
    event |= {name: draw(fields[name]) for name in wanted.get(kind, [])}
    if draw(st.integers(0, 15)) == 0:
        event[draw(st.sampled_from(sorted(event)))] = draw(anything)
    return event


FIRST = {"type": "received", "channel": "in_person", "on": "2026-02-01"}


@given(anything)
@settings(deadline=None)
def test_arbitrary_content(content: object) -> None:
    for read in (parse_events, parse_notice, lambda values: forms.read_values(FORM, values)):
        with suppress(LawInputError):
            read(content)


@given(
    st.lists(nearly_right(), max_size=9),
    st.dates(date(2007, 1, 1), date(2102, 1, 1)) | near.map(date.fromisoformat),
)
@settings(deadline=None, max_examples=500)
def test_nearly_right_events(events: list[dict[str, object]], as_of: date) -> None:
    with suppress(LawInputError):
        state = run(
            parse_events([FIRST, *(event for event in events if event["type"] != "received")]), WORK, as_of
        )
        json.dumps(state.as_dict(), ensure_ascii=False).encode()


@given(
    st.dictionaries(
        st.sampled_from(sorted(FORM.cells)), st.integers(-5, 99) | st.floats() | st.none(), max_size=30
    )
)
@settings(deadline=None, max_examples=200)
def test_any_numbers_in_a_form(values: dict[str, object]) -> None:
    with suppress(LawInputError):
        for finding in forms.check(FORM, values, values, parts=[values, values], texts={"s1": "新收申请3件"}):
            assert finding.severity in ("error", "warning")
            assert set(finding.cells) <= set(FORM.cells)
