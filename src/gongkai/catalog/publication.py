"""The one act that makes a signed revision public, or registers it when its class is not public.

Every way of publishing ends here, because `Document.publish` does. Knows no model, so that the model can call it.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log
from wagtail.signals import published as published_signal

from gongkai.catalog import advice, declared, limits, numbering, occasions, rules
from gongkai.ledger.services import NewEvent, append
from gongkai.review import queries as review
from gongkai.review import services as review_services
from gongkai.review.rules import Blocker, Refused
from gongkai.screening import queries as screening
from gongkai.screening import services as screening_services

if TYPE_CHECKING:
    from gongkai.catalog.models import Document


class PublicationRefused(Refused):
    """A publication that may not happen, with all its reasons at once."""


def content_blockers(candidate: Document) -> list[Blocker]:
    """What the content lacks: fields, dates, class, attachments, and what was found in it and is not settled.

    What is registered without being public may hold what must not go out; what was found in it is shown and holds nothing back.
    """
    is_new_of_closed = candidate.agency.closed_on is not None and not candidate.index_number
    found = rules.content_blockers(candidate, live=candidate.live, agency_closed=is_new_of_closed)
    found += declared.blockers(candidate)
    found += rules.attachment_blockers(candidate.attached, checksums(candidate))
    if candidate.is_public_class:
        found += [Blocker(one.code, one.text, _looked_at(candidate)) for one in screening.blockers(candidate)]
        found += advice.blockers(candidate)
    return found


def _looked_at(candidate: Document) -> str:
    """Where findings are decided."""
    return (
        reverse("screening_office:view", args=[candidate.ledger_kind, candidate.pk]) if candidate.pk else ""
    )


def blockers(document: Document, revision: Any = None) -> list[Blocker]:
    """Everything that keeps a revision (the latest by default) from going out: content first, then review."""
    revision = revision or document.get_latest_revision()
    candidate = revision.as_object() if revision else document
    return (
        content_blockers(candidate) + _unpublished_policies(candidate) + review.blockers(document, revision)
    )


def _unpublished_policies(candidate: Document) -> list[Blocker]:
    """An interpretation goes out with its policy, never before it (国办发〔2016〕80号)."""
    rows = candidate.relations.filter(kind="interprets", target__published_on__isnull=True)
    return [
        Blocker(
            "INTERPRETATION-FIRST",
            _("所解读的《%(title)s》尚未公开。请先签发该文件，再签发解读，两者同日公开。")
            % {"title": relation.target.title},
            reverse("wagtailsnippets_catalog_document:inspect", args=[relation.target_id]),
        )
        for relation in rows.select_related("target")
    ]


@transaction.atomic
def publish(*, document: Document, revision: Any, actor: Any) -> Document:
    """Make the revision the live content: number it on first publication, date it, append to the ledger.

    A revision of a class that is not public is registered in the catalogue instead. Raises PublicationRefused with all
    reasons; nothing is saved then. The actor is named in the ledger; what allows publication are the signatures.
    """
    row = type(document)._default_manager.select_for_update().get(pk=document.pk)
    screening_services.request(row)
    found = blockers(row, revision)
    if found:
        raise PublicationRefused(found)
    clearance = review_services.clear(obj=row, revision=revision)
    candidate: Document = revision.as_object()
    candidate.clearance = clearance
    candidate.latest_revision = row.latest_revision
    candidate.has_unpublished_changes = False
    now = timezone.now()
    if candidate.is_public_class:
        first = _go_live(candidate, revision, now)
        data = {"index_number": candidate.index_number, "first": first}
        event = "catalog.document.published"
    else:
        candidate.registered_on = candidate.registered_on or now
        candidate.next_reassessment_on = limits.next_reassessment(candidate, timezone.localdate())
        data = {"class": candidate.disclosure_class, "ground": candidate.ground}
        event = "catalog.document.registered"
    candidate.save()
    append(
        NewEvent(
            kind=document.ledger_kind,
            object_id=candidate.pk,
            type=event,
            occurred_on=timezone.localdate(),
            data={
                **data,
                "revision": revision.pk,
                "clearance": clearance.pk,
                "sha256": clearance.content_sha256,
            },
            actor=actor,
        )
    )
    log(instance=candidate, action="wagtail.publish", user=actor, revision=revision)
    if candidate.live:
        occasions.tell(candidate, occasions.PUBLISHED)
        published_signal.send(sender=type(candidate), instance=candidate, revision=revision)
    return candidate


def _go_live(candidate: Document, revision: Any, now: Any) -> bool:
    first = not candidate.index_number
    if first:
        candidate.index_number = numbering.issue(candidate.agency, timezone.localdate(now).year)
        candidate.published_on = candidate.first_published_at = now
    candidate.live = True
    candidate.live_revision = revision
    candidate.last_published_at = now
    candidate.registered_on = candidate.next_reassessment_on = candidate.withdrawn_on = None
    candidate.withdrawal_reason = ""
    return first


def checksums(candidate: Document) -> dict[int, str]:
    """Attachment -> checksum of its stored file now; the ones that are gone are left out."""
    found = {}
    for attachment in candidate.attachments:
        if attachment.file.name and attachment.file.storage.exists(attachment.file.name):
            with attachment.file.open("rb") as stored:
                found[attachment.pk] = hashlib.file_digest(stored, "sha256").hexdigest()
    return found
