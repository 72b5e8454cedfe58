"""From a job to its text: the public document as `texts` wants it, and what stands edited."""

from __future__ import annotations

from django.conf import settings
from django.utils import timezone

from gongkai.catalog.models import Document
from gongkai.channels import declared, declared_content, texts
from gongkai.channels.declared import DeclaredChannel
from gongkai.channels.models import ChannelJob
from gongkai.channels.texts import Source
from gongkai.convert import sanitise


def address(document: Document) -> str:
    """The public page of a document."""
    return f"{str(settings.WAGTAILADMIN_BASE_URL).rstrip('/')}/d/{document.pk}/"


def source(document: Document) -> Source:
    """A public document as text. The row itself is what is public, never a draft; declared content in its public form."""
    body = document.body + declared_content.html(document, timezone.localdate())
    return Source(
        title=document.title,
        agency=document.agency.name,
        summary=document.summary.strip(),
        html=body or "<p></p>",
        lines=[line for line in sanitise.text(body).split("\n") if line.strip()],
        address=address(document),
    )


def proposal(job: ChannelJob, channel: DeclaredChannel | None = None) -> str:
    """The text made from the document for the job's channel."""
    channel = channel or declared.channel(job.channel)
    return texts.prepared(source(job.document), channel.form, channel.limit, channel.link)


def text_of(job: ChannelJob, channel: DeclaredChannel | None = None) -> str:
    """The text as it would go out: the edited one, else the proposal."""
    return job.text or proposal(job, channel)
