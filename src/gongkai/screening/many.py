"""Looking at many objects at once: where nothing is found, which is the rule, a handful of rows tells so for all of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Q
from django.utils import timezone

from gongkai.agencies.models import Agency
from gongkai.scan import Dictionary
from gongkai.screening import looking, running, subjects, words
from gongkai.screening.models import Screening
from gongkai.screening.subjects import Item

State, Kind = Screening.State, Screening.Kind


def look(objects: Sequence[Any], agency: Agency) -> None:
    """See that the newest content of objects of one kind and agency is looked at, now and not in the background.

    Objects without files that were never looked at and in which nothing is found take two queries together; each of the
    others goes the ordinary way. What has been looked at with the words and detectors of now is not looked at again.
    """
    if not objects:
        return
    model = type(objects[0])
    pks = [obj.pk for obj in objects]
    fine = settled(model, pks, agency)
    known = set(_rows(model, pks).values_list("object_id", flat=True))
    subject = subjects.of(objects[0])
    dictionary = words.dictionary(agency, timezone.localdate())
    clean: list[tuple[Any, Item]] = []
    for obj in objects:
        if obj.pk in fine and obj.pk in known:
            continue
        items = subject.items(obj)
        if obj.pk in known or len(items) > 1 or _finds_anything(items[0], agency, dictionary):
            for row in running.prepare(obj):
                running.run(row.pk)
        else:
            clean.append((obj, items[0]))
    _keep(model, clean, agency)


def settled(model: Any, pks: Iterable[int], agency: Agency) -> set[int]:
    """Of these objects, those that were looked at completely with the words of now and have nothing grave that is open."""
    pks = list(pks)
    version = looking.version(agency, timezone.localdate())
    rows = _rows(model, pks).filter(current=True)
    fine = Q(state=State.DONE, version=version, open_serious=0)
    bad = set(rows.exclude(fine).values_list("object_id", flat=True))
    return set(rows.filter(fine).values_list("object_id", flat=True)) - bad


def forget(model: Any, pks: Iterable[int]) -> None:
    """The objects are gone before anybody decided anything about them: their screenings go too."""
    _rows(model, list(pks)).delete()


def _rows(model: Any, pks: Sequence[int]) -> Any:
    kind = ContentType.objects.get_for_model(model, for_concrete_model=False)
    return Screening.objects.filter(content_type=kind, object_id__in=pks)


def _finds_anything(item: Item, agency: Agency, dictionary: Dictionary) -> bool:
    contents = looking.read(item.read(), item.name, ours=True)
    return bool(looking.look(contents, item.sha256, agency, timezone.localdate(), dictionary).findings)


def _keep(model: Any, clean: Sequence[tuple[Any, Item]], agency: Agency) -> None:
    kind = ContentType.objects.get_for_model(model, for_concrete_model=False)
    version, now = looking.version(agency, timezone.localdate()), timezone.now()
    Screening.objects.bulk_create(
        [
            Screening(
                content_type=kind,
                object_id=obj.pk,
                agency=agency,
                kind=Kind.TEXT,
                title=item.title[:300],
                sha256=item.sha256,
                version=version,
                state=State.DONE,
                requested_at=now,
                finished_at=now,
            )
            for obj, item in clean
        ],
        batch_size=200,
    )
