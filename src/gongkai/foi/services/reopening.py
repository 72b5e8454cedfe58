"""An answer was set aside by a reconsideration body or a court and a new one ordered (decision record 0102)."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from gongkai.foi.errors import StepRefused
from gongkai.foi.models import Case, Decision
from gongkai.foi.services.acts import DECIDING, HANDLING, Act, acting
from gongkai.foi.text import cleaned

ORDERED = "new_answer_ordered"


def reopen_case(*, actor: Any, case: Case, remedy: int, on: date, basis: str = "reconsideration") -> Case:
    """Handle a closed request anew: a fresh limit from `on`, the day the decision or judgment took effect for the agency.

    `remedy` is the id of the proceeding that ordered it, `basis` reconsideration or litigation. The first result keeps its
    place in the report of its year. Raises PermissionDenied; StepRefused while the request is open.
    """
    with acting(actor=actor, case=case, on=on, duties=(*HANDLING, *DECIDING)) as act:
        if act.case.is_open(on) or act.case.closed_on == on:
            raise StepRefused(
                "FOI-REOPEN-OPEN",
                _("申请在这一天之前没有办结，不能重新办理。"),
                "",
                _("请核对复议决定、判决的生效或者收到日期；尚未办结的，直接在期限内答复。"),
            )
        act.happen({"type": "reopened", "on": on.isoformat(), "basis": basis})
        act.note(ORDERED, {"remedy": remedy, "on": on.isoformat()})
        drafts = (Decision.State.PROPOSED, Decision.State.RETURNED)
        act.case.decisions.filter(state__in=drafts).update(state=Decision.State.VOIDED)
        act.case.decisions.filter(state=Decision.State.MADE).update(state=Decision.State.SET_ASIDE)
    return case


def undo_reopening(*, actor: Any, case: Case, remedy: int, reason: str) -> Case:
    """The result that ordered a new answer was entered by mistake: the request is closed as before.

    Without effect when the proceeding ordered none. Raises StepRefused when the new answer has already been made.
    """
    with acting(actor=actor, case=case, on=timezone.localdate(), duties=(*HANDLING, *DECIDING)) as act:
        event_id = _reopened_by(act, remedy)
        if event_id is not None:
            act.void(event_id, cleaned(reason)[:300])
            stands_again(act)
    return case


def stands_again(act: Act) -> None:
    """The answer that had been set aside last stands again, unless a new one was made."""
    if act.case.decisions.filter(state=Decision.State.MADE).exists():
        return
    last = act.case.decisions.filter(state=Decision.State.SET_ASIDE).last()
    if last is not None:
        last.state = Decision.State.MADE
        last.save(update_fields=["state"])


def _reopened_by(act: Act, remedy: int) -> int | None:
    """The standing event by which the proceeding reopened the request."""
    days = {
        row.data["on"]
        for row in act.facts.history
        if row.type.endswith(f".{ORDERED}") and row.data["remedy"] == remedy
    }
    return next(
        (
            row.pk
            for row, event in zip(act.facts.rows, act.facts.dicts, strict=True)
            if event["type"] == "reopened" and event["on"] in days
        ),
        None,
    )
