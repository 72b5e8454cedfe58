"""What is screened, as the rooms above present it: this room knows no document.

A room registers one `Subject` for each of its models when it starts (`catalog.screened` does).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from django.contrib.contenttypes.models import ContentType
from django.db.models import Model, QuerySet


@dataclass(frozen=True, slots=True)
class Item:
    """One text or file of an object. `item_id`: 0 for its text, which `read` gives as HTML; `name` tells the kind of file."""

    kind: str
    item_id: int
    title: str
    name: str
    sha256: str
    read: Callable[[], bytes]

    @property
    def key(self) -> tuple[str, int, str]:
        """What makes it this content of this text or file."""
        return (self.kind, self.item_id, self.sha256)


class Subject(Protocol):
    """One kind of object with an `agency` and a `ledger_kind`."""

    @property
    def model(self) -> type[Model]:
        """Its model."""

    def versions(self, obj: Any) -> Sequence[Any]:
        """The newest draft first, then what is public, where that is another one."""

    def items(self, version: Any) -> Sequence[Item]:
        """Every text and file of a version."""

    def published(self) -> QuerySet[Any]:
        """Everything that is public."""

    def in_hand(self) -> QuerySet[Any]:
        """Everything that is on its way to be published."""

    def address(self, obj: Any) -> str:
        """Where the office works on it."""

    def may_change(self, actor: Any, obj: Any) -> bool:
        """Whether the actor may change the draft now."""

    def replace(self, *, actor: Any, obj: Any, item: Item, name: str, data: bytes) -> Item:
        """Put redacted content, under a name that was redacted too, in the item's place in the draft and have it looked
        at; the new item."""


_known: dict[str, Subject] = {}


def register(subject: Subject) -> None:
    """Make a kind of object known."""
    _known[subject.model._meta.label_lower] = subject


def every() -> Iterable[Subject]:
    """Every kind, in a fixed order."""
    return [_known[label] for label in sorted(_known)]


def of(obj: Any) -> Subject:
    """The kind of an object. Raises KeyError for what is not screened."""
    return _known[obj._meta.label_lower]


def labelled(label: str) -> Subject | None:
    """The kind with that name ("catalog.document")."""
    return _known.get(label)


def object_of(row: Any) -> Any | None:
    """The object a screening, decision or redaction is about; None when it is gone."""
    subject = _known.get(label_of(row))
    return None if subject is None else subject.model._default_manager.filter(pk=row.object_id).first()


def label_of(row: Any) -> str:
    """The name of the kind a row is about."""
    content_type = ContentType.objects.get_for_id(row.content_type_id)
    return f"{content_type.app_label}.{content_type.model}"


def key_of(obj: Any) -> dict[str, Any]:
    """The filter that finds an object's rows."""
    return {
        "content_type": ContentType.objects.get_for_model(obj, for_concrete_model=False),
        "object_id": obj.pk,
    }
