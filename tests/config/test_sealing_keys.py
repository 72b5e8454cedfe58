"""The keys that seal applicants' data: made once, private, and never silently replaced."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from gongkai.agencies import sealing
from gongkai.config import env

NAME = "GONGKAI_APPLICANT_KEY"


@pytest.fixture(autouse=True)
def _no_variable(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(NAME, raising=False)


def test_a_key_is_made_once_for_its_owner_alone(tmp_path: Path) -> None:
    path = tmp_path / "var" / "applicant_key"
    first = env.sealing_keys(NAME, path)
    assert env.sealing_keys(NAME, path) == first
    assert len(first) == 1
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert list(path.parent.iterdir()) == [path]


def test_the_variable_goes_before_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    keys = [sealing.new_key(), sealing.new_key()]
    monkeypatch.setenv(NAME, ",".join(keys))
    assert env.sealing_keys(NAME, tmp_path / "applicant_key") == keys
    assert not (tmp_path / "applicant_key").exists()


def test_the_file_may_hold_several(tmp_path: Path) -> None:
    keys = [sealing.new_key(), sealing.new_key()]
    path = tmp_path / "applicant_key"
    path.write_text("\n".join(keys) + "\n", encoding="utf-8")
    assert env.sealing_keys(NAME, path) == keys


@pytest.mark.parametrize("content", ["", "\n", "secret", "AAAA", "A" * 36, "密钥"])
def test_what_is_no_key_is_said_so(tmp_path: Path, content: str) -> None:
    path = tmp_path / "applicant_key"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(env.SettingError, match="key"):
        env.sealing_keys(NAME, path)
    assert path.read_text(encoding="utf-8") == content
