"""What follows in this room when a document is published, published anew, withdrawn or loses its validity."""

from __future__ import annotations

from django.utils.translation import gettext as _

from gongkai.catalog import occasions
from gongkai.catalog.models import ENDED, Document
from gongkai.channels.services import following, jobs, webhooks


def on(document: Document, act: str) -> None:
    """Make jobs, have what went out updated or called back, and queue the messages to other programs."""
    if act == occasions.PUBLISHED:
        following.reopen(document)
        jobs.make_by_rules(document)
    elif act == occasions.WITHDRAWN:
        following.call_back(document, _("原文已撤下：%(reason)s") % {"reason": document.withdrawal_reason})
    elif document.validity_now in ENDED:
        validity = document.validity_label
        following.call_back(document, _("原文已标注为“%(validity)s”") % {"validity": validity})
    else:
        following.call_off(document)
    webhooks.queue(document, act)
