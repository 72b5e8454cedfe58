"""The second language is complete, and what is compiled is what is written."""

from __future__ import annotations

import re
from pathlib import Path

import polib
import pytest

LOCALES = Path(__file__).resolve().parent.parent / "src" / "gongkai" / "locale"
CATALOGUES = sorted(LOCALES.glob("*/LC_MESSAGES/django.po"))
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*\}")


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.parts[-3])
def test_every_text_is_translated_with_its_placeholders(path: Path) -> None:
    catalogue = polib.pofile(str(path))
    assert len(catalogue) > 100
    untranslated = [entry.msgid for entry in catalogue.untranslated_entries()]
    fuzzy = [entry.msgid for entry in catalogue.fuzzy_entries()]
    assert not untranslated
    assert not fuzzy
    for entry in catalogue:
        for text in [entry.msgstr, *entry.msgstr_plural.values()]:
            if text:
                assert set(PLACEHOLDER.findall(text)) <= set(PLACEHOLDER.findall(entry.msgid + entry.msgid_plural)), entry.msgid


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.parts[-3])
def test_the_compiled_catalogue_is_current(path: Path) -> None:
    written = {(e.msgctxt, e.msgid): e.msgstr or e.msgstr_plural for e in polib.pofile(str(path)) if e.translated()}
    compiled = {(e.msgctxt, e.msgid): e.msgstr or e.msgstr_plural for e in polib.mofile(str(path.with_suffix(".mo")))}
    assert compiled == written


def test_both_catalogues_exist() -> None:
    assert {path.parts[-3] for path in CATALOGUES} == {"en", "zh_Hans"}
