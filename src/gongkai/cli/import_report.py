"""What every `gongkai import` of a table has in common: its options, its progress, and the report of what became of the rows."""

from __future__ import annotations

import functools
import json
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import click

from gongkai.cli.django_setup import start_django
from gongkai.cli.import_input import Reason, Unfit

if TYPE_CHECKING:
    from gongkai.convert.tables import Fault

SHOWN = 20
Progress = Callable[[int, int], None]  # rows done, rows in all


@dataclass(frozen=True)
class Request:
    """What a command was asked to do with a table."""

    file: Path
    agency: str
    username: str | None
    dry_run: bool

    @property
    def file_name(self) -> str:
        """The file's name as text, whatever bytes it has on disk."""
        return self.file.name.encode("utf-8", "replace").decode()


@dataclass
class Report:
    """What became of the rows. `counts` and `more` by their names in JSON; `sentence`: after a dry run and after an import.

    `unused`: columns nobody read, each with the field it may mean. `notes`: what else a person should know.
    """

    rows: int
    counts: Mapping[str, int]
    sentence: tuple[str, str]
    faults: Sequence[Fault]
    unused: Sequence[tuple[str, str]] = ()
    notes: Sequence[str] = ()
    more: Mapping[str, Any] = field(default_factory=dict)

    @property
    def refused(self) -> int:
        """Rows that were not taken over."""
        return len({fault.row for fault in self.faults})


def counted(
    rows: int,
    new: int,
    updated: int,
    unchanged: int,
    faults: Sequence[Fault],
    unused: Sequence[tuple[str, str]] = (),
    notes: Sequence[str] = (),
    more: Mapping[str, Any] | None = None,
) -> Report:
    """The report of an import that adds what is new and updates what changed."""
    from django.utils.translation import gettext as _

    sentence = (
        _(
            "核对%(rows)d行：新增%(new)d行，更新%(updated)d行，未变%(unchanged)d行，有误%(refused)d行。没有保存。"
        ),
        _("读取%(rows)d行：新增%(new)d行，更新%(updated)d行，未变%(unchanged)d行，有误%(refused)d行。"),
    )
    counts = {"new": new, "updated": updated, "unchanged": unchanged}
    return Report(rows, counts, sentence, faults, unused, notes, more or {})


Work = Callable[..., Report | None]
MAPPING = click.option("--mapping", metavar="FILE.yaml", help="What each column means.")


def table_command(work: Work) -> Callable[..., None]:
    """A command that brings in a table: `work(request, progress, **own options)` does it (None: nothing to report), the rest
    is done here. A work that reads mappings takes MAPPING among its options.

    Exit code 2 when a row or the whole file is refused.
    """

    @click.argument("file", type=click.Path(path_type=Path))
    @click.option("--agency", required=True, metavar="CODE", help="Agency the rows belong to.")
    @click.option("--as", "username", metavar="USERNAME", help="Who brings it in, when several could.")
    @click.option("--dry-run", is_flag=True, help="Check every row, store nothing.")
    @click.option(
        "--errors",
        type=click.Path(path_type=Path),
        metavar="OUT.xlsx|OUT.csv",
        help="Write every fault to a file.",
    )
    @click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")
    @functools.wraps(work)
    def command(
        file: Path,
        agency: str,
        username: str | None,
        dry_run: bool,
        errors: Path | None,
        as_json: bool,
        **own: Any,
    ) -> None:
        start_django()
        request = Request(file, agency, username, dry_run)
        with refusals(as_json, file), _bar(dry_run, as_json) as progress:
            report = work(request, progress, **own)
        if report is None:
            return
        if errors is not None:
            _write(errors, report.faults, as_json)
        (_print_json if as_json else _print)(report, dry_run)
        sys.exit(2 if report.faults else 0)

    return command


