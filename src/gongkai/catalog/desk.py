"""What the desk of one document shows: facts, reasons, signatures and the acts that are lawful now."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from gongkai.agencies import access
from gongkai.catalog import forms, listing, publication, services
from gongkai.catalog.models import Document, Relation, Validity
from gongkai.ledger import queries as ledger
from gongkai.review import queries as review


def context(request: HttpRequest, document: Document) -> dict[str, Any]:
    """Everything the template needs; what the person may not do here is not offered."""
    actor: Any = request.user
    under_review = document.workflow_in_progress
    draft = document.get_latest_revision_as_object()
    drafts_here = access.holds(actor, document.agency, *services.DRAFTING)
    withdraws_here = access.holds(actor, document.agency, *services.WITHDRAWING)
    task_state = document.current_workflow_task_state
    return {
        "document": document,
        "draft": draft,
        "state_label": _state(document, under_review),
        "due_label": listing.due_label(document),
        "under_review": under_review,
        "waiting_step": task_state.task if task_state else None,
        "task_state": task_state,
        "may_sign": bool(task_state) and not review.signing_blockers(actor, document),
        "blockers": publication.content_blockers(draft) if _unfinished(document) else [],
        "signatures": review.signatures(document),
        "events": ledger.history(document.ledger_kind, document.pk),
        "drafts_here": drafts_here,
        "may_edit": drafts_here and not under_review,
        "may_submit": drafts_here and not under_review and _unfinished(document),
        "may_discard": drafts_here and not under_review and _discardable(document),
        "may_withdraw": withdraws_here and document.live,
        "may_change_validity": withdraws_here and bool(document.index_number),
        "may_reassess": (drafts_here or withdraws_here)
        and document.registered_on
        and not document.is_public_class,
        "relations": Relation.objects.filter(source=document).select_related("target"),
        "attachment_form": forms.AttachmentForm(auto_id="attachment_%s"),
        "withdrawal_form": forms.WithdrawalForm(auto_id="withdrawal_%s"),
        "validity_form": forms.ValidityForm(auto_id="validity_%s", initial={"validity": Validity.REPEALED}),
        "relation_form": forms.RelationForm(auto_id="relation_%s"),
        "reassessment_form": forms.ReassessmentForm(auto_id="reassessment_%s"),
    }


def _state(document: Document, under_review: bool) -> str:
    if under_review:
        return str(listing.STATES["in_review"])
    return str(listing.STATES[document.state])


def _unfinished(document: Document) -> bool:
    """Whether there is a draft that has not gone out."""
    if document.live or (document.registered_on and not document.is_public_class):
        return bool(document.has_unpublished_changes)
    return True


def _discardable(document: Document) -> bool:
    return (
        not document.index_number and not document.clearance_id and not review.signatures(document).exists()
    )
