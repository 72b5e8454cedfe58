"""The page of forms says what the data files say, and every line of it says how it is known."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest

from gongkai.law import datafiles

ROOT = Path(__file__).parents[2]


def load_script() -> ModuleType:
    spec = importlib.util.spec_from_file_location("forms_reference", ROOT / "scripts/forms_reference.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


script = load_script()


def test_the_reference_page_is_up_to_date() -> None:
    assert script.TARGET.read_text(encoding="utf-8") == script.page()


def test_the_line_that_names_a_part_goes_before_a_pattern() -> None:
    evidence = script.Evidence(datafiles.read("forms/2014.yaml").tables("evidence"))
    assert [evidence.mark(part) for part in ("s.disclosed", "s.budget", "A4")] == ["[V]", "[M]", "[I]"]
    with pytest.raises(LookupError, match="t9"):
        evidence.mark("t9")
