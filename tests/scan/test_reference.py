"""The page of detectors says what the table of detectors says, and the table what the code does."""

from __future__ import annotations

import importlib.util
import re
from pathlib import Path

from gongkai.scan import Category, detectors

ROOT = Path(__file__).parents[2]
_NAMED = re.compile(r'"((?:person|organisation|secrecy)\.[a-z_]+)"|hit\(\s*"([a-z_]+)"')


def test_the_reference_page_is_up_to_date() -> None:
    spec = importlib.util.spec_from_file_location("reference", ROOT / "scripts/scan_reference.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    assert module.TARGET.read_text(encoding="utf-8") == module.page()


def test_the_code_names_no_detector_that_the_table_lacks() -> None:
    named = {
        first or f"person.{second}"
        for path in (ROOT / "src/gongkai/scan").glob("*.py")
        for first, second in _NAMED.findall(path.read_text(encoding="utf-8"))
    }
    words = {f"words.{category}" for category in Category if category is not Category.ALLOWED}
    assert named
    assert named | words <= set(detectors.known())


def test_every_detector_is_explained() -> None:
    assert all(
        one.group and one.title and one.english and one.why and one.source
        for one in detectors.known().values()
    )
