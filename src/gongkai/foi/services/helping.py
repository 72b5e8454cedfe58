"""Help an applicant needs to read or hear an answer (Art 43)."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _

from gongkai.foi.errors import StepRefused
from gongkai.foi.models import Case
from gongkai.foi.services.acts import acting
from gongkai.foi.text import cleaned

MOST_CHARACTERS = 200


def record_help_by_applicant(*, case: Case, on: date, help_needed: str) -> Case:
    """The applicant says which help is needed, or that none is (empty). Raises StepRefused once the request is closed.

    What is needed speaks of a person's health: the ledger only knows that it was said.
    """
    with acting(actor=None, case=case, on=on, duties=()) as act:
        if not act.case.is_open(on):
            raise StepRefused("FOI-CLOSED", _("申请已经办结，不能再登记。"))
        act.case.help_needed = cleaned(help_needed)[:MOST_CHARACTERS]
        act.case.save(update_fields=["help_needed"])
        act.note("help_recorded")
    case.help_needed = act.case.help_needed
    return case
