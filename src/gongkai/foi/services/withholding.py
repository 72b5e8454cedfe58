"""Partial disclosure (Art 37): every part withheld has its own ground and reason, and the redacted copy is at hand."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from gongkai.foi.errors import StepRefused
from gongkai.foi.models import Case, CaseFile, Decision, WithheldPart
from gongkai.foi.services.acts import acting
from gongkai.foi.text import cleaned
from gongkai.law.grounds import GROUNDS

PARTIAL = "partial"
ARTICLE = "条例第三十七条"


def add_withheld_part(
    *, actor: Any, case: Case, on: date, what: str, ground: str, reason: str
) -> WithheldPart:
    """Name a part that will not be disclosed, with its ground (`law.grounds`) and reason. Raises StepRefused."""
    with acting(actor=actor, case=case, on=on) as act:
        _require_open(act.case, on)
        if ground not in GROUNDS:
            raise StepRefused(
                "FOI-PART-GROUND",
                _("请选择不予公开的依据。"),
                _("条例第十四条至第十六条"),
            )
        if not cleaned(what) or not cleaned(reason):
            raise StepRefused("FOI-PART-INCOMPLETE", _("请写明不予公开的部分和理由。"), _(ARTICLE))
        row = WithheldPart.objects.create(
            case=act.case, what=cleaned(what), ground=ground, reason=cleaned(reason), added_by=actor
        )
        act.note("withheld_part_added", {"part_id": row.pk, "ground": ground})
    return row


def remove_withheld_part(*, actor: Any, case: Case, on: date, part: int) -> WithheldPart:
    """Take a part off the list again, as long as no answer rests on it. Raises StepRefused."""
    with acting(actor=actor, case=case, on=on) as act:
        _require_open(act.case, on)
        row = standing_parts(act.case).filter(pk=part).first()
        if row is None:
            raise StepRefused("FOI-PART-UNKNOWN", _("没有这一部分，或者已经删去。"))
        row.removed = True
        row.save(update_fields=["removed"])
        act.note("withheld_part_removed", {"part_id": row.pk})
    return row


def standing_parts(case: Case) -> QuerySet[WithheldPart]:
    """The parts the next answer would withhold: not taken off, and not fixed by an answer that was made."""
    undecided = Q(decision__isnull=True) | Q(decision__state=Decision.State.VOIDED)
    return WithheldPart.objects.filter(undecided, case=case, removed=False)


def redacted_copies(case: Case) -> QuerySet[CaseFile]:
    """The redacted copies on file, since the request was opened again if it was."""
    files = case.files.filter(role=CaseFile.Role.REDACTED).exclude(file="")
    return files.filter(added_at__date__gte=case.reopened_on) if case.reopened_on else files


def refusal(case: Case, outcome: str) -> StepRefused | None:
    """Why a partial disclosure may not be answered yet; None for other outcomes and when all is there."""
    if outcome != PARTIAL:
        return None
    if not standing_parts(case).exists():
        return StepRefused(
            "FOI-PARTS-MISSING",
            _("部分公开的，应当逐项列明不予公开的部分、依据和理由。"),
            _(ARTICLE),
            _("请先在“列明不予公开的部分”中登记。"),
        )
    if not redacted_copies(case).exists():
        return StepRefused(
            "FOI-REDACTED-COPY",
            _("部分公开的，应当附上区分处理后的副本。"),
            _(ARTICLE),
            _("请先用“加入文件”加入，用途选“区分处理后的副本”。"),
        )
    return None


def as_text(parts: list[WithheldPart]) -> tuple[str, str, str]:
    """What the letter says of the parts: what is withheld, under which articles, and why."""
    if len(parts) == 1:
        what, reason = parts[0].what, parts[0].reason
    else:
        what = "；".join(f"{number}．{part.what}" for number, part in enumerate(parts, 1))
        reason = "；".join(f"{number}．{part.reason}" for number, part in enumerate(parts, 1))
    articles = dict.fromkeys(GROUNDS[part.ground].article for part in parts)
    return what, "、".join(f"条例{article}" for article in articles), reason


def fix(case: Case, decision: Decision) -> None:
    """The answer was made: its parts are fixed."""
    if decision.outcome == PARTIAL:
        standing_parts(case).update(decision=decision)


def _require_open(case: Case, on: date) -> None:
    if not case.is_open(on):
        raise StepRefused("FOI-CLOSED", _("申请已经办结，不能再改变不予公开的部分。"))
