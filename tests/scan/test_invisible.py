"""Places with and without what nobody sees."""

from __future__ import annotations

from dataclasses import dataclass

from hypothesis import given
from hypothesis import strategies as st

from gongkai.scan.invisible import seen


@dataclass(frozen=True)
class _Text:
    text: str
    tables: tuple[()] = ()


@given(st.text("ab\u200b\u00ad\ufeff", max_size=30))
def test_every_character_that_stays_leads_back_to_itself(text: str) -> None:
    visible = seen(_Text(text))
    assert visible.text == "".join(sign for sign in text if sign in "ab")
    for at, sign in enumerate(visible.text):
        start, end = visible.span(at, at + 1)
        assert text[start:end] == sign
        assert visible.gaps.after(start) == at
