"""Compile every catalogue under src/gongkai/locale to the form Django reads."""

from __future__ import annotations

from pathlib import Path

import polib

LOCALES = Path(__file__).resolve().parent.parent / "src" / "gongkai" / "locale"

for source in sorted(LOCALES.glob("*/LC_MESSAGES/*.po")):
    polib.pofile(str(source)).save_as_mofile(str(source.with_suffix(".mo")))
