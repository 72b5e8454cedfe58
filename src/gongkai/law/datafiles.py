"""The package's own data files, read once. They are ours, so a wrong shape is a programming error (TypeError)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import TypeVar

import yaml

T = TypeVar("T")
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class Table:
    """A mapping of a data file with typed access."""

    def __init__(self, content: object) -> None:
        if not isinstance(content, dict):
            raise TypeError("a data file must hold a mapping here")
        self._content: dict[object, object] = content

    def get(self, key: object) -> object:
        """The value as it is; None when absent."""
        return self._content.get(key)

    def keys(self) -> list[object]:
        """The keys in the order of the file."""
        return list(self._content)

    def text(self, key: object) -> str:
        """A text; empty when absent."""
        value = self._content.get(key, "")
        return _of(value, str)

    def number(self, key: object) -> int:
        """A whole number."""
        return _of(self._content[key], int)

    def flag(self, key: object) -> bool:
        """true or false; false when absent."""
        return _of(self._content.get(key, False), bool)

    def day(self, key: object) -> date:
        """A date."""
        return _of(self._content[key], date)

    def table(self, key: object) -> Table:
        """A mapping inside."""
        return Table(self._content.get(key, {}))

    def tables(self, key: object) -> list[Table]:
        """A list of mappings; empty when absent."""
        return [Table(item) for item in _of(self._content.get(key, []), list)]

    def texts(self, key: object) -> tuple[str, ...]:
        """A list of texts; empty when absent."""
        return tuple(_of(item, str) for item in _of(self._content.get(key, []), list))


def _of(value: object, kind: type[T]) -> T:
    if not isinstance(value, kind):
        raise TypeError(f"a data file holds {value!r} where {kind.__name__} is due")
    return value


def _root() -> Traversable:
    return files("gongkai.law") / "data"


@cache
def read(path: str) -> Table:
    """Read one data file by its path under `law/data`."""
    return Table(yaml.load((_root() / path).read_text(encoding="utf-8"), Loader=_LOADER))  # noqa: S506  # nosec B506 (a safe loader)


def names(folder: str) -> Iterator[str]:
    """The paths of every YAML file of a folder, in order."""
    found = sorted(item.name for item in (_root() / folder).iterdir() if item.name.endswith(".yaml"))
    return (f"{folder}/{name}" for name in found)
