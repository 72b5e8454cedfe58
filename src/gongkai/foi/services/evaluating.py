"""The applicant says how it went: once for an answered request, changeable for thirty days."""

from __future__ import annotations

from datetime import date, timedelta

from django.utils.translation import gettext as _

from gongkai.foi.errors import StepRefused
from gongkai.foi.models import Case, Evaluation
from gongkai.foi.services.acts import acting
from gongkai.foi.text import cleaned

OPEN_FOR_DAYS = 30
MOST_CHARACTERS = 500


def changeable_until(row: Evaluation) -> date:
    """The last day on which the applicant may change it."""
    return row.given_on + timedelta(days=OPEN_FOR_DAYS)


def evaluate_by_applicant(*, case: Case, on: date, score: int, words: str = "") -> Evaluation:
    """Give an evaluation or change it, for an applicant known by number and code. Raises StepRefused.

    The ledger keeps the figure; the words may speak of people and stay sealed in this room.
    """
    with acting(actor=None, case=case, on=on, duties=()) as act:
        if act.case.status_on(on) != Case.Status.DECIDED:
            raise StepRefused("FOI-NOT-DECIDED", _("答复之后才能评价。"))
        if score not in Evaluation.Score.values:
            raise StepRefused("FOI-SCORE", _("请选择1至5中的一个。"))
        row = Evaluation.objects.filter(case=act.case).first()
        if row is None:
            row = Evaluation(case=act.case, given_on=on)
        elif on > changeable_until(row):
            raise StepRefused("FOI-EVALUATION-CLOSED", _("评价已满三十日，不能再修改。"))
        row.score, row.words = score, cleaned(words)[:MOST_CHARACTERS]
        act.note("evaluated", {"score": score})
        row.save()
    return row
