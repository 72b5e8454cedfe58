"""One letter with many matters: part one stays with the request, every other part becomes a request of its own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from gongkai.convert.official import chinese_date, in_official_language
from gongkai.foi import hashes, similarity
from gongkai.foi.errors import StepRefused
from gongkai.foi.facts import KIND, ORIGIN, Facts
from gongkai.foi.models import Case, CaseSplit, Decision, SplitPart
from gongkai.foi.services import numbers, projection
from gongkai.foi.services.acts import Act, acting
from gongkai.foi.services.details import Submission
from gongkai.foi.text import cleaned
from gongkai.ledger import services as ledger

MOST_PARTS = 20
# What concerns the whole letter and so every part of it; after anything else the parts would no longer be alike.
WHOLE_LETTER = ("received", "receipt_confirmed", "correction_requested", "correction_received")
SPLIT = "split"
_COPIED = (
    "agency",
    "applicant",
    "channel",
    "submitted_at",
    "wanted_form",
    "wanted_route",
    "help_needed",
    "taken_down_by",
    "handler",
)


@dataclass(frozen=True, slots=True)
class Part:
    """One matter of a letter (Art 29(2))."""

    subject: str
    document_number: str = ""
    features: str = ""


def split_case(
    *, actor: Any, case: Case, on: date, parts: Sequence[Part], explanation: str = ""
) -> list[Submission]:
    """Make one request out of each matter of a letter. Returns the new ones, with their tracking codes, shown once.

    The original keeps its number and part one. Each new request has a number of its own, the same applicant, channel
    and date of receipt, and runs from there; so table three counts every part once. What the applicant is told is kept,
    ending with the list of numbers. Raises StepRefused when fewer than two parts are given, or it is too late.
    """
    chosen = [Part(*(cleaned(text) for text in (p.subject, p.document_number, p.features))) for p in parts]
    with acting(actor=actor, case=case, on=on) as act:
        if refused := refusal(act.case, act.facts, on):
            raise refused
        _require_parts(chosen)
        split = _keep(act, explanation)
        made = [_new_case(act, part) for part in chosen[1:]]
        _first_part(act, chosen[0])
        cases = [act.case, *(item.case for item in made)]
        SplitPart.objects.bulk_create(
            [SplitPart(split=split, case=item, position=number) for number, item in enumerate(cases, 1)]
        )
        split.explanation = _told(split, cases)
        split.save(update_fields=["explanation"])
        act.note("split", {"position": 1, "parts": [item.pk for item in cases]})
        for number, item in enumerate(made, 2):
            _note_part(act, item.case, number)
    for name in ("subject", "document_number", "features", "content_hash"):
        setattr(case, name, getattr(act.case, name))
    return made


def refusal(case: Case, facts: Facts, on: date) -> StepRefused | None:
    """Why a request cannot be split (any more); None when it can."""
    if not case.is_open(on):
        return StepRefused("FOI-SPLIT-CLOSED", _("申请已经办结，不能拆分。"))
    if SplitPart.objects.filter(case=case).exists():
        return StepRefused("FOI-SPLIT-ONCE", _("这件申请已经拆分过。"))
    if case.status == Case.Status.AWAITING_CORRECTION:
        return StepRefused("FOI-SPLIT-WAITS", _("正在等候申请人补正，收到补正后再拆分。"), _("条例第三十条"))
    if any(event["type"] not in WHOLE_LETTER for event in facts.dicts):
        text = _("已经延期、征求意见或者收费，各项的期限不再相同，不能拆分。")
        return StepRefused("FOI-SPLIT-LATE", text, "", _("请在一份答复里分项答复。"))
    if case.decisions.filter(state=Decision.State.PROPOSED).exists():
        return StepRefused("FOI-SPLIT-DRAFT", _("已有拟稿送审，请先退回再拆分。"))
    return None


def _require_parts(parts: Sequence[Part]) -> None:
    if not 2 <= len(parts) <= MOST_PARTS:
        text = _("请分成2至%(most)d项，每项写明所需的信息。") % {"most": MOST_PARTS}
        raise StepRefused("FOI-SPLIT-PARTS", text)
    seen = set()
    for number, part in enumerate(parts, 1):
        if not part.subject or len(part.subject) > 200 or len(part.document_number) > 80:
            text = _("第%(number)d项须写明信息名称（不超过200字，文号不超过80字）。")
            raise StepRefused("FOI-SPLIT-PARTS", text % {"number": number}, _("条例第二十九条"))
        key = similarity.plain("|".join((part.subject, part.document_number, part.features)))
        if key in seen:
            raise StepRefused("FOI-SPLIT-PARTS", _("第%(number)d项与前面的相同。") % {"number": number})
        seen.add(key)


def _keep(act: Act, explanation: str) -> CaseSplit:
    """What the letter said as one."""
    case = act.case
    return CaseSplit.objects.create(
        original=case,
        subject=case.subject,
        document_number=case.document_number,
        features=case.features,
        explanation=cleaned(explanation),
        on=act.on,
        made_by=act.actor,
    )


def _texts(part: Part) -> dict[str, str]:
    return {
        "subject": part.subject,
        "document_number": part.document_number,
        "features": part.features,
        "content_hash": hashes.content_hash(part.subject, part.document_number, part.features),
    }


def _first_part(act: Act, part: Part) -> None:
    values = _texts(part)
    for name, value in values.items():
        setattr(act.case, name, value)
    act.case.save(update_fields=list(values))


def _new_case(act: Act, part: Part) -> Submission:
    original = act.case
    number = numbers.receipt_number(original.agency, timezone.localtime(original.submitted_at).year)
    code = hashes.new_tracking_code()
    case = Case(
        receipt_number=number,
        tracking_hash=hashes.tracking_hash(number, code),
        registered_by=act.actor,
        **_texts(part),
        **{name: getattr(original, name) for name in _COPIED},
    )
    facts = Facts((), act.facts.dicts, act.facts.law)
    projection.apply(case, facts, act.calendar)
    case.save()
    for event, law in zip(act.facts.dicts, act.facts.law, strict=True):
        _happened(act, case, f"{event['type']}", law.on, {**event, ORIGIN: SPLIT})
    for row in original.corrections.filter(voided=False):
        row.pk, row.case, row._state.adding = None, case, True
        row.save()
    return Submission(case, code)


def _note_part(act: Act, case: Case, position: int) -> None:
    _happened(act, case, "split", act.on, {"position": position, "original": act.case.pk})


def _happened(act: Act, case: Case, name: str, on: date, data: Mapping[str, Any]) -> None:
    act.pending.append(ledger.NewEvent(KIND, case.pk, f"{KIND}.{name}", on, data, act.actor))


@in_official_language
def _told(split: CaseSplit, cases: Sequence[Case]) -> str:
    """The officer's words, or the usual ones, and the list of what became of each matter."""
    opening = split.explanation or _(
        "您%(day)s提交的申请包含%(count)d项内容。为便于分别办理、分别答复，已按项拆分，收到申请的日期和答复期限不因拆分改变："
    ) % {"day": chinese_date(timezone.localtime(split.original.submitted_at).date()), "count": len(cases)}
    lines = [
        _("%(position)d．%(subject)s——受理编号%(number)s")
        % {"position": position, "subject": case.subject, "number": case.receipt_number}
        for position, case in enumerate(cases, 1)
    ]
    return "\n".join([opening, *lines])
