"""Declared content whose values not everybody may see lie sealed elsewhere (`PersonalValues`); the row only refers to them.

Which values those are the declaration says: what it masks or never shows (`Field.openness`), row by row. In Python the content
is always whole: it is opened when somebody reads the attribute, not before, and what stays the same keeps its reference, so that
a row that is saved again is byte for byte what was signed.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

from django.db import models

from gongkai.agencies.sealed_fields import OpenedOnReading
from gongkai.catalog import schemas
from gongkai.catalog.schemas.model import Field

MARK = "sealed"
Visit = Callable[
    [str, Mapping[str, Any], str, Any], Any
]  # table, row, field, value -> what stands there instead
Known = dict[tuple[str, str, str], dict[str, Any]]  # table, field, value as JSON -> its reference


class Closed:
    """Content as it is stored, nothing of it opened."""

    __slots__ = ("content",)

    def __init__(self, content: Any) -> None:
        self.content = content

    def __repr__(self) -> str:
        return "<sealed content>"


class Opened(OpenedOnReading):
    """Opens the content and remembers by which references, so that what stays the same keeps them."""

    def __get__(self, instance: Any, cls: Any = None) -> Any:
        if instance is not None and isinstance(closed := instance.__dict__.get(self.field.attname), Closed):
            field: Any = self.field
            instance.__dict__[field.attname], instance.__dict__[field.memory] = field.opened(closed.content)
        return super().__get__(instance, cls)

    def __set__(self, instance: Any, value: Any) -> None:
        if self.field.attname in instance.__dict__:
            self.__get__(instance)
        super().__set__(instance, value)


class DeclaredContentField(models.JSONField):
    """`Document.data`. The model has a field `schema` that names the declaration."""

    descriptor_class: Any = Opened

    @property
    def memory(self) -> str:
        """Where an instance keeps the references it was opened by."""
        return f"_{self.attname}_sealed"

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Any:
        """Closed where something in it is sealed."""
        return self.to_python(super().from_db_value(value, expression, connection))

    def to_python(self, value: Any) -> Any:
        """The same for what a version holds."""
        return Closed(value) if rows_of(value) else value

    def opened(self, content: Any) -> tuple[Any, Known]:
        """The content with its values, and the references they had. What was destroyed is None."""
        known: Known = {}
        kept = {row.pk: row.values for row in self._vault().filter(pk__in=rows_of(content))}

        def unseal(table: str, row: Mapping[str, Any], name: str, value: Any) -> Any:
            if not is_reference(value):
                return value
            number, place = value[MARK]
            found = kept[number][place] if number in kept else None
            known[table, name, json.dumps(found)] = value
            return found

        return each(content, unseal), known

    def pre_save(self, model_instance: Any, add: bool) -> Any:
        """The content as it is stored."""
        value = model_instance.__dict__.get(self.attname)
        if isinstance(value, Closed):
            return value.content
        known: Known = model_instance.__dict__.setdefault(self.memory, {})
        self._forget_what_is_gone(known)
        hidden = _hidden(model_instance.schema, known)
        wanted = _personal(value, hidden) if hidden else {}
        if not wanted:
            return value
        if not add and wanted.keys() - known.keys():
            known |= self._references_of(model_instance.pk)
        fresh = {key: one for key, one in wanted.items() if key not in known}
        if fresh:
            number = self._vault().create(values=list(fresh.values())).pk
            known |= {key: {MARK: [number, place]} for place, key in enumerate(fresh)}

        def seal(table: str, row: Mapping[str, Any], name: str, one: Any) -> Any:
            key = (table, name, json.dumps(one)) if (table, name) in hidden else None
            return known[key] if key in wanted else one

        return each(value, seal)

    def value_to_string(self, obj: Any) -> Any:
        """The same for a version."""
        return self.pre_save(obj, False)

    def _references_of(self, pk: Any) -> Known:
        """By which references the row in the database was stored."""
        held = self.model._default_manager.filter(pk=pk).values_list(self.attname, flat=True).first()
        return self.opened(held.content)[1] if isinstance(held, Closed) else {}

    def _forget_what_is_gone(self, known: Known) -> None:
        """A transaction that was rolled back took its sealed values along."""
        numbers = {reference[MARK][0] for reference in known.values()}
        if numbers:
            kept = set(self._vault().filter(pk__in=numbers).values_list("pk", flat=True))
            for key in [key for key, reference in known.items() if reference[MARK][0] not in kept]:
                del known[key]

    def _vault(self) -> Any:
        return self.model._meta.apps.get_model("catalog", "PersonalValues")._default_manager


def _hidden(slug: str, known: Known) -> dict[tuple[str, str], Field | None]:
    """The fields that are not shown to everybody in every row; without the declaration those that were sealed before."""
    schema = schemas.get(slug) if slug else None
    if schema is None:
        return {key[:2]: None for key in known}
    owners = [("", schema.fields), *((table.name, table.fields) for table in schema.tables)]
    return {
        (table, field.name): field
        for table, fields in owners
        for field in fields
        if field.public != "full" or field.masked_when
    }


def _personal(
    content: Any, hidden: Mapping[tuple[str, str], Field | None]
) -> dict[tuple[str, str, str], Any]:
    """The values that are to be sealed, each once."""
    found: dict[tuple[str, str, str], Any] = {}

    def look(table: str, row: Mapping[str, Any], name: str, value: Any) -> Any:
        if (table, name) in hidden and value not in (None, ""):
            field = hidden[table, name]
            if field is None or field.openness(row) != "full":
                found[table, name, json.dumps(value)] = value
        return value

    each(content, look)
    return found


def is_reference(value: Any) -> bool:
    """Whether a stored value stands for a sealed one. What people type is text and never looks like this."""
    return isinstance(value, dict) and value.keys() == {MARK}


def rows_of(content: Any) -> set[int]:
    """The rows of sealed values that a stored content refers to."""
    found: set[int] = set()

    def look(table: str, row: Mapping[str, Any], name: str, value: Any) -> Any:
        if is_reference(value):
            found.add(value[MARK][0])
        return value

    each(content, look)
    return found


def each(content: Any, visit: Visit) -> Any:
    """The content with every single value, of the whole and of the rows of its tables, as `visit` gives it."""
    if not isinstance(content, dict):
        return content
    made: dict[str, Any] = {}
    for name, value in content.items():
        if isinstance(value, list):
            made[name] = [
                {key: visit(name, row, key, one) for key, one in row.items()}
                if isinstance(row, dict)
                else row
                for row in value
            ]
        else:
            made[name] = visit("", content, name, value)
    return made
