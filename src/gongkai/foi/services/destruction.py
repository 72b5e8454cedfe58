"""Destroying what is personal when its time is over: one person proposes, another approves, a protocol remains.

The ledger, the case's number, dates, kind and result stay, so that every report says what it said before.
"""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import Any

from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from gongkai.agencies import access
from gongkai.agencies.models import Agency, Duty
from gongkai.foi import hashes, retention
from gongkai.foi.belonging import models_of_case
from gongkai.foi.errors import StepRefused
from gongkai.foi.facts import KIND
from gongkai.foi.models import Applicant, Case, DestructionProtocol, RetentionRule
from gongkai.foi.models.sealed import SealedJSONField, sealed_fields
from gongkai.foi.services.resealing import file_fields
from gongkai.foi.text import cleaned
from gongkai.ledger import services as ledger

PROPOSING = (Duty.INFORMATION_OFFICER, Duty.ADMINISTRATOR)
APPROVING = (Duty.LEADER,)
MOST = 500
# Texts that are not sealed and may still speak of a person. Rooms above add their own.
TEXTS: dict[str, tuple[str, ...]] = {
    "foi.Decision": ("reasons", "grounds", "content", "withheld", "responsible_agency", "opinion"),
    "foi.CaseSplit": ("subject", "document_number", "features", "explanation"),
}


def set_retention(*, actor: Any, code: str, years: int, source: str) -> RetentionRule:
    """Change a period. By an administrator of a topmost agency. Raises PermissionDenied, StepRefused."""
    top = Agency.objects.filter(depth=1)
    if not access.acting_agencies(actor, Duty.ADMINISTRATOR).filter(pk__in=top).exists():
        access.require(actor, top.get(), Duty.ADMINISTRATOR)
    rule = retention.bundled().get(code)
    if rule is None:
        raise StepRefused("PRIVACY-RULE", _("没有这一类别。"))
    if not rule.least <= years <= 100:
        raise StepRefused(
            "PRIVACY-YEARS",
            _("保存年限应为%(least)d至100年。") % {"least": rule.least},
            _("个人信息保护法第十九条"),
        )
    if not cleaned(source):
        raise StepRefused("PRIVACY-SOURCE", _("请写明依据。"), _("个人信息保护法第十九条"))
    return RetentionRule.objects.create(code=code, years=years, source=cleaned(source)[:200], set_by=actor)


def propose_destruction(*, actor: Any, agency: Agency, code: str, as_of: date) -> DestructionProtocol:
    """Propose to destroy what is due at the agency under a rule, at most 500 cases at once."""
    access.require(actor, agency, *PROPOSING)
    rule = _rule(code)
    found = retention.waiting([agency], rule, as_of)[:MOST]
    cases = [{"id": case.pk, "number": case.receipt_number} for case in found]
    if not cases:
        raise StepRefused("PRIVACY-NOTHING-DUE", _("没有保存期满的申请。"))
    return DestructionProtocol.objects.create(
        agency=agency, rule=code, basis=rule.basis()[:300], cases=cases, proposed_by=actor
    )


def refuse_destruction(*, actor: Any, protocol: DestructionProtocol) -> DestructionProtocol:
    """Not approved: everything stays as it is."""
    with transaction.atomic():
        row = _proposed(actor, protocol)
        row.state, row.approved_by, row.approved_at = DestructionProtocol.State.REFUSED, actor, timezone.now()
        row.save()
    return row


def approve_destruction(*, actor: Any, protocol: DestructionProtocol, as_of: date) -> DestructionProtocol:
    """Approve and destroy at once, by a leader of the agency who did not propose it. Files go after the commit.

    A case that is no longer due (its period was lengthened, a suit came in) is left out. Raises PermissionDenied, StepRefused.
    """
    with transaction.atomic():
        row = _proposed(actor, protocol)
        rule = _rule(row.rule)
        ids = [item["id"] for item in row.cases]
        due = retention.due(Case.objects.filter(pk__in=ids, agency=row.agency), rule, as_of)
        cases = list(due.exclude(pk__in=retention.held(due)).select_for_update(of=("self",)))
        counts: Counter[str] = Counter()
        for case in cases:
            row.files_left += _destroy(case, rule, row, actor, as_of, counts)
        kept = {case.pk for case in cases}
        row.cases = [item for item in row.cases if item["id"] in kept]
        row.state, row.approved_by, row.approved_at = DestructionProtocol.State.DONE, actor, timezone.now()
        row.destroyed = dict(sorted(counts.items()))
        row.save()
    remove_files(row)
    return row


