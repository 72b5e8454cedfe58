"""This room's say while a document is worked on: the panel with its buttons, what signers see, what holds a draft back."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from gongkai.agencies import access
from gongkai.catalog import advice, queries
from gongkai.catalog.models import Document
from gongkai.catalog.recording import DRAFTING
from gongkai.quality import checks, examining, services
from gongkai.quality.examining import Spot
from gongkai.quality.models import Level
from gongkai.review.rules import Blocker, Refused

PREFIX = "quality"
REASON = "quality-reason-"
MOST = 50
SEVERITIES = {Level.HOLD: "serious", Level.WARN: "warning", Level.HINT: "information"}


class QualityAdviser:
    """What `catalog.advice` asks of a room."""

    def blockers(self, version: Any) -> list[Blocker]:
        """The findings that weigh HOLD and were neither corrected nor left with a reason."""
        if Level.HOLD not in checks.levels(version.agency).values():
            return []
        url = _desk(version) if version.pk else ""
        return [
            Blocker("QUALITY-HOLD", _("%(check)s：%(why)s改正后再送，或者写明不改的理由。") % {
                "check": spot.check.label, "why": spot.finding.why
            }, url)
            for spot in examining.look(version)
            if spot.level == Level.HOLD and spot.is_open
        ]  # fmt: skip

    def findings(self, version: Any) -> list[dict[str, Any]]:
        """What weighs something, the open ones first; hints are the drafter's."""
        rows = [spot for spot in examining.look(version) if spot.level in (Level.HOLD, Level.WARN)]
        rows.sort(key=lambda spot: spot.waiver is not None)
        return [_row(spot, _desk(version)) for spot in rows[:MOST]]

    def panel(self, request: HttpRequest, document: Any, *, editing: bool) -> SafeString:
        """The findings in the newest draft, each with its place and what can be done about it."""
        version = document.get_latest_revision_as_object()
        found = sorted(examining.look(version), key=lambda spot: spot.waiver is not None)
        # The editor saves first, and then there is nothing to go back to.
        earlier = None if editing else services.correction(document)
        if not found and earlier is None:
            return mark_safe("")
        may_act = access.holds(request.user, document.agency, *DRAFTING)
        context = {
            "document": document,
            "rows": [(spot, SEVERITIES[Level(spot.level)]) for spot in found[:MOST]],
            "number": len(found),
            "left_out": max(0, len(found) - MOST),
            "editing": editing,
            "may_waive": may_act,
            "may_correct": may_act and not document.workflow_in_progress,
            "correctable": sum(spot.can_be_corrected and spot.waiver is None for spot in found),
            "earlier": earlier,
        }
        return render_to_string("quality/panel.html", context, request=request)

    def carry_out(self, request: HttpRequest, document: Any, asked: str) -> None:
        """One of the panel's buttons: `quality:<act>:<spot>`."""
        room, _colon, rest = asked.partition(":")
        if room == PREFIX:
            _carry_out(request, document, *rest.partition(":")[::2])


def _desk(document: Any) -> str:
    return reverse("wagtailsnippets_catalog_document:inspect", args=[document.pk]) + "#quality-heading"


def _row(spot: Spot, url: str) -> dict[str, Any]:
    decision = spot.waiver and {
        "get_verdict_display": _("不改"),
        "reason": spot.waiver.reason,
        "decided_by": spot.waiver.decided_by,
        "decided_at": spot.waiver.decided_at,
    }
    return {
        "severity": SEVERITIES[Level(spot.level)],
        "severity_label": Level(spot.level).label,
        "label": spot.check.label,
        "masked": spot.finding.quote[:60],
        "where": spot.finding.why,
        "decision": decision,
        "url": url,
    }


def _carry_out(request: HttpRequest, document: Document, act: str, spot: str) -> None:
    try:
        messages.success(request, _done(request, document, act, spot))
    except Refused as refused:
        for blocker in refused.blockers:
            messages.error(request, f"{blocker.text}[{blocker.code}]")


def _done(request: HttpRequest, document: Document, act: str, spot: str) -> str:
    """Do it and say so. Raises Refused, PermissionDenied."""
    who: dict[str, Any] = {"actor": request.user, "document": document}
    if act == "correct":
        number = services.correct(**who, fingerprints={spot} if spot else None)
        said = ngettext(
            "已改正 %(number)d 处，可以在办理页撤销。", "已改正 %(number)d 处，可以在办理页撤销。", number
        )
        return said % {"number": number}
    if act == "undo":
        services.undo(**who)
        return _("已撤销改正，稿子和改正以前一样。")
    if act == "waive":
        services.waive(**who, fingerprint=spot, reason=request.POST.get(f"{REASON}{spot}", ""))
        return _("已记下不改的理由，以后的版本里这一处不再提醒。")
    if act == "unwaive":
        services.unwaive(**who, fingerprint=spot)
        return _("已撤回，这一处重新列为待处理。")
    raise Refused([Blocker("QUALITY-ACT", _("没有这个操作，请刷新页面再试。"))])


@require_POST
def from_desk(request: HttpRequest, pk: int) -> HttpResponse:
    """A button of the panel on the desk; back to the desk."""
    document = queries.document_for(request.user, pk)
    if document is None or not access.can_see(request.user, document.agency):
        raise Http404
    try:
        QualityAdviser().carry_out(request, document, request.POST.get(advice.FIELD, ""))
    except PermissionDenied as denied:
        messages.error(request, str(denied))
    return redirect(_desk(document))
