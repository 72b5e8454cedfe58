"""The sealed fields of a case: sealing one says that its content is personal, and goes when the case is destroyed."""

from __future__ import annotations

from typing import Any

from django.db import models

from gongkai.agencies.sealed_fields import (
    Sealed,
    SealedCharField,
    SealedEmailField,
    SealedJSONField,
    SealedMixin,
    SealedTextField,
    sealed_fields,
)
from gongkai.foi import hashes

__all__ = [
    "Sealed",
    "SealedCharField",
    "SealedEmailField",
    "SealedJSONField",
    "SealedMixin",
    "SealedTextField",
    "SearchHashField",
    "sealed_fields",
]


class SearchHashField(models.CharField):
    """The keyed hash of a sealed field of the same row, drawn whenever the row is written."""

    def __init__(self, *args: Any, of: str, **kwargs: Any) -> None:
        self.of = of
        kwargs |= {"max_length": 64, "db_index": True, "blank": True, "editable": False, "default": ""}
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:
        """With the name of the field it is drawn from."""
        name, path, args, kwargs = super().deconstruct()
        return name, path, args, {**kwargs, "of": self.of}

    def pre_save(self, model_instance: Any, add: bool) -> str:
        """Draw it anew."""
        value = hashes.number_hash(self.of, getattr(model_instance, self.of) or "")
        setattr(model_instance, self.attname, value)
        return value
