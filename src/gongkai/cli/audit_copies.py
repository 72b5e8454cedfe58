"""`gongkai audit copies`: who shares passages with whom over thousands of reports."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from gongkai.audit.copying import Document, Shared


@click.command()
@click.argument("paths", nargs=-1, required=True, metavar="FILE|DIR...", type=click.Path(exists=True))
@click.option("--json", "as_json", is_flag=True, help="Print the pairs as JSON.")
@click.option(
    "--least",
    default=3.0,
    show_default=True,
    help="Weight a pair must share; a rare sentence of 16 characters is 1.",
)
def copies(paths: tuple[str, ...], *, as_json: bool, least: float) -> None:
    """Find copied passages: who shares what with whom, the earlier report first, both wordings side by side.

    Sentences the regulation makes everyone write, what many share, identical copies and an agency's own earlier reports
    count for nothing.
    """
    from gongkai.audit import copying

    documents, unread = _documents(paths)
    found = copying.find(documents, least_score=least)
    if as_json:
        click.echo(
            json.dumps(
                {"read": len(documents), "unread": unread, "shared": [asdict(one) for one in found]},
                ensure_ascii=False,
            )
        )
        return
    for one in found:
        _say(one)
    click.echo(
        f"读取{len(documents)}份报告，未能读取{len(unread)}个文件；共有相同段落的{len(found)}对。", err=True
    )


def _say(one: Shared) -> None:
    order = "在先" if one.dated else "先后不明"
    click.echo(f"{one.earlier}（{order}） ↔ {one.later}：占后者{one.share:.0%}，权重{one.score}")
    for passage in one.passages:
        click.echo(f"  甲：{passage.earlier}\n  乙：{passage.later}\n")


def _documents(paths: tuple[str, ...]) -> tuple[list[Document], list[str]]:
    """The reports in the files, and the files that could not be read."""
    from gongkai.audit import copying, reading
    from gongkai.convert.extract import Unreadable

    listed = sorted(
        file
        for path in map(Path, paths)
        for file in (path.rglob("*") if path.is_dir() else [path])
        if file.is_file()
    )
    documents, unread = [], []
    with click.progressbar(listed, label="读取报告", file=sys.stderr) as bar:
        for file in bar:
            try:
                read = reading.read_file(file)
            except (Unreadable, OSError):
                unread.append(str(file))
                continue
            if not read.reports:
                unread.append(str(file))
            for number, report in enumerate(read.reports, 1):
                name = str(file) if len(read.reports) == 1 else f"{file}#{number}"
                day = report.published_on or report.signed_on
                documents.append(
                    copying.Document(name, read.text[report.start : report.end], report.agency, day)
                )
    return documents, unread
