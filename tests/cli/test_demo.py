"""What makes the second start of the demonstration quick, and what makes it look again."""

from __future__ import annotations

from pathlib import Path

import pytest

from gongkai.cli import demo


def test_ready_only_when_loaded_with_the_migrations_of_today(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GONGKAI_VAR", str(tmp_path))
    monkeypatch.delenv("GONGKAI_DATABASE", raising=False)
    assert not demo.is_ready()
    demo.mark_ready()
    assert not demo.is_ready(), "no database yet"
    (tmp_path / "gongkai.sqlite3").touch()
    assert demo.is_ready()
    monkeypatch.setattr(demo, "version", lambda name: "another")
    assert not demo.is_ready(), "an upgrade is looked at"


def test_another_database_is_always_asked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GONGKAI_VAR", str(tmp_path))
    (tmp_path / "gongkai.sqlite3").touch()
    demo.mark_ready()
    monkeypatch.setenv("GONGKAI_DATABASE", "postgresql://nowhere/none")
    assert not demo.is_ready()