@contextmanager
def refusals(as_json: bool, file: Path) -> Iterator[None]:
    """Whatever keeps an import from being done ends the command with every reason and code 2."""
    from django.core.exceptions import PermissionDenied
    from django.db import DatabaseError

    from gongkai.convert.content_type import FileRefused
    from gongkai.convert.tables import MappingRefused
    from gongkai.review.rules import Refused

    try:
        yield
    except Unfit as unfit:
        refuse(unfit.reasons, as_json)
    except MappingRefused as refused:
        refuse([Reason("mapping", text, "--mapping") for text in refused.reasons], as_json)
    except FileRefused as refused:
        refuse([Reason(refused.code, refused.text, "FILE")], as_json)
    except Refused as refused:
        refuse([Reason(one.code, one.text) for one in refused.blockers], as_json)
    except PermissionDenied as denied:
        refuse([Reason("denied", str(denied), "--as")], as_json)
    except OSError as error:
        refuse([Reason("unreadable", f"{file}: {error.strerror}", "FILE")], as_json)
    except DatabaseError as error:
        refuse([database_reason(error)], as_json)


@contextmanager
def _bar(dry_run: bool, as_json: bool) -> Iterator[Progress]:
    from django.utils.translation import gettext as _

    label, hidden = _("核对") if dry_run else _("导入"), as_json or not sys.stderr.isatty()
    with click.progressbar(length=1, label=label, file=sys.stderr, hidden=hidden, show_pos=True) as bar:

        def moved(done: int, total: int) -> None:
            bar.length = total
            bar.update(done - bar.pos)

        yield moved


def database_reason(error: Exception) -> Reason:
    """The database's refusal as a reason."""
    from django.utils.translation import gettext as _

    text = _("数据库不可用或尚未建立，可先运行 gongkai manage migrate。原因：%(why)s")
    return Reason(
        "database", text % {"why": str(error).splitlines()[0] if str(error) else type(error).__name__}
    )


def refuse(reasons: Sequence[Reason], as_json: bool) -> NoReturn:
    """Tell every reason and end with code 2."""
    from django.utils.translation import gettext as _

    if as_json:
        listed = [{"code": one.code, "text": one.text, "where": one.where} for one in reasons]
        click.echo(json.dumps({"errors": listed}, ensure_ascii=False, indent=2))
    else:
        click.echo(_("不能导入："), err=True)
        for one in reasons:
            click.echo(f"  {one.where + ': ' if one.where else ''}{one.text} [{one.code}]", err=True)
    sys.exit(2)


def _write(out: Path, faults: Sequence[Fault], as_json: bool) -> None:
    from django.utils.translation import gettext as _

    from gongkai.convert.tables import fault_report

    try:
        fault_report.write(out, faults)
    except OSError as error:
        text = _("不能写入“%(file)s”：%(why)s") % {"file": out, "why": error.strerror}
        refuse([Reason("unwritable", text, "--errors")], as_json)


def _print_json(report: Report, dry_run: bool) -> None:
    result = {
        "status": "dry_run" if dry_run else "imported",
        "rows": report.rows,
        **report.counts,
        "refused": report.refused,
        **report.more,
        "unused_columns": [{"column": name, "near": near} for name, near in report.unused],
        "errors": [
            {"row": one.row, "column": one.column, "code": one.code, "text": one.text}
            for one in report.faults
        ],
    }
    click.echo(json.dumps(result, ensure_ascii=False, indent=2))


def _print(report: Report, dry_run: bool) -> None:
    """What stood in a row is never repeated: place, reason and code say enough."""
    from django.utils.translation import gettext as _

    counts = {"rows": report.rows, **report.counts, "refused": report.refused}
    click.echo(report.sentence[0 if dry_run else 1] % counts)
    for name, near in report.unused:
        hint = _("（是否对应 %(field)s？可写入映射文件）") % {"field": near} if near else ""
        click.echo(_("没有采用的列：%(name)s") % {"name": name} + hint)
    for note in report.notes:
        click.echo(note)
    for fault in report.faults[:SHOWN]:
        where = _("第%(row)d行 %(column)s") % {"row": fault.row, "column": fault.column}
        click.echo(f"  {where}：{fault.text} [{fault.code}]", err=True)
    if len(report.faults) > SHOWN:
        more = _("还有%(number)d处问题，用 --errors 写入文件查看。")
        click.echo("  " + more % {"number": len(report.faults) - SHOWN}, err=True)
