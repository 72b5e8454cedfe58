"""The newsletter: jobs are handed to the room that mails readers, which sends each document once."""

from __future__ import annotations

from django.db import transaction

from gongkai.catalog import queries as catalog
from gongkai.channels import declared
from gongkai.channels.models import Channel, ChannelJob
from gongkai.channels.services import jobs
from gongkai.subscriptions import queries as subscriptions
from gongkai.subscriptions import services as mailing

AT_ONCE = 50


def hand_over_due() -> int:
    """Hand over the open jobs of the newsletter and record how many readers asked for the document; how many were handed over."""
    slugs = [row.slug for row in declared.every().values() if row.adapter == Channel.Adapter.NEWSLETTER]
    waiting = ChannelJob.objects.filter(channel__in=slugs, state__in=ChannelJob.OPEN).order_by("id")
    return sum(_hand_over(pk) for pk in list(waiting.values_list("pk", flat=True)[:AT_ONCE]))


@transaction.atomic
def _hand_over(pk: int) -> bool:
    rows = ChannelJob.objects.select_for_update(of=("self",)).select_related("document__agency", "agency")
    job = rows.filter(pk=pk, state__in=ChannelJob.OPEN).first()
    if job is None or not catalog.public_documents().filter(pk=job.document_id).exists():
        return False
    mailing.announce(job.document)
    jobs.record_newsletter(job, copies=subscriptions.recipients(job.document))
    return True
