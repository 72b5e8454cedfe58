"""What comes from older systems: an archive read by a kept mapping, a workbook of guides; both checked, none sent for review."""

from __future__ import annotations

import csv
import tempfile
from pathlib import Path
from typing import Any

import yaml
from openpyxl import Workbook

from gongkai.catalog import schemas
from gongkai.catalog.bulk import checking, fields, mappings, recording, running
from gongkai.convert.tables import load
from gongkai.demo import datafiles
from gongkai.demo.people import Desk
from gongkai.demo.places import Place
from gongkai.guides.reading import SCHEMA

HEADINGS = ("来源编号", "标题", "索引号", "成文日期", "公开日期", "栏目", "正文")


def bring_in(places: dict[str, Place], desks: dict[str, Desk]) -> None:
    """Everything of `data/imports.yaml`, through the services."""
    data = datafiles.read("imports")
    with tempfile.TemporaryDirectory() as folder:
        batches = [
            *_archive(places, desks, data["archive"], Path(folder)),
            *_guides(places, desks, data["guides"], Path(folder)),
        ]
    for pk in batches:
        checking.carry_out(pk)


def _archive(
    places: dict[str, Place], desks: dict[str, Desk], data: dict[str, Any], folder: Path
) -> list[int]:
    agency, actor = places[data["agency"]].agency, desks[data["agency"]].officer
    content = {"source_system": data["system"], "values": {"column": data["words"]}}
    kept = mappings.save(
        actor=actor,
        agency=agency,
        source_system=data["system"],
        content=yaml.safe_dump(content, allow_unicode=True),
    )
    file = folder / "旧门户网站.csv"
    with file.open("w", encoding="utf-8", newline="") as opened:
        csv.writer(opened).writerows([HEADINGS, *data["rows"]])
    layout = load(kept.content, fields.declared(), fields.FOLDERS)
    return running.run(actor=actor, agency=agency, path=file, file_name=file.name, layout=layout).batches


def _guides(
    places: dict[str, Place], desks: dict[str, Desk], data: dict[str, Any], folder: Path
) -> list[int]:
    schema = schemas.get(SCHEMA)
    if schema is None:
        return []
    book = Workbook(write_only=True)
    for name, rows in data["sheets"].items():
        page = book.create_sheet(name)
        for row in rows:
            page.append(row)
    file = folder / "办事指南.xlsx"
    book.save(file)
    return recording.run(
        actor=desks[data["agency"]].officer, agency=places[data["agency"]].agency, path=file, file_name=file.name,
        source_system=data["system"], schema=schema,
    ).batches  # fmt: skip
