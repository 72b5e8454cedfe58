"""`gongkai import`: bring in documents and older registers of requests from files. Exit code 2, with every reason, on bad input."""

from __future__ import annotations

import json
import sys
from datetime import date
from io import TextIOWrapper
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from gongkai.cli import import_cases, import_documents, import_guides, import_matters, import_standard
from gongkai.cli.django_setup import start_django
from gongkai.cli.import_input import Reason, Target, Unfit, prepare
from gongkai.cli.import_report import refusals

if TYPE_CHECKING:
    from gongkai.catalog.models import Document
    from gongkai.convert.page import ReadPage


@click.group()
def import_() -> None:
    """Bring in documents and registers of requests from files."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


@import_.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--agency", required=True, metavar="CODE", help="Code of the agency that issues the document.")
@click.option("--column", required=True, metavar="CODE", help="Code of the agency's column it belongs to.")
@click.option(
    "--as",
    "username",
    metavar="USERNAME",
    help="Information officer who brings it in; needed when the agency has more than one.",
)
@click.option("--title", default="", help="Title, when the file shows none or a wrong one.")
@click.option("--summary", default="", help="Summary for the catalogue, required before review.")
@click.option(
    "--signed-on", type=click.DateTime(["%Y-%m-%d"]), help="Date of the document, when the file shows none."
)
@click.option("--submit", is_flag=True, help="Send the draft into review at once.")
@click.option("--dry-run", is_flag=True, help="Show what is recognised, store nothing.")
@click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")
def document(
    file: Path,
    agency: str,
    column: str,
    username: str | None,
    title: str,
    summary: str,
    signed_on: Any,
    submit: bool,
    dry_run: bool,
    as_json: bool,
) -> None:
    """Read a text file, a saved web page or a Word document and make a draft of it.

    Prints what was recognised, what was left out and what stays open. The same file is brought in once per agency.
    """
    start_django()

    own = {"title": title.strip(), "summary": summary.strip(), "signed_on": signed_on and signed_on.date()}
    with refusals(as_json, file):
        target, data, page = prepare(file, agency, column, username)
        result = _outcome(
            target, file, data, page, {key: value for key, value in own.items() if value}, dry_run
        )
    if submit and result.get("imported") is not None:
        _submit(result, target)
    if as_json:
        result.pop("imported", None)
        click.echo(json.dumps(result, ensure_ascii=False, indent=2))
    else:
        _print(result)
    sys.exit(2 if result.get("not_submitted") else 0)


def _outcome(
    target: Target, file: Path, data: bytes, page: ReadPage, own: dict[str, Any], dry_run: bool
) -> dict[str, Any]:
    from django.core.exceptions import ValidationError

    from gongkai.catalog import imports

    result = _recognised(target, page, own)
    known = imports.imported(agency=target.agency, data=data)
    if known is None and not dry_run:
        try:
            made = imports.import_document(
                actor=target.actor,
                agency=target.agency,
                column=target.column,
                data=data,
                file_name=file.name.encode("utf-8", "replace").decode(),
                page=page,
                **own,
            )
        except imports.AlreadyImported as already:
            known = already.document
        except ValidationError as error:
            raise Unfit(
                Reason("invalid", text, name) for name, texts in error.message_dict.items() for text in texts
            ) from None
        else:
            return {"status": "imported", "document": made.pk, "imported": made, **result}
    if known is not None:
        return {"status": "already_imported", "document": known.pk, **result}
    return {"status": "dry_run", "document": None, **result}


def _recognised(target: Target, page: ReadPage, own: dict[str, Any]) -> dict[str, Any]:
    from django.utils.translation import gettext as _

    notes = list(page.notes)
    if page.publisher and page.publisher not in {target.agency.name, target.agency.short_name}:
        note = _("页面的发布机构是“%(read)s”,导入到“%(agency)s”,请核对。")
        notes.append(note % {"read": page.publisher, "agency": target.agency.name})
    return {
        "agency": target.agency.code,
        "column": target.column.slug,
        "by": target.actor.username,
        "title": own.get("title") or page.title,
        "publisher": page.publisher,
        "published_on": _iso(page.published_on),
        "signed_on": _iso(own.get("signed_on") or page.signed_on),
        "source": page.source,
        "document_number": page.document_number,
        "paragraphs": page.body_html.count("<p>"),
        "headings": sum(page.body_html.count(f"<h{level}>") for level in range(2, 6)),
        "tables": page.body_html.count("<table>"),
        "dropped": page.dropped,
        "notes": notes,
    }


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _submit(result: dict[str, Any], target: Target) -> None:
    """Send the new draft into review; what it still lacks is listed, the draft stays."""
    from django.core.exceptions import PermissionDenied

    from gongkai.catalog import services
    from gongkai.review.rules import Refused

    made: Document = result["imported"]
    try:
        services.submit_for_review(actor=target.actor, document=made)
    except Refused as refused:
        result["not_submitted"] = [
            {"code": blocker.code, "text": str(blocker.text)} for blocker in refused.blockers
        ]
    except PermissionDenied as denied:
        result["not_submitted"] = [{"code": "denied", "text": str(denied)}]
    else:
        result["status"] = "submitted"


def _print(result: dict[str, Any]) -> None:
    from django.utils.translation import gettext as _

    heads = {
        "imported": _("已导入为草稿,编号%(id)s。"),
        "submitted": _("已导入并送审,编号%(id)s。"),
        "already_imported": _("这个文件已经导入过,编号%(id)s,没有重复导入。"),
        "dry_run": _("试读,没有保存。"),
    }
    click.echo(heads[result["status"]] % {"id": result["document"]})
    blank = _("(留空)")
    for name, label in (
        ("title", _("标题")),
        ("publisher", _("发布机构")),
        ("published_on", _("发布日期")),
        ("signed_on", _("成文日期")),
        ("source", _("来源")),
        ("document_number", _("发文字号")),
    ):
        click.echo(f"  {label}: {result[name] or blank}")
    counts = _("  正文: %(paragraphs)s段、%(headings)s个标题、%(tables)s张表")
    click.echo(counts % result)
    for name, label in (("dropped", _("未采用的页面文字")), ("notes", _("说明"))):
        if result[name]:
            click.echo(f"{label}({len(result[name])}):")
            for line in result[name]:
                click.echo(f"  - {line}")
    if result.get("not_submitted"):
        click.echo(_("草稿已保存,但还不能送审:"), err=True)
        for reason in result["not_submitted"]:
            click.echo(f"  {reason['text']} [{reason['code']}]", err=True)


import_.add_command(import_cases.cases)
import_.add_command(import_documents.documents)
import_.add_command(import_standard.standard_catalogue)
import_.add_command(import_matters.matters)
import_.add_command(import_guides.guides)
