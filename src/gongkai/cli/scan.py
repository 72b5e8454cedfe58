"""`gongkai scan`: what in a file must not go online, for people and for any other site's pipeline."""

from __future__ import annotations

import json
import os
import sys
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from typing import Any

import click

SECONDS = 300.0
MEGABYTES = 4000
SEVERITIES = {"serious": "严重", "warning": "提醒", "information": "提示"}
_COLOURS = {"serious": "red", "warning": "yellow", "information": "cyan"}
PARTS = {
    "body": "正文", "header": "页眉", "footer": "页脚", "footnote": "脚注", "endnote": "尾注", "comment": "批注",
    "deleted": "已删除的文字", "hidden": "隐藏的文字", "textbox": "文本框", "alternative": "图片说明", "property": "属性",
    "link": "链接", "style": "样式", "script": "脚本", "sheet": "工作表", "slide": "幻灯片", "notes": "备注页",
    "annotation": "注释", "field": "表单", "metadata": "元数据", "picture": "图片里的文字", "name": "文件名",
    "attribute": "标签属性", "folder": "文件夹名", "binary": "二进制内容", "chart": "图表", "diagram": "图示", "other": "其他内容",
    "author": "作者", "drawing": "图形中的文字", "formula": "公式", "validation": "数据有效性", "condition": "条件格式",
    "defined_name": "定义的名称", "pivot": "数据透视表的缓存", "external": "外部链接的缓存", "master": "母版", "glossary": "文档部件库",
}  # fmt: skip
_FAILED = {
    "too_slow": "检查时间超过上限，已停止；需要人工查看。",
    "too_large": "检查这个文件需要的内存过多，已停止；需要人工查看。",
    "crashed": "检查程序在这个文件上出错退出；需要人工查看。",
}
FOUND = 1


@click.command()
@click.argument("places", metavar="FILE...", nargs=-1, required=True, type=click.Path(exists=True))
@click.option(
    "--json", "as_json", is_flag=True, help="One JSON object a file and line (docs/how-to/scan-files.md)."
)
@click.option(
    "--dictionary",
    type=click.Path(exists=True, dir_okay=False),
    metavar="FILE",
    help="Words to look for: the CSV the office hands out, or a text with one word a line.",
)
@click.option(
    "--published",
    type=click.Path(exists=True, dir_okay=False),
    metavar="FILE",
    help="Telephones, addresses and e-mail the agency publishes itself, one a line: not reported.",
)
@click.option(
    "--severity",
    type=click.Choice(list(SEVERITIES)),
    default="information",
    show_default=True,
    help="The least that is printed; the exit code does not depend on it.",
)
@click.option("--jobs", type=click.IntRange(1, 256), default=None, help="Processes (default: one a core).")
@click.option(
    "--seconds", type=click.FloatRange(1), default=SECONDS, show_default=True, help="Limit for one file."
)
def scan(
    places: tuple[str, ...],
    as_json: bool,
    dictionary: str | None,
    published: str | None,
    severity: str,
    jobs: int | None,
    seconds: float,
) -> None:
    """Find what must not be published in files, hidden parts and files within files included; directories are walked.

    Values are shown masked, never in full. Exit code 1 when something serious was found or something could not be read; 2
    when the command was given wrongly.
    """
    check(dictionary, published)
    kept = list(SEVERITIES)[: list(SEVERITIES).index(severity) + 1]
    counts = dict.fromkeys(SEVERITIES, 0)
    files = unread = 0
    given = dictionary or "", published or ""
    for answer in _answers(list(_discovered(places)), given, jobs or os.cpu_count() or 1, seconds):
        files += 1
        unread += len(answer["unread"])
        for finding in answer["findings"]:
            counts[finding["severity"]] += 1
        answer["findings"] = [finding for finding in answer["findings"] if finding["severity"] in kept]
        click.echo(json.dumps(answer, ensure_ascii=False)) if as_json else _say(answer)
    said = "，".join(f"{name}{counts[code]}处" for code, name in SEVERITIES.items())
    click.echo(f"检查了{files}个文件：{said}，没有读出{unread}处。", err=True)
    sys.exit(FOUND if counts["serious"] or unread else 0)


