"""The 20 working days within which information must be public (条例第二十六条), for calendars, digests and warnings."""

from __future__ import annotations

from datetime import date

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from gongkai.agencies.deadlines import Deadline
from gongkai.agencies.models import Agency
from gongkai.catalog.models import DisclosureClass, Document


def of(agencies: QuerySet[Agency], until: date | None = None) -> list[Deadline]:
    """Documents meant for everybody that are not public yet. Their titles stay inside until they are."""
    rows = Document.objects.filter(
        agency__in=agencies,
        publication_due_on__isnull=False,
        live=False,
        withdrawn_on__isnull=True,
        disclosure_class=DisclosureClass.PROACTIVE,
    )
    if until is not None:
        rows = rows.filter(publication_due_on__lte=until)
    found = rows.values_list("pk", "agency_id", "publication_due_on", "formed_on", "agency__short_name")
    return [
        Deadline(
            matter=f"catalog.document-{pk}",
            agency_id=agency,
            due_on=due_on,
            since=formed_on or due_on,
            title=_("公开期限 文件%(number)s（%(agency)s）") % {"number": pk, "agency": name},
            url=reverse("wagtailsnippets_catalog_document:edit", args=[pk]),
        )
        for pk, agency, due_on, formed_on, name in found
        if due_on is not None
    ]
