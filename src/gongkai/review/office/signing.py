"""Read exactly what is to be signed, what changed in it and what was found in it; and sign it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe
from wagtail.models import TaskState

from gongkai.agencies import access, working_days
from gongkai.agencies.office import actor_of
from gongkai.review import chains, clocks, queries, remarks, rounds, services, standing, versions
from gongkai.review.models import Signature, Submission
from gongkai.review.office.forms import SigningForm
from gongkai.review.office.frame import show
from gongkai.review.rounds import Round
from gongkai.review.rules import Refused

WAY = "review_waiting"


def trail() -> list[tuple[str, str]]:
    """The way back to the work."""
    return [(_("待我审签"), reverse(WAY))]


@sensitive_post_parameters("password", "code")
@require_http_methods(["GET", "POST"])
def sign(request: HttpRequest, pk: int) -> HttpResponse:
    """The page of a step. Only somebody who may sign a step of this review gets here."""
    actor = actor_of(request)
    task_state = get_object_or_404(TaskState.objects.select_related("workflow_state"), pk=pk)
    obj = task_state.workflow_state.content_object
    submission = Submission.objects.filter(workflow_state_id=task_state.workflow_state_id).first()
    if obj is None or submission is None or not _concerns(actor, obj, submission):
        raise PermissionDenied
    asked = request.POST.get("step", request.GET.get("step", ""))
    turn = queries.turn_of(actor, obj, int(asked) if asked.isdecimal() and len(asked) < 19 else None)
    if turn is None or turn.round.submission.pk != submission.pk:
        messages.warning(request, _("这一环节已经办结或已被撤回。"))
        return redirect(WAY)
    if turn.standing is None:
        messages.warning(request, _("现在轮到“%(step)s”，不是您的环节。") % {"step": turn.step.name})
        return redirect("review_progress", submission.pk)
    found = [] if request.method == "POST" else turn.blockers  # the form names them itself
    form = SigningForm(
        request.POST or None,
        actor=actor,
        requires_code=chains.policy_of(obj.agency).requires_code,
        initial={"step": turn.step.pk},
        refusals=lambda decision, opinion, pinned: services.sign_blockers(
            actor=actor, obj=obj, decision=decision, opinion=opinion, step_id=turn.step.pk, pinned=pinned
        ),
    )
    if request.method == "POST" and form.is_valid():
        try:
            _sign(request, obj, form, turn.step.pk)
        except Refused as refused:
            found = refused.blockers
        else:
            return redirect(WAY)
    version = obj.get_latest_revision().as_object()
    return show(
        request,
        "review/sign.html",
        _("签署：%(step)s") % {"step": turn.step.name},
        trail(),
        icon="check",
        object=obj,
        draft=version,
        object_template=obj.review_template,
        form=form,
        turn=turn,
        blockers=found,
        referral_notes=queries.referral_blockers(turn.round.referrals, submission.content_sha256),
        progress=rounds.progress(turn.round, working_days.current()),
        waiting=_limit(turn),
        **_comparison(request, obj, submission, version),
        earlier=_earlier(obj, submission, version),
        findings=obj.review_findings(actor) if hasattr(obj, "review_findings") else None,
        phrases=queries.phrases_for(actor),
        signatures=queries.signatures(obj),
        submission=submission,
    )


@require_safe
def progress(request: HttpRequest, pk: int) -> HttpResponse:
    """How far a review is, for everybody who may see the agency's records."""
    actor = actor_of(request)
    submission = get_object_or_404(Submission.objects.select_related("agency"), pk=pk)
    if not access.can_see(actor, submission.agency):
        raise Http404
    current = rounds.of([submission])[0]
    return show(
        request,
        "review/progress.html",
        _("审签单"),
        [(_("保密审查登记"), reverse("review_secrecy_register"))],
        icon="check",
        submission=submission,
        progress=rounds.progress(current, working_days.current()),
        stuck=queries.stuck_steps(current) if current.is_under_way else [],
        signatures=submission.signatures.prefetch_related("remarks"),
        referrals=current.referrals,
        may_sign=_task_to_sign(actor, current),
        state_label=current.state_label,
    )


def _concerns(actor: Any, obj: Any, submission: Submission) -> bool:
    """Whether the actor has a standing in any step of the review."""
    current = rounds.of([submission])[0]
    return any(standing.at(actor, obj.agency, step.duty) for step in current.steps)


def _task_to_sign(actor: Any, current: Round) -> int | None:
    agency = current.submission.agency
    mine = any(standing.at(actor, agency, item.step.duty) for item in current.open)
    return current.task_state_id if mine else None


def _limit(turn: queries.Turn) -> dict[str, Any]:
    assert turn.standing is not None  # noqa: S101 - the view has sent everybody else away
    item = next(item for item in turn.round.open if item.step.pk == turn.step.pk)
    calendar = working_days.current()
    due = rounds.due_on(turn.step, item.since, calendar)
    row = queries.Waiting(turn.round, turn.step, turn.standing, item.since, due)
    return {"row": row, "left": clocks.left(row, calendar)}


def _comparison(request: HttpRequest, obj: Any, submission: Submission, version: Any) -> dict[str, Any]:
    """What the template `review/comparison.html` shows: the base asked for, the others, and the comparison."""
    found = versions.bases(obj, submission.revision_id)
    wanted = request.GET.get("base", "")
    base = next((item for item in found if item.name == wanted), found[0] if found else None)
    return {
        "comparison": versions.compared(obj, base, version) if base else None,
        "compared_with": base,
        "bases": [item for item in found if item != base],
    }


def _earlier(obj: Any, submission: Submission, version: Any) -> list[remarks.Followed]:
    """The remarks of the last return before this submission, and whether their passages still stand."""
    returned = (
        queries.signatures(obj)
        .filter(decision=Signature.Decision.RETURNED, signed_at__lte=submission.submitted_at)
        .order_by("-id")
        .first()
    )
    return remarks.followed(returned.remarks.all(), version) if returned else []


def _sign(request: HttpRequest, obj: Any, form: SigningForm, step_id: int) -> None:
    values = form.cleaned_data
    signature = services.sign(
        actor=request.user,
        obj=obj,
        decision=values["decision"],
        opinion=values["opinion"],
        step_id=step_id,
        pinned=form.pinned,
        confirmed_by=form.confirmed_by,
        authority=values["authority"],
        authority_name=values["authority_name"],
    )
    messages.success(
        request,
        _("已签署“%(title)s”：%(decision)s。")
        % {"title": signature.object_title, "decision": signature.get_decision_display()},
    )
