"""Records the office keeps as declared screens: rules, places, publicity days, press meetings, screens, addresses."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from gongkai.agencies import access
from gongkai.channels.models import PlaceDay, PublicityDay, ReadingPlace
from gongkai.channels.services.recording import (
    ARRANGING,
    PUBLISHING,
    check_evidence,
    keep_evidence,
    keeps_channels,
    record,
)
from gongkai.review.rules import Blocker, Refused


@transaction.atomic
def keep(*, actor: Any, instance: Any, save: Callable[[], Any], changed: Sequence[str] = ()) -> Any:
    """Save a record through its form's `save`, and note which fields changed. Raises PermissionDenied.

    A record without an agency is a channel: for those who keep the channels of everybody.
    """
    agency = getattr(instance, "agency", None)
    if agency is not None:
        access.require(actor, agency, *ARRANGING)
    elif not keeps_channels(actor):
        raise PermissionDenied(_("渠道设置由顶层机构的系统管理员维护。"))
    is_new = instance.pk is None
    saved = save()
    record(actor, saved, "made" if is_new else "changed", fields=sorted(changed))
    return saved


@transaction.atomic
def add_photos(*, actor: Any, day: PublicityDay, files: Sequence[UploadedFile]) -> PublicityDay:
    """Add photographs to a publicity day. Raises PermissionDenied, Refused when one is no picture; none is kept then."""
    access.require(actor, day.agency, *PUBLISHING)
    if not files:
        raise Refused([Blocker("EVIDENCE-NONE", _("请选择照片。"))])
    for file in files:
        check_evidence(file, pictures_only=True)
    for file in files:
        day.photos.add(keep_evidence(actor=actor, agency=day.agency, file=file))
    record(actor, day, "photographed", photos=len(files))
    return day


@transaction.atomic
def count_visits(*, actor: Any, place: ReadingPlace, on: date, visits: int, questions: int) -> PlaceDay:
    """Record or correct how many people came to a place on a day. Raises PermissionDenied, Refused."""
    access.require(actor, place.agency, *PUBLISHING)
    found = []
    if on > timezone.localdate() or on < place.since:
        found.append(Blocker("PLACE-DAY", _("日期不能晚于今天，也不能早于启用日期。")))
    if place.kind not in ReadingPlace.STAFFED:
        found.append(Blocker("PLACE-UNSTAFFED", _("公告栏和信息屏不登记查阅人次。")))
    if found:
        raise Refused(found)
    row, _made = PlaceDay.objects.update_or_create(
        place=place, on=on, defaults={"visits": visits, "questions": questions, "recorded_by": actor}
    )
    record(actor, row, "counted", on=on, visits=visits, questions=questions)
    return row
