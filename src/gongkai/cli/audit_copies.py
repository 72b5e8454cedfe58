"""`gongkai audit copies`: who shares text with whom, over a directory of reports."""

from __future__ import annotations

import os
from pathlib import Path

import click

from gongkai.audit.batch import Batch, discover, local
from gongkai.audit.results import rows
from gongkai.cli.audit_check import Bar, working

_PLACES = click.Path(exists=True, path_type=Path)


@click.command("copies")
@click.argument("places", metavar="FILE|DIR...", nargs=-1, required=True, type=_PLACES)
@click.option("--jobs", type=click.IntRange(1, 256), default=None, help="Processes (default: one a core).")
@click.option(
    "--work", type=click.Path(file_okay=False, path_type=Path), metavar="DIR", help="Keep the work here."
)
@click.option(
    "--most", type=click.IntRange(1), default=50, show_default=True, help="How many pairs to print."
)
def copies(places: tuple[Path, ...], jobs: int | None, work: Path | None, most: int) -> None:
    """Print the reports that share passages, the heaviest first, with both wordings; the earlier report stands first.

    Statutory sentences and identical copies do not count. `audit check` writes the same into its workbook.
    """
    paths = discover(places)
    if not paths:
        raise click.UsageError("没有找到文件。")
    with working(work) as directory, Batch(Path(directory), local(jobs or os.cpu_count() or 1)) as batch:
        with Bar() as bar:
            batch.run(paths, progress=bar.show)
        shared = rows.copies(batch.store)
    click.echo(f"{len(shared)}对报告有雷同文字。")
    for pair in shared[:most]:
        known = "" if pair.dated else "（日期不明，先后不能确定）"
        click.echo(f"\n{pair.earlier}\n{pair.later}\n  占后者文字的{pair.share:.0%}{known}")
        for passage in pair.passages:
            click.echo(f"  前：{' '.join(passage.earlier.split())}\n  后：{' '.join(passage.later.split())}")
