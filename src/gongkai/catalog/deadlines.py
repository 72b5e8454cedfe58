"""The limits about documents for calendars, digests and warnings: what `obligations` lists, without any title."""

from __future__ import annotations

from datetime import date, timedelta

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from gongkai.agencies.deadlines import Deadline
from gongkai.agencies.models import Agency
from gongkai.catalog import obligations

# What is late for longer stays on the worklist; nobody is told of it day after day.
STALE = timedelta(days=365)


def of(agencies: QuerySet[Agency], until: date | None = None) -> list[Deadline]:
    """Documents that wait for something. Their titles stay inside, since some are not public."""
    today = timezone.localdate()
    found = []
    for code, kind in obligations.KINDS.items():
        rows = kind.open(agencies, today)
        if until is not None:
            rows = rows.filter(due_on__lte=until)
        if code != "publication":
            rows = rows.filter(due_on__gte=today - STALE)
        values = rows.order_by().values_list("pk", "agency_id", "due_on", "since", "agency__short_name")
        for pk, agency, due_on, since, name in values:
            text = _("%(kind)s期限 文件%(number)s（%(agency)s）")
            found.append(
                Deadline(
                    matter=f"catalog.document-{pk}" if code == "publication" else f"catalog.{code}-{pk}",
                    agency_id=agency,
                    due_on=due_on,
                    since=since or due_on,
                    title=text % {"kind": kind.label, "number": pk, "agency": name},
                    url=reverse("wagtailsnippets_catalog_document:inspect", args=[pk]),
                )
            )
    return found
