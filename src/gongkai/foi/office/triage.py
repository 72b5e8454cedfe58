"""The panel on a request's page: what the officer should know before working on it. Hints, never decisions."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from gongkai.agencies import access
from gongkai.foi import rules
from gongkai.foi.models import Case, CaseFile, ImportedCase, MailReceipt, SplitPart
from gongkai.foi.office import gate
from gongkai.foi.queries import triage
from gongkai.foi.services import splitting
from gongkai.foi.services.acts import HANDLING
from gongkai.foi.services.contact import CONFIRMED_CHANNELS


def of_case(actor: Any, case: Case, standing: rules.Standing) -> dict[str, Any]:
    """What the page shows, for those who handle the request only. Looked up while the request is open."""
    if case.destroyed_on or not gate.may_read_person(actor, case.agency):
        return {}
    today = timezone.localdate()
    is_open = case.is_open(today)
    officer = access.holds(actor, case.agency, *HANDLING)
    shown: dict[str, Any] = {
        "intake": _intake(case, standing, officer),
        "split": _split(case),
        "imported": ImportedCase.objects.filter(case=case).select_related("imported_by").first(),
    }
    if is_open:
        asked = triage.asked_before(case)
        shown["triage"] = {
            "documents": triage.already_public(case),
            "applicant": asked,
            "only_some": asked.compared < asked.total,
            "hints": triage.disguises(case),
            "may_split": officer and splitting.refusal(case, standing.facts, today) is None,
        }
    return shown


def _intake(case: Case, standing: rules.Standing, officer: bool) -> dict[str, Any]:
    """How it came in: attempts to confirm it, the mail room, the applicant's signature under what was taken down."""
    needs_confirming = case.channel in CONFIRMED_CHANNELS
    contact = (
        triage.contact(case, standing.facts.received.on, timezone.localdate()) if needs_confirming else None
    )
    oral = case.taken_down_by_id is not None
    by_mail = case.channel == Case.Channel.REGISTERED_MAIL
    return {
        "contact": contact if contact and (contact.needed or contact.attempts) else None,
        "mail": MailReceipt.objects.filter(case=case).first() if by_mail else None,
        "is_registered_mail": by_mail,
        "oral": oral,
        "signed": oral and case.files.filter(role=CaseFile.Role.SIGNED_FORM).exists(),
        "officer": officer,
    }


def _split(case: Case) -> dict[str, Any] | None:
    """The letter this request was part of, with every part."""
    part = SplitPart.objects.filter(case=case).select_related("split__original").first()
    if part is None:
        return None
    return {
        "row": part.split,
        "position": part.position,
        "parts": list(part.split.parts.select_related("case")),
    }
