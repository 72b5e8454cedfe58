"""`gongkai redact`: a copy of a file without what must not be published."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from gongkai.cli.scan_file import Seen
    from gongkai.convert.redaction import Cut

SECONDS = 600.0
MEGABYTES = 4000
STYLES = ("partial", "stars", "anonymous", "removed")
REFUSED = 1


class Refused(Exception):  # noqa: N818 - named after what happened
    """No copy was made; the message says why in Chinese."""


@click.command()
@click.argument("source", metavar="IN", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.argument("target", metavar="OUT", type=click.Path(dir_okay=False, path_type=Path))
@click.option(
    "--findings",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    metavar="FILE",
    help="What to take out: lines of `gongkai scan --json`, of which you may have deleted some findings.",
)
@click.option(
    "--style",
    type=click.Choice(STYLES),
    default="partial",
    show_default=True,
    help="What stands in its place: 510***********1234, all asterisks, 某某, or nothing.",
)
@click.option(
    "--least",
    type=click.Choice(("serious", "warning", "information")),
    default="warning",
    show_default=True,
    help="Without --findings: the least severe personal data to take out.",
)
@click.option(
    "--published",
    type=click.Path(exists=True, dir_okay=False),
    metavar="FILE",
    help="Telephones, addresses and e-mail the agency publishes itself, one a line: they stay.",
)
@click.option(
    "--seconds", type=click.FloatRange(1), default=SECONDS, show_default=True, help="Limit for the file."
)
def redact(
    source: Path,
    target: Path,
    findings: Path | None,
    style: str,
    least: str,
    published: str | None,
    seconds: float,
) -> None:
    """Write a copy OUT of the file IN without personal data: taken out with all its copies, not covered.

    Without --findings the file is scanned, and what is personal is taken out; a file with marks of secrecy is refused, since
    taking out the mark does not lift the secret. OUT is searched before it is written. Exit code 1 when no copy was made, or
    when it was made of a file of which something could not be read; 2 when the command was given wrongly.
    """
    if target.exists() and target.samefile(source):
        raise click.UsageError("OUT 不能是 IN 本身，原件要留着。")
    chosen = _chosen(findings, source) if findings else None
    from gongkai.cli.scan import check
    from gongkai.convert import isolated

    check(None, published)

    try:
        answer = isolated.call(
            redacted, str(source), chosen, style, least, published or "", seconds=seconds, megabytes=MEGABYTES
        )
    except isolated.NoAnswer:
        answer = {"refused": "处理程序没有完成：时间或者内存超过上限，或者出错退出；没有写出结果。"}
    if "refused" in answer:
        click.echo(answer["refused"], err=True)
        sys.exit(REFUSED)
    _write(target, answer["data"])
    click.echo(f"去掉了{answer['count']}处，已写入 {target}。", err=True)
    for line in answer["unread"]:
        click.echo(f"  ! {line}", err=True)
    sys.exit(REFUSED if answer["unread"] else 0)


def _chosen(findings: Path, source: Path) -> list[dict[str, Any]]:
    """The findings of this very file. Raises UsageError when there are none such."""
    import hashlib

    sha256 = hashlib.sha256(source.read_bytes()).hexdigest()
    try:
        answers = [json.loads(line) for line in findings.read_text("utf-8").splitlines() if line.strip()]
        chosen: list[dict[str, Any]] = [
            finding for answer in answers if answer["sha256"] == sha256 for finding in answer["findings"]
        ]
        if all(answer["sha256"] != sha256 for answer in answers):
            raise click.UsageError("--findings 里没有这个文件的检查结果，文件可能改过；请重新检查。")
    except (ValueError, KeyError, TypeError) as error:
        raise click.UsageError("--findings 应为 gongkai scan --json 的输出。") from error
    return chosen


def redacted(
    path: str, chosen: list[dict[str, Any]] | None, style: str, least: str, published: str
) -> dict[str, Any]:
    """Run in a process of its own: the bytes of the copy, how much was taken out, what could not be read; or why not."""
    from gongkai.cli import scan_file
    from gongkai.convert import redaction

    data, name = Path(path).read_bytes(), Path(path).name
    seen = scan_file.see(data, name, published=published)
    try:
        cuts = list(_given(seen, chosen, style) if chosen is not None else _found(seen, style, least))
        written = redaction.redact(data, name, cuts, contents=seen.contents)
    except redaction.NotRedacted as refused:
        return {"refused": refused.text}
    except Refused as refused:
        return {"refused": str(refused)}
    unread = [
        "›".join([*seen.shown.get(unread.path, unread.path), unread.text]) for unread in seen.contents.unread
    ]
    return {"data": written, "count": len(cuts), "unread": unread}


def _found(seen: Seen, style: str, least: str) -> Iterator[Cut]:
    """What is personal. Raises Refused for marks of secrecy, and when there was more than can be listed."""
    from gongkai.convert.redaction import Cut, Style, replacement
    from gongkai.scan import Severity

    if not seen.complete:
        raise Refused("发现太多，没有逐条列出；请拆分文件后再处理。")
    weights = list(Severity)
    for part, findings in seen.findings:
        for finding in findings:
            if finding.detector.startswith("secrecy.") and finding.severity is Severity.SERIOUS:
                raise Refused("文件有密级或者内部标志，去掉标志并不能解除秘密；请先送保密审查。")
            if not finding.detector.startswith("person.") or weights.index(finding.severity) > weights.index(
                Severity(least)
            ):
                continue
            value = part.text[finding.start : finding.end]
            instead = replacement(value, Style(style), finding.masked)
            yield Cut(part.name, part.number, finding.start, finding.end, instead, part.path)


def _given(seen: Seen, chosen: list[dict[str, Any]], style: str) -> Iterator[Cut]:
    """What the findings name. Raises Refused when one of them is nowhere in the file."""
    from gongkai.convert.redaction import Cut, Style, replacement

    parts = {
        (seen.shown.get(part.path, part.path), part.name, part.number): part for part in seen.contents.parts
    }
    for finding in chosen:
        try:
            where = finding["where"]
            part = parts[tuple(where["file"]), where["part"], where["number"]]
            start, end, masked = int(where["start"]), int(where["end"]), str(finding["masked"])
        except (KeyError, TypeError, ValueError) as error:
            raise Refused("检查结果与这个文件对不上；请重新检查后再处理。") from error
        instead = replacement(part.text[start:end], Style(style), masked)
        yield Cut(part.name, part.number, start, end, instead, part.path)


def _write(target: Path, data: bytes) -> None:
    """The file at once and whole, or not at all."""
    unfinished = target.with_name(f".{target.name}.unfinished")
    unfinished.write_bytes(data)
    unfinished.replace(target)
