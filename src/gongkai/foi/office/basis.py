"""Which act of the law's list a step or event of a request is; what it rests on is kept in the catalogue's rulebook."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils import timezone
from django.utils.safestring import SafeString

from gongkai.agencies.models import Agency
from gongkai.catalog.rulebook import saying
from gongkai.catalog.rulebook.links import book_of
from gongkai.foi import facts

RECEIVE, CORRECT, EXTEND = "request.receive", "request.correct", "request.extend"
THIRD_PARTY, OTHER_AGENCY = "request.consult_third_party", "request.consult_agency"
DECIDE, FEE, DELIVER, EXCESSIVE = "request.decide", "request.fee", "request.deliver", "request.excessive"

STEPS: dict[str, tuple[str, ...]] = {
    "confirm-receipt": (RECEIVE,),
    "amend-receipt": (RECEIVE,),
    "request-correction": (CORRECT,),
    "receive-correction": (CORRECT,),
    "close-abandoned": (CORRECT,),
    "send-consultation": (THIRD_PARTY, OTHER_AGENCY),
    "record-consultation-delivery": (THIRD_PARTY, OTHER_AGENCY),
    "record-consultation-answer": (THIRD_PARTY, OTHER_AGENCY),
    "notify-third-party": (THIRD_PARTY,),
    "extend-reply-limit": (EXTEND,),
    "set-excessive-delay": (EXCESSIVE,),
    "serve-fee-notice": (FEE,),
    "record-fee-payment": (FEE,),
    "waive-fee": (FEE,),
    "refund-fee": (FEE,),
    "log-search": (DECIDE,),
    "add-withheld-part": (DECIDE,),
    "propose-decision": (DECIDE,),
    "endorse-decision": (DECIDE,),
    "approve-decision": (DECIDE,),
    "return-decision": (DECIDE,),
    "decide": (DECIDE,),
    "delivery": (DELIVER,),
}
EVENTS = {
    "received": RECEIVE,
    "receipt_confirmed": RECEIVE,
    "help_recorded": "request.assist",
    "correction_requested": CORRECT,
    "correction_received": CORRECT,
    "extension_consented": EXTEND,
    "extended": EXTEND,
    "excessive_delay_set": EXCESSIVE,
    "fee_notice_served": FEE,
    "fee_paid": FEE,
    "fee_waived": FEE,
    "fee_refunded": FEE,
    "search_logged": DECIDE,
    "withheld_part_added": DECIDE,
    "decided": DECIDE,
    "decision_endorsed": DECIDE,
    "decision_approved": DECIDE,
    "letter_issued": DECIDE,
    "delivery_recorded": DELIVER,
}
CONSULTED = {"third_party": THIRD_PARTY, "agency": OTHER_AGENCY}


def of_step(agency: Agency, slug: str) -> SafeString:
    """What a step rests on today, in one line; empty for one the rules do not speak of."""
    return saying.of_acts(agency, STEPS.get(slug, ()), timezone.localdate())


def _act(row: Any, parties: Mapping[Any, str]) -> str:
    name = row.type.removeprefix(f"{facts.KIND}.")
    if name.startswith("consultation_"):
        return CONSULTED.get(row.data.get("with") or parties.get(row.data.get("ref"), ""), "")
    return EVENTS.get(name, "")


def of_events(agency: Agency, rows: Iterable[Any]) -> dict[int, SafeString]:
    """By event: the clauses of the authority's own rules that governed it on its day. Two queries for all."""
    rows, book = list(rows), book_of(agency)
    parties = {row.data["ref"]: row.data["with"] for row in rows if {"ref", "with"} <= row.data.keys()}
    named = {row.pk: act for row in rows if (act := _act(row, parties))}
    return {
        row.pk: saying.governing(book.basis(named[row.pk], row.occurred_on))
        for row in rows
        if row.pk in named
    }
