"""Background work on batches."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django_tasks import task

from gongkai.agencies.models import User
from gongkai.catalog.bulk import checking, fields, running, uploads
from gongkai.catalog.models import ImportBatch
from gongkai.convert.content_type import FileRefused
from gongkai.convert.tables import load as load_mapping
from gongkai.review.rules import Refused


@task()
def check(pk: int) -> None:
    """Check every document of a batch."""
    checking.carry_out(pk)


@task()
def load(pk: int, token: str, mapping: str, actor_pk: int) -> None:
    """Bring in an uploaded file, then check what it brought; why it could not stands in the batch."""
    batch = ImportBatch.objects.select_related("agency").get(pk=pk)
    path = uploads.path_of(token)
    if path is None:
        running.give_up(batch, "no_file", "")
        return
    layout = load_mapping(mapping, fields.declared(), fields.FOLDERS)
    try:
        outcome = running.run(
            actor=User.objects.get(pk=actor_pk),
            agency=batch.agency,
            path=path,
            file_name=batch.file_name,
            layout=layout,
            announced=batch.announced,
        )
    except FileRefused as refused:
        running.give_up(batch, refused.code, refused.text)
    except (Refused, PermissionDenied) as refused:
        running.give_up(batch, "refused", str(refused))
    else:
        path.unlink(missing_ok=True)
        for number in outcome.batches:
            checking.carry_out(number)
