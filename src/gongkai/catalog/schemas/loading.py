"""Declarations read from files: the bundled ones, then those of the folder GONGKAI_SCHEMAS, which may replace them.

A file that is wrong is left out and told (`faults`, `gongkai schemas check`); the others work.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from types import MappingProxyType
from typing import Any

import yaml
from django.conf import settings

from gongkai.catalog.schemas.declaring import declared
from gongkai.catalog.schemas.model import Schema
from gongkai.law import catalogue

MOST_BYTES = 256 * 1024
BUNDLED = Path(str(files("gongkai.catalog"))) / "data" / "schemas"


class BrokenSchemaError(ValueError):
    """A declaration that cannot be used. `errors`: every reason, each with its place in the file."""

    def __init__(self, errors: list[str]) -> None:
        super().__init__("；".join(errors))
        self.errors = errors


@dataclass(frozen=True, slots=True)
class Fault:
    """A file that was left out, and why."""

    path: Path
    errors: tuple[str, ...]


class _Plain(yaml.SafeLoader):
    """YAML without aliases, which can make a small file endless."""

    def compose_node(self, parent: Any, index: Any) -> Any:
        """Refuse an alias where one stands."""
        if self.check_event(yaml.events.AliasEvent):
            mark = self.peek_event().start_mark  # type: ignore[no-untyped-call]
            raise BrokenSchemaError([f"第{mark.line + 1}行：不能使用别名（*），请把内容写全。"])
        return super().compose_node(parent, index)


def read(path: Path) -> Schema:
    """One declaration. Raises BrokenSchemaError with everything that is wrong in the file."""
    try:
        if path.stat().st_size > MOST_BYTES:
            raise BrokenSchemaError([f"文件超过{MOST_BYTES // 1024} KB。"])
        content = yaml.load(path.read_text(encoding="utf-8"), _Plain)  # noqa: S506 - a SafeLoader
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        where = f"第{mark.line + 1}行第{mark.column + 1}列：" if mark else ""
        raise BrokenSchemaError([f"{where}不是正确的 YAML，请检查缩进、冒号和引号。"]) from error
    except (OSError, UnicodeDecodeError) as error:
        raise BrokenSchemaError(["文件无法读取，应当是 UTF-8 编码的文本。"]) from error
    except RecursionError as error:
        raise BrokenSchemaError(["嵌套过深。"]) from error
    schema, errors = declared(content)
    if schema is None or errors:
        raise BrokenSchemaError(errors)
    return schema


def all() -> Mapping[str, Schema]:  # noqa: A001 - read as schemas.all()
    """Every usable declaration by its slug, the bundled ones in the order of the article."""
    return _loaded(str(settings.SCHEMAS or ""))[0]


def faults() -> tuple[Fault, ...]:
    """The files that were left out."""
    return _loaded(str(settings.SCHEMAS or ""))[1]


def get(slug: str) -> Schema | None:
    """One declaration; None when there is none of that name."""
    return all().get(slug)


def lists() -> list[Schema]:
    """The declarations whose rows stand in the public lists, in the order of the statutory item."""
    return [schema for schema in all().values() if schema.is_list]


@cache
def _loaded(folder: str) -> tuple[Mapping[str, Schema], tuple[Fault, ...]]:
    """Read once for each folder; a changed file counts after the next start."""
    found: dict[str, Schema] = {}
    wrong: list[Fault] = []
    for directory in [BUNDLED, *([Path(folder)] if folder else [])]:
        own: dict[str, Path] = {}
        for path in sorted(directory.glob("*.yaml")):
            try:
                schema = read(path)
            except BrokenSchemaError as error:
                wrong.append(Fault(path, tuple(error.errors)))
                continue
            if schema.slug in own:
                wrong.append(Fault(path, (f"slug {schema.slug} 已用于 {own[schema.slug].name}。",)))
                continue
            own[schema.slug] = path
            found[schema.slug] = schema
    if folder and not Path(folder).is_dir():
        wrong.append(Fault(Path(folder), ("GONGKAI_SCHEMAS 不是文件夹。",)))
    return MappingProxyType(dict(sorted(found.items(), key=lambda item: place(item[1])))), tuple(wrong)


def place(schema: Schema) -> tuple[int, str]:
    """Where a declaration stands among others: in the order of the statute, then by name."""
    order = list(catalogue.ITEMS)
    return (order.index(schema.statutory_item) if schema.statutory_item in order else len(order), schema.slug)
