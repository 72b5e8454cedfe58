"""Write docs/reference/cli.md from the commands themselves. A test compares the file with what this would write."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import click

from gongkai.cli.root import COMMANDS, main

TARGET = Path(__file__).resolve().parent.parent / "docs" / "reference" / "cli.md"


def walk(command: click.Command, path: list[str], parent: click.Context | None) -> Iterator[str]:
    """One section a command, its members after it."""
    context = click.Context(
        command, info_name=path[-1], parent=parent, terminal_width=100, max_content_width=100
    )
    yield f"{'#' * min(len(path) + 1, 4)} {' '.join(path)}\n\n```text\n{command.get_help(context)}\n```\n"
    if isinstance(command, click.Group):
        for name in command.list_commands(context):
            if member := command.get_command(context, name):
                yield from walk(member, [*path, name], context)


def text() -> str:
    """The whole page."""
    root = click.Context(main, info_name="gongkai", terminal_width=100, max_content_width=100)
    parts = [
        "# Command line\n",
        "Generated from the commands by `scripts/cli_reference.py`; a test keeps it true.\n",
    ]
    parts.append(f"```text\n{main.get_help(root)}\n```\n")
    for name in COMMANDS:
        if name != "manage":
            command = main.get_command(root, name)  # type: ignore[attr-defined]
            parts.extend(walk(command, ["gongkai", name], root))
    parts.append(
        "## gongkai manage\n\nRuns a Django management command: `gongkai manage migrate`, `gongkai manage createsuperuser` …\n"
    )
    return "\n".join(parts)


if __name__ == "__main__":
    TARGET.write_text(text(), encoding="utf-8")
