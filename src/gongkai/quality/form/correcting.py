"""Putting what is certainly right in the place of what was found, in the HTML itself, without touching anything else."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from lxml import html as markup

from gongkai.quality.form.model import Finding
from gongkai.quality.form.reading import Run, runs, tree


def corrected(html: str, findings: Iterable[Finding]) -> str:
    """The body with each finding's `right` in its place; those without one, and those that overlap an earlier one, are left."""
    root = tree(html)
    blocks = [part for part in runs(root) if isinstance(part, Run)]
    wanted: dict[int, list[Finding]] = defaultdict(list)
    for finding in findings:
        if finding.block is not None and finding.right is not None:
            wanted[finding.block].append(finding)
    for number, changes in wanted.items():
        _change(blocks[number], changes)
    made: str = markup.tostring(root, encoding="unicode")
    return made.removeprefix("<section>").removesuffix("</section>")


def _change(run: Run, changes: list[Finding]) -> None:
    """From the end to the beginning, so that places before stay where they are."""
    before = len(run.text) + 1
    for change in sorted(changes, key=lambda one: one.start, reverse=True):
        if change.end > before or change.right is None:
            continue
        before = change.start
        _replace(run, change.start, change.end, change.right)


def _replace(run: Run, start: int, end: int, right: str) -> None:
    """The first text node of the stretch takes the new words, the others lose theirs; a line break is never touched."""
    at = 0
    rest: str | None = right
    for number, (element, is_tail, words) in enumerate(run.nodes):
        since, until = max(start - at, 0), min(end - at, len(words))
        at += len(words)
        if since >= until or (element.tag == "br" and not is_tail):
            continue
        made = words[:since] + (rest or "") + words[until:]
        rest = None
        run.nodes[number] = (element, is_tail, made)
        _write(element, is_tail, made)


def _write(element: Any, is_tail: bool, words: str) -> None:
    if is_tail:
        element.tail = words
    else:
        element.text = words
