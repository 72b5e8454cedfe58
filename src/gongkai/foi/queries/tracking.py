"""What the applicant sees with number and code; without both, nothing, not even whether the number exists."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongkai.agencies import attempts, working_days
from gongkai.foi import facts, hashes, rules
from gongkai.foi.errors import StepRefused, TooManyAttempts
from gongkai.foi.models import Case, Letter
from gongkai.foi.queries.moving import Move, moves
from gongkai.foi.standing import waits_until
from gongkai.law.clock import Clock, CorrectionRequested
from gongkai.law.outcomes import OUTCOMES

log = logging.getLogger("gongkai.foi")
WINDOW_SECONDS = 15 * 60
FAILURES_PER_NUMBER = 10
FAILURES_PER_CLIENT = 30
# What the applicant may read: letters to him, not those to others.
_HIS_LETTERS = (
    "receipt",
    "correction",
    "extension",
    "fee_notice",
    "excessive_delay",
    "decision",
    "withdrawal",
)

WORDS = {
    "received": gettext_lazy("申请已登记"),
    "receipt_confirmed": gettext_lazy("双方确认收到"),
    "correction_requested": gettext_lazy("告知补正"),
    "correction_received": gettext_lazy("收到补正"),
    "consultation_sent": gettext_lazy("书面征求意见"),
    "consultation_answered": gettext_lazy("收到征求的意见"),
    "extended": gettext_lazy("延长答复期限"),
    "excessive_delay_set": gettext_lazy("确定延迟答复的合理期限"),
    "fee_notice_served": gettext_lazy("送达收费通知"),
    "fee_paid": gettext_lazy("完成缴费"),
    "decided": gettext_lazy("作出答复"),
    "withdrawn": gettext_lazy("撤回申请"),
    "reopened": gettext_lazy("须重新答复"),
}


@dataclass(frozen=True, slots=True)
class Happening:
    """One event in plain words."""

    on: date
    type: str
    text: str


@dataclass(frozen=True, slots=True)
class Tracking:
    """The state of a request for its applicant. `clock.steps` answer the question why, `moves` why the date moved.

    `correction_latest`: until when the agency may still ask for a correction; `waits_until`: until when it waits for
    others; `due_if_done_today`: the limit if the applicant corrected or paid today.
    """

    case: Case
    status: str
    status_label: str
    outcome_label: str
    clock: Clock
    happenings: list[Happening]
    letters: list[Letter]
    can_correct: bool
    can_withdraw: bool
    can_evaluate: bool
    can_ask_for_help: bool
    moves: list[Move]
    correction_latest: date | None
    waits_until: date | None
    due_if_done_today: date | None


def find_for_tracking(receipt_number: str, code: str, *, client: str = "") -> Case | None:
    """The case of number and code, or None: the same answer for an unknown number and a wrong code.

    `client` is the address the question comes from; it is only kept as a hash. Raises TooManyAttempts.
    """
    number = hashes.squeezed(receipt_number).upper()[:60]
    counters = [(f"foi-track-n-{hashes.keyed('foi.rate', number)}", FAILURES_PER_NUMBER)]
    if client:
        counters.append((f"foi-track-c-{hashes.keyed('foi.rate', client)}", FAILURES_PER_CLIENT))
    for key, most in counters:
        if attempts.counted(key) >= most:
            log.warning("tracking: attempts limited (%s)", key)  # a keyed hash: neither number nor address
            raise TooManyAttempts(WINDOW_SECONDS)
    case = (
        Case.objects.select_related("agency__disclosure_office", "applicant")
        .filter(receipt_number=number)
        .first()
    )
    stored = case.tracking_hash if case else hashes.keyed("foi.tracking", "nobody")
    if hashes.matches(number, code[:100], stored) and case is not None:
        return case
    for key, _most in counters:
        attempts.count(key, WINDOW_SECONDS)
    return None


def tracking(case: Case, as_of: date) -> Tracking:
    """Everything the applicant may see of his case on a day."""
    known = facts.of_case(case.pk)
    standing = rules.Standing.on(known, working_days.current(), max(as_of, known.received.on))
    clock = standing.clock
    happenings = [
        Happening(event.on, item["type"], str(WORDS[item["type"]]))
        for item, event in sorted(zip(known.dicts, known.law, strict=True), key=lambda pair: pair[1].on)
    ]
    if clock.status == "abandoned":
        ended = next(step.on for step in clock.steps if step.rule == "abandoned")
        happenings.append(Happening(ended, "abandoned", _("逾期未补正或者未缴费，视为放弃申请")))
    return Tracking(
        case=case,
        status=clock.status,
        status_label=str(Case.Status(clock.status).label),
        outcome_label=OUTCOMES[clock.outcome].label if clock.outcome else "",
        clock=clock,
        happenings=happenings,
        letters=list(case.letters.filter(voided=False, kind__in=_HIS_LETTERS)),
        can_correct=rules.refusal("receive_correction", standing) is None,
        can_withdraw=rules.refusal("withdraw_request", standing) is None,
        can_evaluate=clock.status == Case.Status.DECIDED,
        can_ask_for_help=case.is_open(standing.as_of) and clock.status != "abandoned",
        moves=moves(known, standing.calendar, standing.as_of),
        correction_latest=_correction_latest(standing),
        waits_until=waits_until(standing),
        due_if_done_today=_due_if_done_today(standing),
    )


def _correction_latest(standing: rules.Standing) -> date | None:
    """Until when the agency may ask for a correction; None when it has, or may no longer."""
    if standing.count(CorrectionRequested) or standing.clock.status != "running":
        return None
    latest = standing.correction_latest()
    return latest if latest is not None and latest >= standing.as_of else None


def _due_if_done_today(standing: rules.Standing) -> date | None:
    """The limit that would follow if the applicant did today what is waited for."""
    wanted = {"awaiting_correction": "correction_received", "awaiting_payment": "fee_paid"}
    kind = wanted.get(standing.clock.status)
    if kind is None:
        return None
    try:
        return rules.with_event(standing, {"type": kind, "on": standing.as_of.isoformat()}).due_on
    except StepRefused:
        return None


def letter_for_applicant(case: Case, letter_id: int) -> Letter | None:
    """A letter of this case the applicant may have; None for any other."""
    return case.letters.filter(pk=letter_id, voided=False, kind__in=_HIS_LETTERS).first()
