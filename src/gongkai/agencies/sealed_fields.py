"""Fields whose content is sealed in the database and opened when somebody reads the attribute, not before.

A list that does not show a content never decrypts one. A sealed field cannot be searched; the lookups left are
`field=""` and `isnull`.
"""

from __future__ import annotations

import json
from typing import Any

from django.core.exceptions import FieldError
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models.lookups import Exact, IsNull
from django.db.models.query_utils import DeferredAttribute

from gongkai.agencies import sealing


class Sealed:
    """A content nobody has opened yet. It shows itself as closed, wherever it gets printed."""

    __slots__ = ("place", "token")

    def __init__(self, token: str, place: str) -> None:
        self.token, self.place = token, place

    def open(self) -> str:
        """The text. Raises sealing.SealBroken."""
        return sealing.unseal(self.token, self.place)

    def __repr__(self) -> str:
        return f"<sealed {self.place}>"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sealed) and other.token == self.token

    def __hash__(self) -> int:
        return hash(self.token)


class OpenedOnReading(DeferredAttribute):
    """Opens the content the first time the attribute is read, and keeps it opened on the instance."""

    def __get__(self, instance: Any, cls: Any = None) -> Any:
        value = super().__get__(instance, cls)
        if isinstance(value, Sealed):
            value = instance.__dict__[self.field.attname] = self.field.opened(value)  # type: ignore[attr-defined]
        return value

    def __set__(self, instance: Any, value: Any) -> None:
        instance.__dict__[self.field.attname] = value


class OnlyBlank(Exact):
    """The one comparison a sealed field allows: whether it is blank."""

    def get_prep_lookup(self) -> Any:
        """Refuse anything but the blank."""
        if self.rhs != "":
            raise FieldError("A sealed field cannot be searched; use its hash.")
        return ""


class SealedMixin(models.Field):
    """What every sealed field does; `max_length` limits the text, the column is as long as it must be."""

    descriptor_class: Any = OpenedOnReading
    place: str

    def contribute_to_class(self, cls: Any, name: str, private_only: bool = False) -> None:
        """Know the place the content is bound to."""
        super().contribute_to_class(cls, name, private_only)
        self.place = f"{cls._meta.app_label}.{cls._meta.model_name}.{name}"

    def get_internal_type(self) -> str:
        """Stored as text without a limit."""
        return "TextField"

    def opened(self, value: Sealed) -> Any:
        """The content as Python sees it."""
        return value.open()

    def written(self, value: Any) -> str:
        """The content as text."""
        return str(value)

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Any:
        """Closed, until it is read."""
        return Sealed(value, self.place) if value else value

    def get_prep_value(self, value: Any) -> Any:
        """Sealed; what was never opened stays as it is."""
        if isinstance(value, Sealed):
            return value.token
        if value is None or value == "":
            return value
        return sealing.seal(self.written(value), self.place)

    def get_lookup(self, lookup_name: str) -> Any:
        """Blank or missing; nothing else can be asked."""
        known = {"exact": OnlyBlank, "isnull": IsNull}
        if lookup_name not in known:
            raise FieldError(f"{self.place} is sealed: no lookup {lookup_name!r}. Use its hash.")
        return known[lookup_name]

    def get_transform(self, lookup_name: str) -> None:
        """Nothing can be computed from it."""


class SealedCharField(SealedMixin, models.CharField):
    """A sealed line of text."""


class SealedEmailField(SealedMixin, models.EmailField):
    """A sealed mail address."""


class SealedTextField(SealedMixin, models.TextField):
    """A sealed text."""


class SealedJSONField(SealedMixin, models.TextField):
    """A sealed mapping, kept as JSON text."""

    _pyi_private_set_type: Any
    _pyi_private_get_type: Any

    def opened(self, value: Sealed) -> Any:
        """The mapping."""
        return json.loads(value.open())

    def written(self, value: Any) -> str:
        """JSON."""
        return json.dumps(value, ensure_ascii=False, cls=DjangoJSONEncoder)

    def to_python(self, value: Any) -> Any:
        """Kept as it is."""
        return value


def sealed_fields(model: type[models.Model]) -> list[Any]:
    """The sealed fields of a model."""
    return [field for field in model._meta.fields if isinstance(field, SealedMixin)]
