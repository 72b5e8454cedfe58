"""A call in a process of its own: it answers, or says why not, and takes nobody with it."""

from __future__ import annotations

import os
import subprocess
import time
from pathlib import Path

import pytest

from gongkai.convert import isolated

LIMITS = {"seconds": 60, "megabytes": 1000}


def pid() -> int:
    return os.getpid()


def die() -> None:
    os._exit(1)


def greed() -> int:
    return len(bytearray(2_000 * 1024 * 1024))


def fault(secret: str) -> None:
    raise ValueError(secret)


def linger(seconds: float, note: str) -> None:
    subprocess.run(["sleep", str(seconds)], check=True)
    Path(note).write_text("still here")


def no_answer(function: object, *arguments: object, **limits: float) -> str:
    with pytest.raises(isolated.NoAnswer) as caught:
        isolated.call(function, *arguments, **{**LIMITS, **limits})  # type: ignore[arg-type]
    assert "秘密" not in str(caught.value)
    return caught.value.code


def test_calls_share_a_process_until_it_dies() -> None:
    first = isolated.call(pid, **LIMITS)
    assert first != os.getpid()
    assert isolated.call(pid, **LIMITS) == first
    assert no_answer(die) == "crashed"
    assert isolated.call(pid, **LIMITS) != first


def test_why_there_is_no_answer() -> None:
    assert no_answer(greed) == "too_large"
    assert no_answer(fault, "秘密") == "crashed"


def test_what_a_slow_call_started_is_ended_too(tmp_path: Path) -> None:
    note = tmp_path / "note"
    assert no_answer(linger, 1.5, str(note), seconds=0.3) == "too_slow"
    time.sleep(1.6)
    assert not note.exists()