def remove_files(protocol: DestructionProtocol) -> int:
    """Remove from the store what the protocol's cases had; what cannot be removed now stays noted. How many are left."""
    left = []
    for name in protocol.files_left:
        try:
            default_storage.delete(name)
        except OSError:
            left.append(name)
    protocol.files_left = left
    protocol.save(update_fields=["files_left"])
    return len(left)


def _proposed(actor: Any, protocol: DestructionProtocol) -> DestructionProtocol:
    row = DestructionProtocol.objects.select_for_update().get(pk=protocol.pk)
    access.require(actor, row.agency, *APPROVING)
    if row.state != DestructionProtocol.State.PROPOSED:
        raise StepRefused("PRIVACY-DECIDED", _("这份销毁提议已经处理。"))
    if row.proposed_by_id == actor.pk:
        raise StepRefused(
            "PRIVACY-TWO-PEOPLE", _("提出人不能批准自己的提议。"), "", _("请由其他负责人批准。")
        )
    return row


def _rule(code: str) -> retention.Rule:
    rule = retention.rules().get(code)
    if rule is None:
        raise StepRefused("PRIVACY-RULE", _("没有这一类别。"))
    return rule


def _destroy(
    case: Case,
    rule: retention.Rule,
    protocol: DestructionProtocol,
    actor: Any,
    on: date,
    counts: Counter[str],
) -> list[str]:
    """Blank what is personal; the names of the files to remove."""
    others = case.applicant.cases.filter(destroyed_on__isnull=True).exclude(pk=case.pk)
    gone: list[str] = []
    if rule.scope == retention.PROOF:
        if others.exclude(closed_on__lte=rule.last_day(on)).exists():
            return []  # another request of the same applicant still needs it
        gone = [str(case.applicant.identity_proof.name)]
        Applicant.objects.filter(pk=case.applicant_id).update(identity_proof="", identity_proof_type="")
        counts["identity_proofs"] += 1
        name = "identity_proof_destroyed"
    else:
        gone = _blank_case(case, on, counts)
        if not others.exists():
            gone += _blank_applicant(case.applicant, on, counts)
        name = "destroyed"
    event = ledger.NewEvent(KIND, case.pk, f"{KIND}.{name}", on, {"protocol": protocol.pk}, actor)
    ledger.append(event)
    counts["cases"] += 1
    return [name for name in gone if name]


def _blank_case(case: Case, on: date, counts: Counter[str]) -> list[str]:
    gone: list[str] = []
    for model, path in models_of_case():
        rows = model._default_manager.filter(**{path: case.pk})
        names = [field.name for field in file_fields(model)]
        texts = TEXTS.get(model._meta.label, ())
        if not (names or texts or sealed_fields(model)):
            continue
        for row in rows.only("pk", *names):
            gone += [str(getattr(row, name).name) for name in names]
        blank = {field.name: _blank(field) for field in sealed_fields(model)} | dict.fromkeys(names, "")
        blank |= dict.fromkeys(texts, "")
        counts[model._meta.label] += rows.update(**blank)
    case.letters.model.objects.filter(case=case).update(content_sha256="")
    Case.objects.filter(pk=case.pk).update(
        destroyed_on=on,
        subject="（已按保存期限销毁）",
        document_number="",
        features="",
        help_needed="",
        tracking_hash="",
        idempotency_key=None,
        content_hash=hashes.keyed("foi.destroyed", f"case {case.pk}"),
    )
    return gone


def _blank(field: Any) -> Any:
    return {} if isinstance(field, SealedJSONField) else ""


def _blank_applicant(applicant: Applicant, on: date, counts: Counter[str]) -> list[str]:
    gone = [str(applicant.identity_proof.name)]
    blank = {field.name: "" for field in sealed_fields(Applicant)}
    Applicant.objects.filter(pk=applicant.pk).update(
        **blank,
        identity_document="",
        identity_proof="",
        identity_proof_type="",
        postcode="",
        identity_hash="",
        telephone_hash="",
        person_hash=hashes.keyed("foi.destroyed", f"applicant {applicant.pk}"),
        destroyed_on=on,
    )
    counts["foi.Applicant"] += 1
    return gone
