"""What the desk of one document shows: facts, reasons, signatures and the acts that are lawful now."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail import hooks

from gongkai.agencies import access
from gongkai.catalog import advice, forms, limits, listing, publication, queries, services, validity
from gongkai.catalog.models import Document, Relation, Validity
from gongkai.catalog.rulebook import saying
from gongkai.law import acts
from gongkai.ledger import queries as ledger
from gongkai.review import queries as review
from gongkai.screening import queries as screening

# A room above may add a part to the desk: `(request, document) -> SafeString`, empty when it has nothing to show.
PANELS = "catalog_desk_panels"
EVENT_LABELS = {
    "catalog.document.created": _("起草"),
    "catalog.document.published": _("公开"),
    "catalog.document.registered": _("登记（不公开）"),
    "catalog.document.withdrawn": _("撤下"),
    "catalog.document.validity_changed": _("标注有效性"),
    "catalog.document.validity_scheduled": _("定于日后改变有效性"),
    "catalog.document.related": _("关联文件"),
    "catalog.document.unrelated": _("撤销关联"),
    "catalog.document.attachment_added": _("添加附件"),
    "catalog.document.attachment_removed": _("移除附件"),
    "catalog.document.attachment_replaced": _("以遮盖件替换附件"),
    "catalog.document.reassessed": _("定期评估"),
    "catalog.document.recalled": _("撤回修改"),
    "catalog.document.discarded": _("删除草稿"),
    "catalog.document.rule_linked": _("对应环节"),
    "catalog.document.rule_unlinked": _("撤销对应环节"),
    "catalog.document.rule_confirmed": _("确认仍然适用"),
    "screening.findings.decided": _("处理检查发现"),
    "screening.redacted": _("遮盖"),
    "screening.original.opened": _("查看遮盖前的原件"),
    "quality.waived": _("写明不改的理由"),
    "quality.waiver_ended": _("撤回不改的理由"),
    "quality.corrected": _("改正文字"),
    "quality.correction_undone": _("撤销改正"),
    "review.submitted": _("送审签"),
    "review.step.signed": _("签署"),
}


def _events(document: Document) -> list[dict[str, Any]]:
    return [
        {
            "at": event.recorded_at,
            "label": EVENT_LABELS.get(event.type, event.type),
            "detail": event.data.get("step", "") or _governed(event.data),
            "actor": event.actor_name,
        }
        for event in ledger.history(document.ledger_kind, document.pk)
    ]


def _governed(data: dict[str, Any]) -> str:
    """Which clause was linked to which act."""
    act = acts.every().get(data.get("act", ""))
    return f"{data.get('clause', '')}{saying.name(act)}" if act else ""


def context(request: HttpRequest, document: Document) -> dict[str, Any]:
    """Everything the template needs; what the person may not do here is not offered."""
    actor: Any = request.user
    under_review = document.workflow_in_progress
    draft = document.get_latest_revision_as_object()
    drafts_here = access.holds(actor, document.agency, *services.DRAFTING)
    withdraws_here = access.holds(actor, document.agency, *services.WITHDRAWING)
    task_state = document.current_workflow_task_state
    may_submit = drafts_here and not under_review and _unfinished(document)
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
        **review.progress(document),
        **screening.panel(document),
        "events": _events(document),
        "drafts_here": drafts_here,
        "may_edit": drafts_here and not under_review,
        "may_submit": may_submit,
        "ahead": review.ahead(document) if may_submit else [],
        "may_discard": drafts_here and not under_review and _discardable(document),
        "may_withdraw": withdraws_here and document.live,
        "may_change_validity": withdraws_here and bool(document.index_number),
        "may_reassess": (drafts_here or withdraws_here)
        and document.registered_on
        and not document.is_public_class,
        "relations": Relation.objects.filter(source=document).select_related("target"),
        "panels": [make(request, document) for make in hooks.get_hooks(PANELS)],
        "advice": list(advice.panels(request, document, editing=False)),
        "dues": _dues(document, draft),
        "validity_turns": _turns(document),
        "attachment_form": forms.AttachmentForm(auto_id="attachment_%s"),
        "withdrawal_form": forms.WithdrawalForm(auto_id="withdrawal_%s"),
        "validity_form": forms.ValidityForm(auto_id="validity_%s", initial={"validity": Validity.REPEALED}),
        "reassessment_form": forms.ReassessmentForm(
            auto_id="reassessment_%s",
            initial={"next_on": limits.next_reassessment(document, timezone.localdate())},
        ),
    }


def _dues(document: Document, draft: Document) -> list[dict[str, Any]]:
    """The limits that run, each with the steps of its count."""
    found = []
    if not document.live and not document.withdrawn_on:
        found.append((_("公开期限"), limits.publication_due(draft)))
    if document.live and document.interpretation_due_on and not queries.is_explained(document):
        found.append((_("解读期限"), limits.interpretation_due(document)))
    return [{"label": label, "due": due} for label, due in found if due]


def _turns(document: Document) -> list[dict[str, Any]]:
    """The days on which the validity begins to be another, with its name."""
    return [
        {"on": day, "label": Validity(now).label, "ahead": day > timezone.localdate()}
        for day, now in validity.turns(document).items()
    ]


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
