"""From a job to its text: the public document as `texts` wants it, and what stands edited."""

from __future__ import annotations

from django.conf import settings

from gongkai.catalog.models import Document
from gongkai.channels import declared, texts
from gongkai.channels.declared import DeclaredChannel
from gongkai.channels.models import ChannelJob
from gongkai.channels.texts import Source


def address(document: Document) -> str:
    """The public page of a document."""
    return f"{str(settings.WAGTAILADMIN_BASE_URL).rstrip('/')}/d/{document.pk}/"


def source(document: Document) -> Source:
    """A public document as text. The row itself is what is public, never a draft."""
    return Source(
        title=document.title,
        agency=document.agency.name,
        summary=document.summary.strip(),
        html=document.body or "<p></p>",
        lines=[line for line in document.body_text.split("\n") if line.strip()],
        address=address(document),
    )


def proposal(job: ChannelJob, channel: DeclaredChannel | None = None) -> str:
    """The text made from the document for the job's channel."""
    channel = channel or declared.channel(job.channel)
    return texts.prepared(source(job.document), channel.form, channel.limit, channel.link)


def text_of(job: ChannelJob, channel: DeclaredChannel | None = None) -> str:
    """The text as it would go out: the edited one, else the proposal."""
    return job.text or proposal(job, channel)
