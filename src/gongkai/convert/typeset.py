"""Records into PDF with Typst. One compiler is kept per process; its data is text, never Typst code."""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from typing import Any, Literal

import typst

from gongkai.convert import grid, outline, qr
from gongkai.convert.official import Authenticity, OfficialLetter, chinese_date
from gongkai.convert.typography import full_width, title_lines

TEMPLATES = Path(__file__).resolve().parent / "typst"

# Where distributions put typefaces that are not among the system's own; a missing folder is passed over.
FONT_FOLDERS = (
    "/usr/share/texlive/texmf-dist/fonts/opentype/public/fandol",
    "/usr/share/texmf/fonts/opentype/public/fandol",
    "/usr/share/texmf-dist/fonts/opentype/public/fandol",
)
# Preferred first. Each list ends with the typeface of Debian's fonts-noto-cjk, which covers every character; a list
# is also a fallback glyph by glyph, since FandolFang lacks some characters that occur in names.
FACES: dict[str, tuple[str, ...]] = {
    "body": (
        "FangSong_GB2312", "FZFangSong-Z02S", "FandolFang R", "FandolFang", "FangSong", "STFangsong",
        "cwTeXFangSong", "Noto Serif CJK SC", "Noto Serif SC", "Source Han Serif SC",
    ),
    "title": (
        "FZXiaoBiaoSong-B05S", "FandolSong", "Noto Serif CJK SC", "Noto Serif SC", "Source Han Serif SC", "SimSun",
    ),
    "heading": (
        "SimHei", "FZHei-B01S", "FandolHei", "Noto Sans CJK SC", "Noto Sans SC", "Source Han Sans SC",
    ),
    "subheading": (
        "KaiTi_GB2312", "FZKai-Z03S", "FandolKai", "KaiTi", "LXGW WenKai", "AR PL UKai CN", "Noto Serif CJK SC",
        "Noto Serif SC", "Source Han Serif SC",
    ),
}  # fmt: skip

_lock = threading.Lock()
_NAME = re.compile(r"^[a-z_]+$")


class TypesettingError(RuntimeError):
    """Typst could not set the page; the message is Typst's own and holds no data of the record."""


@cache
def _fonts() -> typst.Fonts:
    return typst.Fonts(font_paths=[folder for folder in FONT_FOLDERS if Path(folder).is_dir()])


@cache
def faces() -> dict[str, list[str]]:
    """The typefaces of each role that this machine has, in order of preference; never empty."""
    present = set(_fonts().families())
    return {
        role: [name for name in names if name in present] or sorted(present)[:1]
        for role, names in FACES.items()
    }


@cache
def _compiler() -> typst.Compiler:
    return typst.Compiler(root=TEMPLATES, font_paths=_fonts())


def pdf(template_name: str, data: Mapping[str, Any], *, dated_on: date | None = None) -> bytes:
    """Set the template `convert/typst/<template_name>.typ` with the data; the result is a tagged PDF.

    The data (JSON values only) reaches the template through `sys.inputs` and is read there as JSON, so that no text
    in it can become Typst code. The same data give the same bytes; `dated_on` is the file's creation date.
    Raises TypesettingError when the template refuses the data.
    """
    made = _compile(template_name, data, "pdf", dated_on or date(2000, 1, 1))
    return made[0]


def picture(
    template_name: str, data: Mapping[str, Any], kind: Literal["svg", "png"], *, pixels_per_inch: float = 144
) -> bytes:
    """Set a template of one page as a picture; `kind` is svg or png. The same data give the same bytes.

    Raises TypesettingError when the template refuses the data or fills more than one page.
    """
    if kind not in {"svg", "png"}:
        raise ValueError(f"not a kind of picture: {kind!r}")
    made = _compile(template_name, data, kind, date(2000, 1, 1), pixels_per_inch)
    if len(made) != 1:
        raise TypesettingError(f"{template_name}: {len(made)} pages where one is due")
    return made[0]


