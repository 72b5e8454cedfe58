"""How a case ends without an answer, and how a wrong record is undone."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.core.files.base import File
from django.utils import timezone
from django.utils.translation import gettext as _

from gongkai.agencies import access
from gongkai.foi import hashes
from gongkai.foi.errors import StepRefused
from gongkai.foi.facts import DELIVERED, KIND
from gongkai.foi.models import Case, CaseFile, Consultation, Correction, Decision, Letter, ProcessingFee
from gongkai.foi.services.acts import DECIDING, HANDLING, Act, acting, remedy_sentence
from gongkai.foi.services.contact import mail_amended
from gongkai.foi.services.handling import correction_came
from gongkai.foi.services.reopening import stands_again
from gongkai.foi.services.uploads import check, keep, stored_files
from gongkai.foi.text import cleaned

_LETTER_OF = {
    "correction_requested": Letter.Kind.CORRECTION,
    "consultation_sent": Letter.Kind.CONSULTATION,
    "extended": Letter.Kind.EXTENSION,
    "excessive_delay_set": Letter.Kind.EXCESSIVE_DELAY,
    "fee_notice_served": Letter.Kind.FEE_NOTICE,
}


def withdraw_request(*, actor: Any, case: Case, on: date) -> Case:
    """The applicant withdrew (counted under 其他处理·其他)."""
    with acting(actor=actor, case=case, on=on, step="withdraw_request") as act:
        _withdrawn(act)
    return case


def _withdrawn(act: Act) -> None:
    act.happen({"type": "withdrawn", "on": act.on.isoformat()})
    act.case.decisions.filter(state=Decision.State.PROPOSED).update(state=Decision.State.RETURNED)


def withdraw_by_applicant(*, case: Case, code: str, on: date) -> Case:
    """The applicant withdraws online, known by the tracking code. Raises StepRefused, PermissionDenied."""
    with acting(actor=None, case=case, on=on, step="withdraw_request", duties=()) as act:
        _require_code(act, code)
        _withdrawn(act)
    return case


def correct_by_applicant(
    *, case: Case, code: str, on: date, text: str, files: Sequence[File[bytes]] = ()
) -> Case:
    """The applicant sends the correction online, known by the tracking code, with files if need be.

    Raises StepRefused, PermissionDenied, FileRefused; then nothing was kept.
    """
    checked = [check(file) for file in files]
    with (
        stored_files() as kept,
        acting(actor=None, case=case, on=on, step="receive_correction", duties=()) as act,
    ):
        _require_code(act, code)
        if not cleaned(text):
            raise StepRefused("FOI-CORRECTION-EMPTY", _("请填写补正的内容。"), _("条例第三十条"))
        correction_came(act, text)
        for file in checked:
            row = CaseFile(case=act.case, role=CaseFile.Role.CORRECTION)
            file.describe(row)
            keep(row.file, file, kept)
            row.save()
            act.note("file_added", {"file_id": row.pk, "role": row.role, "sha256": row.sha256})
    return case


def _require_code(act: Act, code: str) -> None:
    if not hashes.matches(act.case.receipt_number, code, act.case.tracking_hash):
        raise StepRefused("FOI-CODE", _("查询码不正确。"))


def close_abandoned(*, actor: Any, case: Case, on: date, reasons: str = "") -> Letter:
    """The closing letter for a request deemed abandoned (Art 30; 国办函〔2020〕109号 Art 6). The end itself came by law."""
    with acting(actor=actor, case=case, on=on) as act:
        if act.case.status_on(on) != "abandoned":
            raise StepRefused("FOI-NOT-ABANDONED", _("申请没有因期限届满而视为放弃。"))
        letters = act.case.letters.filter(kind=Letter.Kind.DECISION, voided=False)
        if letters.filter(dated_on__gte=act.case.reopened_on or date.min).exists():
            raise StepRefused("FOI-CLOSING-LETTER-ONCE", _("终止处理告知书已经出具。"))
        sentence = remedy_sentence(act.case, act.case.outcome, on, electronic=False)
        template = f"decision.{act.case.outcome}"
        return act.issue(Letter.Kind.DECISION, template, {"reasons": cleaned(reasons)}, remedy=sentence)


def amend_receipt(
    *, actor: Any, case: Case, channel: str, received_on: date, confirmed_on: date | None = None
) -> Case:
    """The channel or day of receipt was keyed in wrongly: void the record and make it anew."""
    today = timezone.localdate()
    with acting(actor=actor, case=case, on=today) as act:
        for row, event in zip(act.facts.rows, act.facts.dicts, strict=True):
            if event["type"] in ("received", "receipt_confirmed"):
                act.void(row.pk, _("更正收到登记"))
        event = {"type": "received", "channel": channel, "on": received_on.isoformat()}
        if confirmed_on is not None and channel in ("ordinary_mail", "online", "fax"):
            event["confirmed_on"] = confirmed_on.isoformat()
        act.happen(event)
        act.case.channel = channel
        act.case.save(update_fields=["channel"])
        mail_amended(act, channel, received_on)
    case.channel = channel
    return case


def void_event(*, actor: Any, case: Case, event_id: int, reason: str) -> Case:
    """Undo a wrong record: it stays in the ledger and no longer counts. Its letter is void, too.

    A decision is undone by a leader or reviewer, anything else by the officer. Refused for the receipt (amend it) and
    when what remains would contradict itself.
    """
    today = timezone.localdate()
    with acting(actor=actor, case=case, on=today, duties=(*HANDLING, *DECIDING)) as act:
        if not cleaned(reason):
            raise StepRefused("FOI-VOID-REASON", _("请说明撤销的原因。"))
        found = next((row for row in act.facts.history if row.pk == event_id), None)
        kind = "" if found is None else found.type.removeprefix(f"{KIND}.")
        if (
            found is None
            or act.is_void(event_id)
            or (found.data.get("type") is None and found.type != DELIVERED)
        ):
            raise StepRefused("FOI-VOID-UNKNOWN", _("没有这一事件，或者已经撤销。"))
        if kind == "received":
            raise StepRefused(
                "FOI-VOID-RECEIPT", _("收到登记不能撤销。"), "", _("渠道或日期有误的，请更正收到登记。")
            )
        access.require(actor, act.case.agency, *(DECIDING if kind == "decided" else HANDLING))
        act.void(event_id, cleaned(reason)[:300])
        _undo_record(act, kind, dict(found.data))
    return case


def _undo_record(act: Act, kind: str, data: dict[str, Any]) -> None:
    """The rows that told of the voided event no longer stand."""
    case, on = act.case, str(data.get("on"))
    if kind == "correction_requested":
        Correction.objects.filter(case=case, requested_on=on).update(voided=True)
    elif kind == "correction_received":
        Correction.objects.filter(case=case, received_on=on).update(received_on=None)
    elif kind == "consultation_sent":
        Consultation.objects.filter(case=case, ref=data["ref"]).update(voided=True)
    elif kind == "consultation_delivered":
        Consultation.objects.filter(case=case, ref=data["ref"]).update(letter_received_on=None)
    elif kind == "consultation_answered":
        Consultation.objects.filter(case=case, ref=data["ref"]).update(answered_on=None, opinion="")
    elif kind == "fee_notice_served":
        ProcessingFee.objects.filter(case=case).update(voided=True)
    elif kind == "fee_paid":
        ProcessingFee.objects.filter(case=case, paid_on=on).update(paid_on=None)
    elif kind == "decided":
        made = case.decisions.filter(state=Decision.State.MADE, decided_on=on)
        case.letters.filter(pk__in=list(made.values_list("letter", flat=True))).update(voided=True)
        made.update(state=Decision.State.VOIDED)
    elif kind == "withdrawn":
        case.letters.filter(kind=Letter.Kind.WITHDRAWAL).update(voided=True)
    elif kind == "reopened":
        stands_again(act)
    if kind in _LETTER_OF:
        case.letters.filter(kind=_LETTER_OF[kind], voided=False, dated_on=on).update(voided=True)
