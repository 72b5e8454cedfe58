"""Edited texts as the screening sees them: a title and lines as HTML."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.html import escape
from django.utils.translation import gettext as _
from lxml import html as markup

from gongkai.agencies import access
from gongkai.channels.models import ChannelJob
from gongkai.review.rules import Blocker
from gongkai.screening import queries as screening
from gongkai.screening import rules as screening_rules
from gongkai.screening.models import Screening, ScreeningFinding
from gongkai.screening.subjects import Item


class JobSubject:
    """See `screening.subjects.Subject`."""

    model: type[ChannelJob] = ChannelJob

    def versions(self, obj: ChannelJob) -> Sequence[ChannelJob]:
        """The text as it stands."""
        return [ChannelJob.objects.select_related("agency").get(pk=obj.pk)]

    def items(self, version: ChannelJob) -> Sequence[Item]:
        """The title and the text."""
        data = as_html(version.title, version.text).encode()
        checksum = hashlib.sha256(data).hexdigest()
        return [Item(Screening.Kind.TEXT, 0, _("发布文稿"), "text.html", checksum, lambda: data)]

    def published(self) -> QuerySet[ChannelJob]:
        """Edited texts that went out."""
        edited = ChannelJob.objects.exclude(text="", title="").select_related("agency")
        return edited.filter(state=ChannelJob.State.DONE)

    def in_hand(self) -> QuerySet[ChannelJob]:
        """Edited texts that are to go out."""
        return (
            ChannelJob.objects.exclude(text="", title="")
            .filter(state__in=ChannelJob.OPEN)
            .select_related("agency")
        )

    def address(self, obj: ChannelJob) -> str:
        """Its page."""
        return reverse("channels_office:job", args=[obj.pk])

    def may_change(self, actor: Any, obj: ChannelJob) -> bool:
        """Whoever publishes at the agency, until it has gone out."""
        from gongkai.channels.services.recording import PUBLISHING

        return obj.is_open and access.holds(actor, obj.agency, *PUBLISHING)

    @transaction.atomic
    def replace(self, *, actor: Any, obj: ChannelJob, item: Item, name: str, data: bytes) -> Item:
        """The redacted text becomes the job's."""
        from gongkai.channels.services import jobs

        title, text = from_html(data.decode())
        return self.items(jobs.prepare(actor=actor, job=obj, title=title, text=text))[0]


def as_html(title: str, text: str) -> str:
    """A heading and a paragraph for each line."""
    lines = "".join(f"<p>{escape(line)}</p>" for line in text.split("\n"))
    return f"<section><h2>{escape(title)}</h2>{lines}</section>"


def from_html(text: str) -> tuple[str, str]:
    """Title and text of what `as_html` made, after something was taken out."""
    root = markup.fragment_fromstring(text, create_parent=True)
    heading = root.find(".//h2")
    title = heading.text_content().strip() if heading is not None else ""
    return title, "\n".join(node.text_content() for node in root.iterfind(".//p"))


def blockers(job: ChannelJob) -> list[Blocker]:
    """What was found in an edited text and is not settled, here or in the public document it was made from.

    A text nobody edited is the public document's own and was screened with it.
    """
    if not job.text and not job.title:
        return []
    found = screening.blockers(job)
    if {one.code for one in found} == {"SCREENING-OPEN"} and not _open_here(job):
        return []
    return [Blocker(one.code, one.text) for one in found]


def _open_here(job: ChannelJob) -> bool:
    """Whether a serious finding is settled neither here nor in the document."""
    decisions: dict[tuple[str, str], list[Any]] = {}
    for decision in [*screening.decisions(job.document), *screening.decisions(job)]:
        decisions.setdefault((decision.detector, decision.fingerprint), []).append(decision)
    rows = ScreeningFinding.objects.filter(
        screening__in=screening.of_object(job), severity="serious", decision=None
    ).values_list("detector", "fingerprint")
    return any(screening_rules.holding(decisions.get(key, [])) is None for key in rows)