def check(dictionary: str | None, published: str | None) -> None:
    """Refuse files of words and telephones that cannot be used before anything is read. Raises UsageError."""
    from gongkai.cli import scan_words

    try:
        if dictionary:
            scan_words.load(dictionary, Path(dictionary).stat().st_mtime_ns)
        if published:
            scan_words.load_published(published, Path(published).stat().st_mtime_ns)
    except (scan_words.WrongDictionary, OSError) as wrong:
        raise click.UsageError(str(wrong)) from None


def _discovered(places: Iterable[str]) -> Iterator[str]:
    """The files named, all files below the directories named (links not followed), and the directories that cannot be opened."""
    closed: list[str] = []
    for place in dict.fromkeys(places):
        if not Path(place).is_dir():
            yield place
            continue
        for folder, below, names in os.walk(place, onerror=lambda error: closed.append(str(error.filename))):
            below.sort()
            for name in sorted(names):
                path = Path(folder, name)
                if path.is_file():
                    yield str(path)
    yield from closed


def _answers(paths: list[str], given: tuple[str, str], jobs: int, seconds: float) -> Iterator[dict[str, Any]]:
    """The answers in the order of the files; at most a few wait in memory."""
    from gongkai.cli import scan_file
    from gongkai.convert import isolated

    def ask(path: str) -> dict[str, Any]:
        try:
            return isolated.call(scan_file.answer, path, *given, seconds=seconds, megabytes=MEGABYTES)
        except isolated.NoAnswer as failed:
            return scan_file.unseen(path, failed.code, _FAILED[failed.code])

    with ExitStack() as opened:
        pool = opened.enter_context(ThreadPoolExecutor(min(jobs, max(len(paths), 1))))
        bar = opened.enter_context(_bar(len(paths))) if sys.stderr.isatty() else None
        try:
            for answer in _in_order(pool, ask, paths, ahead=4 * jobs):
                if bar:
                    bar.update(1)
                yield answer
        except KeyboardInterrupt:
            pool.shutdown(wait=False, cancel_futures=True)
            isolated.end()
            raise


def _bar(length: int) -> Any:
    """The progress, on standard error."""
    return click.progressbar(length=length, label="检查", show_pos=True, file=sys.stderr)


def _in_order(
    pool: ThreadPoolExecutor, ask: Callable[[str], dict[str, Any]], paths: list[str], ahead: int
) -> Iterator[dict[str, Any]]:
    waiting: deque[Future[dict[str, Any]]] = deque()
    for path in paths:
        waiting.append(pool.submit(partial(ask, path)))
        if len(waiting) > ahead:
            yield waiting.popleft().result()
    while waiting:
        yield waiting.popleft().result()


def _say(answer: dict[str, Any]) -> None:
    """The same in words."""
    if not answer["findings"] and not answer["unread"]:
        return
    click.echo(click.style(answer["file"], bold=True))
    for finding in answer["findings"]:
        severity = click.style(SEVERITIES[finding["severity"]], fg=_COLOURS[finding["severity"]])
        click.echo(
            f"  {severity}　{_title(finding['detector'])}　{finding['masked']}　{_place(finding['where'])}"
        )
        click.echo(f"  　　　{finding['why']}（把握{finding['confidence']:.0%}）")
    for item in answer["unread"]:
        inside = "›".join(item["file"])
        click.echo(f"  ! {inside + '：' if inside else ''}{item['what']}")


def _title(detector: str) -> str:
    from gongkai.scan import detectors

    known = detectors.known().get(detector)
    return known.title if known else detector


def _place(where: dict[str, Any]) -> str:
    """Where it stands, as a person would say it."""
    number = f"（{where['number']}）" if where["number"] > 1 else ""
    said = [*where["file"], PARTS.get(where["part"], where["part"]) + number]
    if "page" in where:
        said.append(f"第{where['page']}页")
    if "sheet" in where:
        said.append(f"工作表“{where['sheet']}”")
    if "cell" in where:
        said.append(where["cell"])
    if "paragraph" in where:
        said.append(f"第{where['paragraph']}段")
    return "›".join(said)
