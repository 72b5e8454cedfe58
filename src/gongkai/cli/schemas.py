"""`gongkai schemas …`: the declarations of structured lists."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from gongkai.cli.django_setup import start_django


@click.group()
def schemas() -> None:
    """Declared lists: which there are, whether a file can be used, the public rows made again."""


@schemas.command("list")
def list_() -> None:
    """Every usable declaration, and the files that were left out. Exit code 1 when there are some."""
    start_django()
    from gongkai.catalog import schemas as declarations

    for schema in declarations.all().values():
        fields = len(schema.fields) + sum(len(table.fields) for table in schema.tables)
        click.echo(f"{schema.slug}  {schema.label}  {schema.form}  {schema.article}  {fields} 项 / fields")
    for fault in declarations.faults():
        _tell(fault.path, fault.errors)
    sys.exit(1 if declarations.faults() else 0)


@schemas.command()
@click.argument(
    "files", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path)
)
def check(files: tuple[Path, ...]) -> None:
    """Say everything that is wrong in FILES before they are put into the folder of GONGKAI_SCHEMAS."""
    start_django()
    from gongkai.catalog import schemas as declarations

    broken = False
    for path in files:
        try:
            schema = declarations.read(path)
        except declarations.BrokenSchemaError as error:
            broken = True
            _tell(path, error.errors)
        else:
            replaced = declarations.get(schema.slug)
            also = f"；将替换“{replaced.label}” / replaces it" if replaced else ""
            click.echo(f"{path}: 可以使用 / usable: {schema.slug} {schema.label}{also}")
    sys.exit(1 if broken else 0)


@schemas.command()
def rebuild() -> None:
    """Make the rows of every public list again, after a declaration changed. Rows that stay keep their address."""
    start_django()
    from gongkai.catalog import entries

    looked, written = entries.rebuild()
    click.echo(
        f"清单 {looked} 份，写入或删去 {written} 行 / {looked} lists, {written} rows written or removed"
    )


def _tell(path: Path, errors: tuple[str, ...] | list[str]) -> None:
    click.echo(f"{path}: 不能使用 / not usable", err=True)
    for error in errors:
        click.echo(f"  {error}", err=True)
