"""`gongkai audit …`: read, check and compare published reports of any era, without a database."""

from __future__ import annotations

import importlib
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from gongkai.audit.model import ReadFile

# name -> module:attribute; imported when asked for
COMMANDS = {
    "read": "gongkai.cli.audit:read",
    "check": "gongkai.cli.audit_check:check",
    "copies": "gongkai.cli.audit_copies:copies",
}
UNREADABLE = 1
SCOPES = {"own": "", "area": "全地区", "system": "全系统", "cumulative": "累计"}
PRECISIONS = {"exact": "", "at_least": "至少", "about": "约"}


class LazyGroup(click.Group):
    """A group whose members are imported only when one is invoked."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Every command, in the order of use."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import and return one command; None when the name is unknown."""
        module, _, attribute = COMMANDS.get(cmd_name, "").partition(":")
        return getattr(importlib.import_module(module), attribute) if module else None


@click.group(cls=LazyGroup)
def audit() -> None:
    """Read, check and compare published annual reports of any year, agency and file type."""


@click.command()
@click.argument("files", nargs=-1, required=True, metavar="FILE...", type=click.Path())
@click.option("--json", "as_json", is_flag=True, help="Print everything as JSON (docs/reference/audit.md).")
def read(files: tuple[str, ...], *, as_json: bool) -> None:
    """Read reports: agency, year, dates, table values, figures stated in words with their phrase, what is unread.

    HTML, text, DOCX, PDF (scanned ones with gongkai[ocr]), XLSX and pictures, told by their content. Exit code 1 when
    a file could not be read or holds no report; the others are printed all the same.
    """
    failed = False
    for name in files:
        answer = _read(name)
        failed |= not answer["reports"]
        if as_json:
            click.echo(json.dumps(answer, ensure_ascii=False))
        else:
            _say(answer)
    sys.exit(UNREADABLE if failed else 0)


def _read(name: str) -> dict[str, Any]:
    """A file as JSON's types; what cannot be read has no report and says why."""
    from gongkai.audit import reading
    from gongkai.convert.extract import Unreadable

    try:
        found: ReadFile = reading.read_file(Path(name))
    except Unreadable as refused:
        return _unread(name, refused.code, refused.text)
    except OSError as error:
        return _unread(name, "no_file", f"打不开这个文件：{error.strerror}。")
    return {**reading.as_dict(found), "file": name}


def _unread(name: str, code: str, what: str) -> dict[str, Any]:
    item = {"code": code, "what": what, "start": 0, "end": 0, "cells": []}
    return {"file": name, "reports": [], "unread": [item]}


def _say(answer: dict[str, Any]) -> None:
    """The same in words."""
    click.echo(click.style(answer["file"], bold=True))
    for item in answer["unread"]:
        click.echo(f"  ! {item['what']}")
    for number, report in enumerate(answer["reports"], 1):
        if len(answer["reports"]) > 1:
            click.echo(f"  第{number}份")
        _say_report(report)


def _say_report(report: dict[str, Any]) -> None:
    from gongkai.audit.facts import called

    click.echo(
        f"  机构：{report['agency'] or '没有写明'}　年度：{report['year'] or '没有写明'}　格式：{report['form']}"
    )
    period = "—".join(report["period"]) if report["period"] else "没有写明"
    click.echo(
        f"  统计期限：{period}　公布：{report['published_on'] or '没有写明'}　落款：{report['signed_on'] or '没有写明'}"
    )
    values = report["tables"]
    if values:
        blank = sum(value is None for value in values.values())
        click.echo(f"  表格：{len(values)}格，其中空白{blank}格")
    for fact in report["facts"]:
        name = called(fact["kind"], fact["label"])
        words = f"{SCOPES[fact['scope']]}{PRECISIONS[fact['precision']]}{fact['value']}{fact['unit']}"
        phrase = " ".join(fact["phrase"].split())
        click.echo(f"  · {name} {words}　“{phrase}”")
    for item in report["unread"]:
        click.echo(f"  ! {item['what']}")
