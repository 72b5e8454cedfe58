"""How every agency's public content stands, month by month: written once a day, the last count of a month stays."""

from __future__ import annotations

from datetime import date, datetime

from django.db.models import Count, Q, Sum
from django.utils import timezone

from gongkai.catalog import queries as catalog
from gongkai.quality.models import Examination, QualityMonth


def work(now: datetime) -> None:
    """What the tick calls: the day's count, once."""
    today = timezone.localdate(now)
    if not QualityMonth.objects.filter(counted_on=today).exists():
        count_month(today)


def count_month(day: date) -> int:
    """Write how every agency stands this month; the last count of a month stays. How many agencies."""
    public = catalog.public_documents().order_by().values("pk")
    rows = (
        Examination.objects.filter(document__in=public)
        .order_by()
        .values("document__agency")
        .annotate(pages=Count("pk"), sound=Count("pk", filter=Q(open=0)), waiting=Sum("open"))
    )
    made = [
        QualityMonth(
            agency_id=row["document__agency"], month=day.replace(day=1), pages=row["pages"], sound=row["sound"],
            open=row["waiting"], counted_on=day,
        )
        for row in rows
    ]  # fmt: skip
    QualityMonth.objects.bulk_create(
        made,
        update_conflicts=True,
        unique_fields=["agency", "month"],
        update_fields=["pages", "sound", "open", "counted_on"],
    )
    return len(made)
