"""An office's own wording of a letter: kept as a new version each time, refused while it lacks what the law demands."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from gongkai.agencies import access
from gongkai.agencies.models import Agency, Duty
from gongkai.foi import letter_rules, letter_texts
from gongkai.foi.errors import StepRefused
from gongkai.foi.letter_rules import Fault
from gongkai.foi.models import LetterTemplate
from gongkai.foi.text import cleaned
from gongkai.ledger import services as ledger

KIND = "foi.letter_template"


class WordingRefused(Exception):  # noqa: N818 - named after what happened
    """A template that would not do; `faults` are all of them."""

    def __init__(self, faults: list[Fault]) -> None:
        super().__init__(" ".join(fault.text for fault in faults))
        self.faults = faults


def may_word(actor: Any, agency: Agency | None) -> bool:
    """Whether the actor may change wordings there: an administrator of the agency; for all, one of a topmost agency."""
    if agency is not None:
        return access.holds(actor, agency, Duty.ADMINISTRATOR)
    return access.acting_agencies(actor, Duty.ADMINISTRATOR).filter(depth=1).exists()


def save_wording(
    *, actor: Any, agency: Agency | None, name: str, title: str, text: str, since: date
) -> LetterTemplate:
    """A new version of a letter's text for an agency and all below it (None: for all), in use from a day on.

    Raises PermissionDenied, WordingRefused with every fault, StepRefused for an unknown letter or a day that has passed.
    """
    _require(actor, agency, name, since)
    title, text = cleaned(title), "\n".join(letter_rules.lines(cleaned(text)))
    if faults := letter_rules.faults(name, title, text):
        raise WordingRefused(faults)
    return _append(actor, agency, name, since, {"title": title, "text": text, "active": True})


def reset_wording(*, actor: Any, agency: Agency | None, name: str, since: date) -> LetterTemplate:
    """From that day the inherited text holds again; what was written before is kept.

    Raises PermissionDenied, and StepRefused when there is no text of one's own.
    """
    _require(actor, agency, name, since)
    last = LetterTemplate.objects.filter(name=name, agency=agency).order_by("version").last()
    if last is None or not last.active:
        raise StepRefused("FOI-WORDING-NONE", _("这里没有修改过的模板，用的就是上级的或者内置的。"))
    return _append(actor, agency, name, since, {"title": last.title, "text": "", "active": False})


def _require(actor: Any, agency: Agency | None, name: str, since: date) -> None:
    if not may_word(actor, agency):
        access.require(actor, agency or Agency.objects.filter(depth=1)[0], Duty.ADMINISTRATOR)
    if name not in letter_texts.templates():
        raise StepRefused("FOI-WORDING-UNKNOWN", _("没有这种文书。"))
    if since < timezone.localdate():
        raise StepRefused("FOI-WORDING-PAST", _("启用日期不能早于今天，已经发出的文书不受影响。"))


def _append(
    actor: Any, agency: Agency | None, name: str, since: date, fields: dict[str, Any]
) -> LetterTemplate:
    with transaction.atomic():
        if agency is not None:
            Agency.objects.select_for_update().get(pk=agency.pk)
        rows = LetterTemplate.objects.filter(name=name, agency=agency)
        version = (rows.aggregate(last=Max("version"))["last"] or 0) + 1
        row = LetterTemplate.objects.create(
            name=name, agency=agency, version=version, since=since, made_by=actor, **fields
        )
        happened = "saved" if row.active else "reset"
        data = {"name": name, "version": version, "agency_id": agency.pk if agency else None}
        today = timezone.localdate()
        ledger.append(ledger.NewEvent(KIND, row.pk, f"{KIND}.{happened}", today, data, actor))
    return row
