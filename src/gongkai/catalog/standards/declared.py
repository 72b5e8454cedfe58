"""The fields and channels of the form, from data. Pure."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import yaml

_FILE = Path(__file__).parent.parent / "data" / "standard_fields.yaml"


@cache
def _content() -> dict[str, Any]:
    content: dict[str, Any] = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
    return content


def fields() -> list[str]:
    """The 26 pilot fields; others may be imported as well."""
    return list(_content()["fields"]["names"])


def channels() -> list[str]:
    """The channels of the form's check-list."""
    return list(_content()["channels"]["names"])
