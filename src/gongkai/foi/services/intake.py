"""How a request comes in: by the applicant online, or keyed in by staff for every channel (条例 Arts 27–31)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from gongkai.agencies import access
from gongkai.agencies.models import Agency, DisclosureOffice
from gongkai.foi import hashes
from gongkai.foi.errors import IncompleteRequest, StepRefused
from gongkai.foi.facts import KIND
from gongkai.foi.models import Applicant, Case, CaseFile, Letter
from gongkai.foi.services import numbers, projection
from gongkai.foi.services.acts import HANDLING, acting, refuse_future
from gongkai.foi.services.details import ApplicantDetails, RequestDetails, Submission
from gongkai.foi.services.uploads import Checked, check, keep, stored_files
from gongkai.foi.text import cleaned
from gongkai.ledger import services as ledger

T = TypeVar("T", ApplicantDetails, RequestDetails)
DUPLICATE_WITHIN = timedelta(minutes=10)


@dataclass(slots=True)
class _Intake:
    """Everything one submission stores."""

    agency: Agency
    applicant: ApplicantDetails
    request: RequestDetails
    channel: str
    submitted_at: datetime
    token: str = ""
    proof: Checked | None = None
    files: list[Checked] = field(default_factory=list)
    actor: Any = None
    taken_down_by: Any = None
    received: dict[str, Any] = field(default_factory=dict)


def submit_online_request(
    *,
    agency: Agency,
    applicant: ApplicantDetails,
    request: RequestDetails,
    idempotency_key: str,
    submitted_at: datetime | None = None,
    identity_proof: File[bytes] | None = None,
    files: Sequence[File[bytes]] = (),
) -> Submission:
    """Store a request sent through the internet channel, whole or not at all.

    Sent again with the same key and content it is the same request: the first case comes back with the same code. The
    same content from the same applicant within minutes under another key is stored and marked as a possible duplicate.
    Raises IncompleteRequest with every fault, FileRefused for a file, StepRefused where the channel is not open.
    """
    if not idempotency_key.strip():
        raise ValueError("an idempotency key is required")
    _require_open_channel(agency)
    moment = submitted_at or timezone.now()
    intake = _Intake(
        agency, _clean(applicant), _clean(request), Case.Channel.ONLINE, moment, token=idempotency_key
    )
    faults = _faults(intake)
    if identity_proof is None and not (
        intake.applicant.identity_document and intake.applicant.identity_number
    ):
        faults["identity_proof"] = _(
            "请提供身份证明：上传证件照片，或者填写证件名称和号码（条例第二十九条）。"
        )
    if faults:
        raise IncompleteRequest(faults)
    intake.proof = check(identity_proof) if identity_proof else None
    intake.files = [check(file) for file in files]
    intake.received = {"type": "received", "channel": "online", "on": _local(moment).isoformat()}
    if found := _same_submission(intake):
        return found
    try:
        return _store(intake)
    except IntegrityError:
        if found := _same_submission(intake):  # the same form arrived twice at the same moment
            return found
        raise


def register_request(
    *,
    actor: Any,
    agency: Agency,
    channel: str,
    applicant: ApplicantDetails,
    request: RequestDetails,
    on: date,
    confirmed_on: date | None = None,
    identity_proof: File[bytes] | None = None,
    files: Sequence[File[bytes]] = (),
    oral: bool = False,
    idempotency_key: str = "",
) -> Submission:
    """Key in a request that came by any channel. `on`: the day it was handed in, signed for, or arrived.

    `confirmed_on`: the day both sides confirmed, for ordinary mail, fax and internet (Art 31). `oral`: the actor took the
    request down (Art 29). Raises PermissionDenied, IncompleteRequest, FileRefused, StepRefused.
    """
    access.require(actor, agency, *HANDLING)
    refuse_future(max(on, confirmed_on or on))
    moment = timezone.make_aware(datetime.combine(on, time(12)))
    intake = _Intake(agency, _clean(applicant), _clean(request), channel, moment, actor=actor)
    intake.token = idempotency_key
    intake.taken_down_by = actor if oral else None
    if faults := _faults(intake):
        raise IncompleteRequest(faults)
    intake.proof = check(identity_proof) if identity_proof else None
    intake.files = [check(file) for file in files]
    intake.received = {"type": "received", "channel": channel, "on": on.isoformat()}
    if confirmed_on and channel in ("ordinary_mail", "online", "fax"):
        if confirmed_on < on:
            raise IncompleteRequest({"confirmed_on": _("确认日期不能早于提交日期。")})
        intake.received["confirmed_on"] = confirmed_on.isoformat()
    if found := _same_submission(intake):
        return found
    return _store(intake)


def confirm_receipt(*, actor: Any, case: Case, on: date) -> Case:
    """Both sides confirmed the receipt: the day that counts for internet, fax and ordinary mail (Art 31)."""
    with acting(actor=actor, case=case, on=on, step="confirm_receipt") as act:
        act.happen({"type": "receipt_confirmed", "on": on.isoformat()})
    return case


def issue_receipt(*, actor: Any, case: Case, on: date) -> Letter:
    """The receipt (登记回执) as a letter."""
    with acting(actor=actor, case=case, on=on) as act:
        return act.issue(Letter.Kind.RECEIPT, "receipt", {})


def reissue_tracking_code(*, actor: Any, case: Case, on: date) -> str:
    """Give the applicant a new tracking code; the old one is void. The act is kept in the ledger, the code is not."""
    code = hashes.new_tracking_code()
    with acting(actor=actor, case=case, on=on) as act:
        act.case.tracking_hash = hashes.tracking_hash(act.case.receipt_number, code)
        act.case.save(update_fields=["tracking_hash"])
        act.note("tracking_code_reissued")
    return code


def _store(intake: _Intake) -> Submission:
    """One transaction; the files go with it."""
    with stored_files() as kept, transaction.atomic():
        person = intake.applicant
        applicant = Applicant(**_columns(person), person_hash=_person_hash(person))
        if intake.proof:
            keep(applicant.identity_proof, intake.proof, kept)
            applicant.identity_proof_type = intake.proof.content_type
        applicant.save()
        year = _local(intake.submitted_at).year
        number = numbers.receipt_number(intake.agency, year)
        code = _code(intake, number)
        case = Case(
            receipt_number=number,
            agency=intake.agency,
            applicant=applicant,
            channel=intake.channel,
            submitted_at=intake.submitted_at,
            **_columns(intake.request),
            taken_down_by=intake.taken_down_by,
            registered_by=intake.actor,
            handler=intake.actor,
            idempotency_key=_token(intake),
            content_hash=_content_hash(intake.request),
            possible_duplicate_of=_earlier_twin(intake),
            tracking_hash=hashes.tracking_hash(number, code),
            status=Case.Status.AWAITING_CONFIRMATION,
        )
        case.save()
        for checked in intake.files:
            row = CaseFile(case=case, role=CaseFile.Role.REQUEST, added_by=intake.actor)
            checked.describe(row)
            keep(row.file, checked, kept)
            row.save()
        events = [_new(case, intake, "received", intake.received)]
        if case.possible_duplicate_of_id:
            events.append(
                _new(case, intake, "duplicate_flagged", {"earlier_case": case.possible_duplicate_of_id})
            )
        ledger.append_many(events)
        projection.refresh(case)
    return Submission(case, code)


def _new(case: Case, intake: _Intake, name: str, data: dict[str, Any]) -> ledger.NewEvent:
    on = date.fromisoformat(intake.received["on"])
    return ledger.NewEvent(KIND, case.pk, f"{KIND}.{name}", on, data, intake.actor)


def _same_submission(intake: _Intake) -> Submission | None:
    token = _token(intake)
    case = Case.objects.filter(idempotency_key=token).first() if token else None
    if case is None:
        return None
    code = _code(intake, case.receipt_number)
    current = hashes.matches(case.receipt_number, code, case.tracking_hash)
    return Submission(case, code if current else "", repeated=True)


def _token(intake: _Intake) -> str | None:
    """What must be unique: the key of the form together with what it says."""
    if not intake.token:
        return None
    return hashes.keyed(
        "foi.submission",
        f"{intake.token}|{intake.agency.pk}|{_person_hash(intake.applicant)}|{_content_hash(intake.request)}",
    )


def _code(intake: _Intake, number: str) -> str:
    """The tracking code: drawn from the form's own key, so that a form sent twice shows the code twice."""
    return (
        hashes.tracking_code_for(f"{intake.token}|{number}") if intake.token else hashes.new_tracking_code()
    )


