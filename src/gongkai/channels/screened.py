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
from gongkai.channels.services import jobs
from gongkai.channels.services.recording import PUBLISHING
from gongkai.screening.models import Screening
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
        return obj.is_open and access.holds(actor, obj.agency, *PUBLISHING)

    @transaction.atomic
    def replace(self, *, actor: Any, obj: ChannelJob, item: Item, name: str, data: bytes) -> Item:
        """The redacted text becomes the job's."""
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
