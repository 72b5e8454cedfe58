"""The applicant between two requests of his browser: the session keeps a case and a key, never a code."""

from __future__ import annotations

from datetime import date

from django.utils import timezone

from gongkai.agencies import working_days
from gongkai.foi import facts, hashes
from gongkai.foi.day_strip import Strip, strip_of
from gongkai.foi.models import Case, CaseFile, Correction


def session_key(case: Case) -> str:
    """What a session may keep to come back to the case: it says nothing of the code, and dies with it."""
    return hashes.keyed("foi.session", case.tracking_hash)


def case_of_session(case_id: int, key: str) -> Case | None:
    """The case a session came to by its code; None when the code has been replaced since."""
    case = Case.objects.select_related("agency__disclosure_office", "applicant").filter(pk=case_id).first()
    return case if case is not None and session_key(case) == key else None


def code_of_form(case: Case, token: str) -> str:
    """The tracking code drawn from the key of the form by which the case came; empty when it has been replaced."""
    code = hashes.tracking_code_for(f"{token}|{case.receipt_number}")
    return code if hashes.matches(case.receipt_number, code, case.tracking_hash) else ""


def day_strip(case: Case, as_of: date) -> Strip:
    """Every day of the request with why it counts or not, as a calendar and as text."""
    known = facts.of_case(case.pk)
    return strip_of(known.law, working_days.current(), max(as_of, known.received.on))


def correction_wanted(case: Case) -> Correction | None:
    """What the applicant has been asked to correct and has not answered yet."""
    return case.corrections.filter(voided=False, received_on__isnull=True).last()


def files_for_applicant(case: Case) -> list[CaseFile]:
    """The information provided with the answer, once the answer is made."""
    if case.status_on(timezone.localdate()) != Case.Status.DECIDED and not case.reopened_on:
        return []
    return list(case.files.filter(role__in=(CaseFile.Role.PROVIDED, CaseFile.Role.REDACTED)))


def file_for_applicant(case: Case, file_id: int) -> CaseFile | None:
    """One of these files; None for any other."""
    return next((row for row in files_for_applicant(case) if row.pk == file_id), None)
