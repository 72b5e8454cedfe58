"""`gongkai audit check`: read and check reports by the thousand, and write what was found."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, nullcontext
from pathlib import Path

import click

from gongkai.audit import cluster, results
from gongkai.audit.batch import SECONDS, Batch, Engine, discover, local
from gongkai.audit.results.rows import SEVERITY, Summary

_SHOWN = 20
_PLACES = click.Path(exists=True, path_type=Path)


@click.command("check")
@click.argument("places", metavar="FILE|DIR...", nargs=-1, required=True, type=_PLACES)
@click.option(
    "--previous",
    "previous",
    multiple=True,
    type=_PLACES,
    metavar="DIR",
    help="Last year's reports of the same agencies.",
)
@click.option(
    "--out",
    required=True,
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Where to write: findings.xlsx, .json or .html.",
)
@click.option("--jobs", type=click.IntRange(1, 256), default=None, help="Processes (default: one a core).")
@click.option("--cluster", "address", metavar="ADDRESS", help="Run on Dask: tcp://HOST:PORT, or local-N.")
@click.option(
    "--work",
    type=click.Path(file_okay=False, path_type=Path),
    metavar="DIR",
    help="Keep the work here, so that another run only does what is new.",
)
@click.option(
    "--seconds", type=click.FloatRange(1), default=SECONDS, show_default=True, help="Limit for one file."
)
@click.option(
    "--copies/--no-copies", default=True, show_default=True, help="Look for text shared between reports."
)
def check(
    places: tuple[Path, ...],
    previous: tuple[Path, ...],
    out: Path,
    jobs: int | None,
    address: str | None,
    work: Path | None,
    seconds: float,
    copies: bool,
) -> None:
    """Check published reports and write every finding, with the sentence to send to the agency.

    Exit code 0 when the run came to its end, whatever was found; 2 when it could not begin.
    """
    if out.suffix.lower() not in results.WRITERS:
        raise click.UsageError(f"--out 的扩展名应为 {'、'.join(results.WRITERS)}。")
    paths = discover(places)
    if not paths:
        raise click.UsageError("没有找到文件。")
    with (
        _engine(address, jobs) as engine,
        working(work) as directory,
        Batch(Path(directory), engine, seconds=seconds) as batch,
    ):
        with Bar() as bar:
            batch.run(paths, discover(previous), bar.show)
        summary = results.write(batch.store, out, with_copies=copies)
    _say(summary, out)


@contextmanager
def _engine(address: str | None, jobs: int | None) -> Iterator[Engine]:
    if address is None:
        yield local(jobs or os.cpu_count() or 1)
        return
    with ExitStack() as stack:
        try:
            engine = stack.enter_context(cluster.engine(address))
        except cluster.ClusterMissingError as missing:
            raise click.UsageError(str(missing)) from None
        except (OSError, ValueError) as error:
            raise click.UsageError(f"连不上集群 {address}：{error}") from None
        yield engine


def working(work: Path | None) -> nullcontext[str] | tempfile.TemporaryDirectory[str]:
    """The directory to work in: the one that was named, or one that is gone afterwards."""
    return nullcontext(str(work)) if work else tempfile.TemporaryDirectory(prefix="gongkai-audit-")


class Bar:
    """One progress bar a stage, with the time left, on standard error; silent when that is no terminal."""

    _LABELS = {"read": "读取", "check": "检查"}

    def __init__(self) -> None:
        self._stage, self._done = "", 0
        self._opened = ExitStack()

    def __enter__(self) -> Bar:
        return self

    def __exit__(self, *_: object) -> None:
        self._opened.close()

    def show(self, stage: str, done: int, total: int) -> None:
        """Move the bar of the stage."""
        if stage != self._stage:
            self._opened.close()
            self._stage, self._done = stage, 0
            bar = click.progressbar(
                length=total, label=self._LABELS[stage], show_eta=True, show_pos=True, file=sys.stderr
            )
            self._move = self._opened.enter_context(bar).update
        self._move(done - self._done)
        self._done = done


def _say(summary: Summary, out: Path) -> None:
    click.echo(f"读出{summary.reports}份报告（{summary.files}个文件）。")
    click.echo(
        "，".join(f"{name}{summary.by_severity[severity]}处" for severity, name in SEVERITY.items()) + "。"
    )
    failed = [(path, why) for path, _, why in summary.failures] + summary.without_report
    if failed:
        click.echo(f"{len(failed)}个文件没有读出：")
        for path, why in failed[:_SHOWN]:
            click.echo(f"  {path}：{why}")
        if len(failed) > _SHOWN:
            click.echo(f"  其余{len(failed) - _SHOWN}个见结果文件。")
    click.echo(f"已写入 {out}。")
