"""The only writer of which clause governs which act."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from gongkai.agencies import access
from gongkai.agencies.models import Agency, Duty
from gongkai.catalog import validity
from gongkai.catalog.models import Document, RuleLink
from gongkai.catalog.rulebook import links
from gongkai.convert import clauses
from gongkai.law import acts
from gongkai.ledger.services import NewEvent, append
from gongkai.review.rules import Blocker, Refused

SETTING = (Duty.ADMINISTRATOR,)
MOST = 500


@transaction.atomic
def link(
    *, actor: Any, agency: Agency, document: Document, pairs: Sequence[tuple[str, str]]
) -> list[RuleLink]:
    """State which clauses of a rule govern which acts: pairs of act and clause, an empty clause for the whole rule.

    A statement holds since the rule does; when the agency went by another clause of this rule for the act before, from
    today. What is stated already is left as it is. Raises PermissionDenied without the duty, Refused with every reason.
    """
    access.require(actor, agency, *SETTING)
    Agency.objects.select_for_update().get(pk=agency.pk)
    found = list(_hindrances(agency, document, pairs))
    if found:
        raise Refused(found)
    mine = RuleLink.objects.filter(agency=agency, document=document)
    known = set(mine.filter(until__isnull=True).values_list("act", "clause"))
    before = set(mine.filter(until__isnull=False).values_list("act", flat=True))
    today, first = timezone.localdate(), _first_day(document)
    made = []
    for act, clause in dict.fromkeys(pairs):
        if (act, clause) not in known:
            row = RuleLink.objects.create(
                agency=agency, act=act, document=document, clause=clause, content_sha256=document.content_sha256,
                since=max(today, first) if act in before else first, linked_by=actor,
            )  # fmt: skip
            made.append(row)
            _note(actor, row, "rule_linked")
    return made


def _first_day(document: Document) -> date:
    published = timezone.localdate(document.published_on)
    return max(published, document.effective_on or published)


def _hindrances(agency: Agency, document: Document, pairs: Sequence[tuple[str, str]]) -> Iterable[Blocker]:
    if not pairs or len(pairs) > MOST:
        yield Blocker("RULE-NOTHING", _("请勾选环节和条款，一次最多500项。"))
    if not links.in_reach(agency).filter(pk=document.pk).exists():
        text = _("只能对应本机关或者上级机关“政府信息公开制度”栏目里公开的文件。请先公开这件制度。")
        yield Blocker("RULE-REACH", text)
        return
    if document.validity_now in validity.ENDED:
        yield Blocker("RULE-ENDED", _("这件制度已经废止或者失效，请选择现行的制度。"))
    if any(act not in acts.every() for act, _clause in pairs):
        yield Blocker("RULE-ACT", _("没有这个环节。"))
    known = {clause.name for clause in clauses.clauses(document.body_paragraphs)}
    unknown = sorted({clause for _act, clause in pairs if clause and clause not in known})
    if unknown:
        text = _("制度的现行文本里没有%(clauses)s，请从列出的条款中选择。")
        yield Blocker("RULE-CLAUSE", text % {"clauses": "、".join(unknown[:5])})


@transaction.atomic
def unlink(*, actor: Any, link: RuleLink) -> RuleLink:
    """The clause governs the act no more, from today on; what was done before keeps it. Raises PermissionDenied, Refused."""
    row = _locked(actor, link)
    row.until = max(row.since, timezone.localdate())
    row.save(update_fields=["until"])
    _note(actor, row, "rule_unlinked")
    return row


@transaction.atomic
def confirm(*, actor: Any, links: Sequence[RuleLink]) -> None:
    """The clauses still fit their acts in the rule's present content; all or none. Raises PermissionDenied, Refused."""
    rows = [_locked(actor, link) for link in links]
    found = [
        blocker for row in rows for blocker in _hindrances(row.agency, row.document, [(row.act, row.clause)])
    ]
    if found or not rows:
        raise Refused(found or [Blocker("RULE-NOTHING", _("请先勾选仍然适用的环节。"))])
    for row in rows:
        row.content_sha256 = row.document.content_sha256
        row.save(update_fields=["content_sha256"])
        _note(actor, row, "rule_confirmed")


def _locked(actor: Any, link: RuleLink) -> RuleLink:
    rows = RuleLink.objects.select_for_update(of=("self",)).select_related("agency", "document__agency")
    row = rows.get(pk=link.pk)
    access.require(actor, row.agency, *SETTING)
    if row.until is not None:
        raise Refused([Blocker("RULE-OVER", _("这一对应已经撤销，不用再办。"))])
    return row


def _note(actor: Any, row: RuleLink, act: str) -> None:
    append(
        NewEvent(
            kind=Document.ledger_kind,
            object_id=row.document_id,
            type=f"catalog.document.{act}",
            occurred_on=timezone.localdate(),
            data={
                "act": row.act,
                "clause": row.clause,
                "agency": row.agency.code,
                "since": row.since.isoformat(),
            },
            actor=actor,
        )
    )
