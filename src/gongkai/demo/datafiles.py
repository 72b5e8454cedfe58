"""The declared content of the demonstration: one YAML file per kind, read once."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Any

import yaml


@cache
def read(name: str) -> Any:
    """The content of `data/<name>.yaml`. Callers do not change it."""
    return yaml.safe_load((files("gongkai.demo") / "data" / f"{name}.yaml").read_text(encoding="utf-8"))
