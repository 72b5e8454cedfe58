"""The words of the mails: as text, and the same as plain HTML."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _

from gongkai.catalog import browsing
from gongkai.catalog import queries as catalog
from gongkai.convert.official import in_official_language
from gongkai.subscriptions import links
from gongkai.subscriptions.limits import limits
from gongkai.subscriptions.models import SubscriberMail, Subscription


@in_official_language
def message(mail: SubscriberMail) -> EmailMultiAlternatives | None:
    """A mail as it goes out; None when nothing of it is public any more, or what it asks about is gone or settled."""
    words = _question(mail) if mail.round_id is None else _news(mail)
    if words is None:
        return None
    key = links.manage_key(mail.subscriber)
    leave = _address("portal:subscriptions_leave", key)
    context = {
        **words,
        "site_name": settings.SITE_NAME,
        "manage_url": _address("portal:subscriptions", key),
        "leave_url": leave,
    }
    made = EmailMultiAlternatives(
        words["subject"],
        render_to_string("subscriptions/mail.txt", context),
        to=[mail.subscriber.address],
        headers={
            "Message-ID": f"<gongkai-subscription-{mail.pk}@{settings.SITE_DOMAIN}>",
            "Auto-Submitted": "auto-generated",
            "List-Unsubscribe": f"<{leave}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        },
    )
    made.attach_alternative(render_to_string("subscriptions/mail.html", context), "text/html")
    return made


def scope_in_words(subscription: Subscription) -> str:
    """What a subscription asks for."""
    parts = [
        subscription.agency.name if subscription.agency else "",
        browsing.column_name(subscription.column) if subscription.column else "",
        str(subscription.get_document_type_display()) if subscription.document_type else "",
        _("含‘%(words)s’") % {"words": subscription.words} if subscription.words else "",
    ]
    return " · ".join(part for part in parts if part) or _("全部政府信息")


def _question(mail: SubscriberMail) -> dict[str, Any] | None:
    subscription = mail.subscription
    if subscription is None:
        return None
    settled = subscription.confirmed_at is not None
    return {
        "subject": _("请确认邮件订阅：%(site)s") % {"site": settings.SITE_NAME},
        "scope": scope_in_words(subscription),
        "frequency": subscription.get_frequency_display(),
        "settled": settled,
        "confirm_url": ""
        if settled
        else _address("portal:subscriptions_confirm", links.confirmation_key(subscription)),
        "days": limits().unconfirmed_days,
    }


def _news(mail: SubscriberMail) -> dict[str, Any] | None:
    most = limits().documents_in_a_mail
    rows = catalog.public_documents().filter(pk__in=mail.documents).defer("body", "body_text")
    found = list(rows[: most + 1])
    if not found:
        return None
    total = rows.count() if len(found) > most else len(found)
    first = " ".join(found[0].title.split())
    several = _("%(first)s等%(total)d件政府信息") % {"first": first, "total": total}
    return {
        "subject": first if total == 1 else several,
        "documents": [
            {
                "title": document.title,
                "url": _address("portal:document", str(document.pk)),
                "agency": document.agency.name,
                "published_on": document.published_on,
                "number": document.document_number,
                "validity": document.validity_label,
                "summary": document.summary,
            }
            for document in found[:most]
        ],
        "total": total,
        "left_out": max(0, total - most),
        "search_url": _address("portal:search"),
    }


def _address(name: str, *place: str) -> str:
    return f"{str(settings.WAGTAILADMIN_BASE_URL).rstrip('/')}{reverse(name, args=place)}"
