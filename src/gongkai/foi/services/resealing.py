"""Sealing what lies open and what older keys sealed: once when this begins, and again whenever a key is replaced."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.apps import apps as installed
from django.db import connections, models, transaction
from django.db.models import FileField

from gongkai.agencies import sealed_storage as storage
from gongkai.agencies import sealing
from gongkai.foi import hashes
from gongkai.foi.models.sealed import SealedMixin, SearchHashField, sealed_fields

BATCH = 500


@dataclass(frozen=True, slots=True)
class Resealed:
    """How many rows and files were sealed anew."""

    rows: int
    files: int


def reseal(apps: Any = installed, using: str = "default") -> Resealed:
    """Seal every row and file with the first key. May be stopped and run again; `apps` as a migration has them.

    Raises sealing.SealBroken when a key is missing; what was done by then stays done and is readable.
    """
    rows = files = 0
    for model in personal_models(apps):
        for batch in _batches(model, using):
            with transaction.atomic(using=using):
                rows += sum(_reseal_row(model, using, *row) for row in batch)
        files += sum(storage.reseal(name) for name in _file_names(model, using))
    return Resealed(rows, files)


def personal_models(apps: Any = installed) -> list[type[models.Model]]:
    """The models of any room that have sealed fields or sealed files."""
    return [model for model in apps.get_models() if sealed_fields(model) or file_fields(model)]


def key_ids() -> dict[str, int]:
    """How many stored texts each key sealed; '' for texts that lie open. For checking before a key is thrown away."""
    found: dict[str, int] = {}
    for model in personal_models():
        for field in sealed_fields(model):
            for token in _tokens(model, field):
                key = sealing.key_id(token) if sealing.is_sealed(token) else ""
                found[key] = found.get(key, 0) + 1
    return found


def problems() -> list[str]:
    """What `gongkai verify` says of the sealing: texts that lie open, and keys that are not at hand."""
    at_hand = {key.id for key in sealing.keyring()}
    found = []
    for key, many in sorted(key_ids().items()):
        if not key:
            found.append(f"{many} 处个人信息没有加密：请运行 gongkai privacy rotate-key")
        elif key not in at_hand:
            found.append(f"{many} 处个人信息由密钥 {key} 加密，该密钥不在 GONGKAI_APPLICANT_KEY 中")
    return found


def _tokens(model: type[models.Model], field: Any) -> Iterator[str]:
    head = models.functions.Substr(models.functions.Cast(field.name, models.TextField()), 1, sealing.HEADER)
    rows: Any = model._default_manager.exclude(**{field.name: ""}).annotate(head=head)
    return iter(rows.values_list("head", flat=True).iterator(chunk_size=2000))


def file_fields(model: type[models.Model]) -> list[Any]:
    """The fields of a model that hold sealed files."""
    return [
        field
        for field in model._meta.fields
        if isinstance(field, FileField) and isinstance(field.storage, storage.SealedStorage)
    ]


def _batches(model: type[models.Model], using: str) -> Iterator[list[tuple[int, list[Any]]]]:
    """The stored texts as they are, neither opened nor read by the fields."""
    columns = [field.column for field in sealed_fields(model)]
    if not columns:
        return
    quote = connections[using].ops.quote_name
    wanted = ", ".join(quote(name) for name in columns)
    last = 0
    while True:
        with connections[using].cursor() as cursor:
            cursor.execute(
                f"SELECT id, {wanted} FROM {quote(model._meta.db_table)} WHERE id > %s ORDER BY id LIMIT {BATCH}",  # noqa: S608 - names of our own columns
                [last],
            )
            rows = [(row[0], list(row[1:])) for row in cursor.fetchall()]
        if not rows:
            return
        last = rows[-1][0]
        yield rows


def _reseal_row(model: type[models.Model], using: str, pk: int, stored: list[Any]) -> bool:
    changed: dict[str, str] = {}
    fields = sealed_fields(model)
    current = sealing.keyring()[0].id
    for field, token in zip(fields, stored, strict=True):
        if not token or (sealing.is_sealed(token) and sealing.key_id(token) == current):
            continue
        changed[field.column] = sealing.seal(_plain(field, token), _place(model, field))
    if not changed:
        return False
    changed |= dict(_hashes(model, {f.name: (f, t) for f, t in zip(fields, stored, strict=True)}))
    before = {
        field.column: token for field, token in zip(fields, stored, strict=True) if field.column in changed
    }
    quote = connections[using].ops.quote_name
    sets = ", ".join(f"{quote(name)} = %s" for name in changed)
    same = " AND ".join(f"{quote(name)} = %s" for name in before)
    with connections[using].cursor() as cursor:  # nothing that was written in the meantime is written over
        cursor.execute(
            f"UPDATE {quote(model._meta.db_table)} SET {sets} WHERE id = %s AND {same}",  # noqa: S608 - names of our own columns
            [*changed.values(), pk, *before.values()],
        )
    return True


def _hashes(model: type[models.Model], stored: dict[str, tuple[Any, Any]]) -> Iterable[tuple[str, str]]:
    for field in model._meta.fields:
        if isinstance(field, SearchHashField):
            source, token = stored[field.of]
            yield str(field.column), hashes.number_hash(field.of, _plain(source, token) if token else "")


def _plain(field: SealedMixin, token: str) -> str:
    return sealing.unseal(token, field.place) if sealing.is_sealed(token) else token


def _place(model: type[models.Model], field: Any) -> str:
    return f"{model._meta.app_label}.{model._meta.model_name}.{field.name}"


def _file_names(model: type[models.Model], using: str) -> Iterator[str]:
    for field in file_fields(model):
        names: Any = (
            model._default_manager.using(using).exclude(**{field.name: ""}).values_list(field.name, flat=True)
        )
        yield from names.iterator(chunk_size=2000)