def _earlier_twin(intake: _Intake) -> Case | None:
    """The same applicant asked the same agency the same thing a few minutes before."""
    return (
        Case.objects.filter(
            agency=intake.agency,
            content_hash=_content_hash(intake.request),
            applicant__person_hash=_person_hash(intake.applicant),
            submitted_at__gte=intake.submitted_at - DUPLICATE_WITHIN,
            submitted_at__lte=intake.submitted_at,
        )
        .order_by("id")
        .first()
    )


def _person_hash(person: ApplicantDetails) -> str:
    return hashes.person_hash(person.kind, person.name, person.identity_number, person.contact)


def _content_hash(request: RequestDetails) -> str:
    return hashes.content_hash(request.subject, request.document_number, request.features)


def _columns(details: ApplicantDetails | RequestDetails) -> dict[str, Any]:
    return {name: getattr(details, name) for name in details.__dataclass_fields__}


def _clean(details: T) -> T:
    return type(details)(**{name: cleaned(value) for name, value in _columns(details).items()})


def _faults(intake: _Intake) -> dict[str, str]:
    """Everything that is missing or cannot be, by field (Art 29). Purpose is never asked."""
    faults: dict[str, str] = {}
    for row, exclude in (
        (Applicant(**_columns(intake.applicant)), {"identity_proof", "person_hash"}),
        (
            Case(channel=intake.channel, submitted_at=intake.submitted_at, **_columns(intake.request)),
            {"agency", "applicant", "receipt_number", "content_hash", "tracking_hash", "status"},
        ),
    ):
        try:
            row.clean_fields(exclude=exclude)
        except ValidationError as error:
            faults |= {name: " ".join(texts) for name, texts in error.message_dict.items()}
    if not intake.applicant.contact:
        faults["contact"] = _("请至少填写一种联系方式：电话、电子邮箱或者通信地址（条例第二十九条）。")
    if intake.request.wanted_route == Case.Route.POST and not intake.applicant.postal_address:
        faults.setdefault("postal_address", _("选择邮寄的，请填写通信地址。"))
    return faults


def _require_open_channel(agency: Agency) -> None:
    office = DisclosureOffice.objects.filter(agency=agency).first()
    if agency.closed_on is not None or office is None or not office.accepts_online:
        raise StepRefused(
            "FOI-CHANNEL-CLOSED",
            _("“%(agency)s”没有开通网上申请。") % {"agency": agency.name},
            "国办公开办函〔2017〕19号",
            _("请当面提交或者邮寄申请，地址见该机关的政府信息公开指南。"),
        )


def _local(moment: datetime) -> date:
    return timezone.localtime(moment).date()
