"""Structured lists declared as data: one YAML file says what a list holds, how it is checked, masked, shown and for how long.

A document carries the slug of its schema and its content by the declared fields; adding a list takes a file, no migration.
"""

from gongkai.catalog.schemas.cleaning import clean
from gongkai.catalog.schemas.loading import BrokenSchemaError, all, faults, get, lists, read  # noqa: A004
from gongkai.catalog.schemas.model import ROWS, Field, Problem, Schema, Table, blank

__all__ = [
    "ROWS",
    "BrokenSchemaError",
    "Field",
    "Problem",
    "Schema",
    "Table",
    "all",
    "blank",
    "clean",
    "faults",
    "get",
    "lists",
    "read",
]
