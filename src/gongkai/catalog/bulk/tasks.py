"""Background work on batches."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django_tasks import task

from gongkai.agencies.models import User
from gongkai.catalog.bulk import batches, checking, fields, running, uploads
from gongkai.catalog.models import ImportBatch
from gongkai.convert.content_type import FileRefused
from gongkai.convert.tables import load as load_mapping
from gongkai.review.rules import Refused


@task()
def check(pk: int) -> None:
    """Check every document of a batch."""
    checking.carry_out(pk)


@task()
def load(pk: int, actor_pk: int) -> None:
    """Bring in the uploaded file of a batch, then check what it brought; why it could not stands in the batch."""
    batch = ImportBatch.objects.select_related("agency").get(pk=pk)
    path = uploads.path_of(batch.upload)
    if path is None:
        batches.give_up(batch, "no_file", "")
        return
    try:
        outcome = running.run(
            actor=User.objects.get(pk=actor_pk),
            agency=batch.agency,
            path=path,
            file_name=batch.file_name,
            layout=load_mapping(batch.mapping, fields.declared(), fields.FOLDERS),
            announced=batch.announced,
        )
    except FileRefused as refused:
        batches.give_up(batch, refused.code, refused.text)
    except (Refused, PermissionDenied) as refused:
        batches.give_up(batch, "refused", str(refused))
    else:
        batches.of_same_file(batch).update(upload=batch.upload, mapping=batch.mapping)
        if not outcome.faults:  # otherwise the rows can be had back as long as uploads are kept
            path.unlink(missing_ok=True)
        for number in outcome.batches:
            checking.carry_out(number)