def _compile(
    template_name: str,
    data: Mapping[str, Any],
    kind: Literal["pdf", "svg", "png"],
    day: date,
    pixels_per_inch: float | None = None,
) -> list[bytes]:
    """The pages of a template; a PDF is one piece."""
    if not _NAME.match(template_name):
        raise ValueError(f"not a template name: {template_name!r}")
    inputs = {"data": json.dumps(dict(data), ensure_ascii=False), "faces": json.dumps(faces())}
    try:
        with _lock:  # a Compiler is not made for several threads
            made = _compiler().compile(
                input=TEMPLATES / f"{template_name}.typ",
                format=kind,
                ppi=pixels_per_inch,
                sys_inputs=inputs,
                timestamp=datetime(day.year, day.month, day.day, tzinfo=UTC),
            )
    except typst.TypstError as error:
        raise TypesettingError(f"{template_name}: {error.message}") from error
    if isinstance(made, bytes):
        return [made]
    if not isinstance(made, list) or not made:
        raise TypesettingError(f"{template_name}: no document was made")
    return made


def paragraphs(texts: Sequence[str]) -> list[dict[str, Any]]:
    """Paragraphs as the templates want them: their level, the leading sentence set apart, and the rest."""
    result = []
    for text in texts:
        lead, rest = outline.split_lead(full_width(text.strip()))
        result.append({"level": outline.level(lead) if lead else 0, "lead": lead, "text": rest})
    return result


def table(rows: Sequence[Sequence[Any]], columns: Sequence[float] | int | None = None) -> dict[str, Any]:
    """A table as `form.typ` wants it, checked for holes and overlaps (`grid.place`).

    `columns` is their number or their relative widths. Raises ValueError when the cells do not fill the table.
    """
    count = columns if isinstance(columns, int) or columns is None else len(columns)
    placed = grid.place(rows, count)
    widths = [1.0] * grid.width(placed) if columns is None or isinstance(columns, int) else list(columns)
    return {
        "widths": widths,
        "header_rows": grid.header_rows(placed),
        "cells": [
            {
                "x": item.column,
                "y": item.row,
                "text": full_width(item.cell.text),
                "colspan": item.cell.colspan,
                "rowspan": item.cell.rowspan,
                "header": item.cell.header,
                "align": item.cell.align,
            }
            for item in placed
        ],
    }


def letter(content: OfficialLetter, authenticity: Authenticity | None = None) -> bytes:
    """The letter as PDF, laid out as GB/T 9704—2012 chapter 10.1 (信函格式) has it; a QR code at its end to check it by."""
    data = {
        "issuer": content.issuer,
        "title": content.title,
        "title_lines": title_lines(full_width(content.title)),
        "number": content.number,
        "addressee": full_width(content.addressee),
        "paragraphs": paragraphs(content.paragraphs),
        "signature": content.signature,
        "date": chinese_date(content.dated_on),
        "attachments": [full_width(name) for name in content.attachments],
        "copy_note": full_width(content.copy_note),
        "qr": qr.svg(authenticity.address) if authenticity else "",
        "qr_lines": authenticity.lines() if authenticity else [],
    }
    return pdf("letter", data, dated_on=content.dated_on)


def form(
    *,
    title: str,
    sections: Sequence[Mapping[str, Any]],
    issuer: str = "",
    subtitle: str = "",
    dated_on: date | None = None,
) -> bytes:
    """A report with sections of text and tables, A4 upright.

    A section has `heading` and, in any combination, `paragraphs` (list of text) and `table` or `tables`
    (`{"rows": [[cell]], "columns": widths or number, "caption": text, "size": points}`; a cell is a `grid.Cell`, a
    mapping of its fields, or text). Raises ValueError for a table that does not fit together.
    """
    prepared = []
    for section in sections:
        tables = [*section.get("tables", ()), *([section["table"]] if section.get("table") else [])]
        prepared.append(
            {
                "heading": full_width(section.get("heading", "")),
                "paragraphs": paragraphs(section.get("paragraphs", ())),
                "tables": [
                    {
                        **table(item["rows"], item.get("columns")),
                        "caption": full_width(item.get("caption", "")),
                        "size": item.get("size", 10.5),
                    }
                    for item in tables
                ],
            }
        )
    data = {
        "title": title,
        "title_lines": title_lines(full_width(title)),
        "issuer": issuer,
        "subtitle": full_width(subtitle),
        "date": chinese_date(dated_on) if dated_on else "",
        "sections": prepared,
    }
    return pdf("form", data, dated_on=dated_on)
