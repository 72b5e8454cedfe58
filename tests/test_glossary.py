"""Every model's name stands in the glossary."""

from __future__ import annotations

from pathlib import Path

from django.apps import apps

GLOSSARY = Path(__file__).resolve().parent.parent / "docs" / "reference" / "glossary.md"


def test_models_are_in_the_glossary() -> None:
    text = GLOSSARY.read_text(encoding="utf-8")
    ours = [model for model in apps.get_models() if model.__module__.startswith("gongkai.")]
    missing = [model.__name__ for model in ours if f"`{model.__name__}`" not in text]
    assert ours
    assert not missing
