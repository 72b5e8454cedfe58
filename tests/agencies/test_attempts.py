"""Attempts are counted within a window, also when it ends at the worst moment."""

from __future__ import annotations

import pytest
from django.core.cache import cache

from gongkai.agencies import attempts


def test_counts_until_forgotten() -> None:
    assert attempts.counted("guess") == 0
    assert [attempts.count("guess", 60) for _ in range(3)] == [1, 2, 3]
    assert attempts.counted("guess") == 3
    attempts.forget("guess")
    assert attempts.counted("guess") == 0


def test_a_window_that_ends_between_the_calls_is_a_first_attempt(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cache, "add", lambda *given: True)
    assert attempts.count("ended", 60) == 1
