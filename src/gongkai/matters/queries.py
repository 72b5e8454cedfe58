"""The only reader of matters for other rooms. What is not public takes the actor first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import TruncMonth
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext as _

from gongkai.agencies import access, attempts, working_days
from gongkai.agencies.models import Agency
from gongkai.matters import rules, services
from gongkai.matters.errors import TooManyAttempts
from gongkai.matters.models import Matter, MatterLimit, MatterState

WINDOW_SECONDS = 60 * 60
FAILURES_PER_NUMBER = 5
FAILURES_PER_CLIENT = 20
CLOSED = (Matter.State.GRANTED, Matter.State.DENIED, Matter.State.DONE)


def find(number: str, code: str, *, client: str = "") -> Matter | None:
    """The matter of a number and its code or last digits, or None: the same answer, whichever is wrong.

    `client` is the address the question comes from; only a hash of it is kept, for a short time. Raises TooManyAttempts.
    """
    plain = rules.plain_key(number)[:60]
    counters = [(f"matters-n-{_keyed(plain)}", FAILURES_PER_NUMBER)]
    if client:
        counters.append((f"matters-c-{_keyed(client)}", FAILURES_PER_CLIENT))
    if any(attempts.counted(key) >= most for key, most in counters):
        raise TooManyAttempts(WINDOW_SECONDS)
    found = None
    rows = list(Matter.objects.filter(number__iexact=number.strip()[:60]).select_related("agency")[:20])
    for row in rows or [Matter(source_system="", number="")]:
        given = services.code_hash(row.source_system, row.number, code[:100])
        if row.code_hash and constant_time_compare(given, row.code_hash):
            found = row
    if found is None:
        for key, _most in counters:
            attempts.count(key, WINDOW_SECONDS)
    return found


def _keyed(text: str) -> str:
    return salted_hmac("matters.rate", text, algorithm="sha256").hexdigest()[:40]


def states_of(matter: Matter) -> QuerySet[MatterState]:
    """What the matter went through, oldest first."""
    return matter.states.order_by("id")


def limits_of(matter: Matter) -> QuerySet[MatterLimit]:
    """The last days the matter had, oldest first."""
    return matter.limits.order_by("id")


def limit_differences() -> list[str]:
    """Matters whose limit does not follow from the calendar, or is not the last one of their history, for `gongkai verify`."""
    calendar = working_days.current()
    found = [
        _("matters.matter %(pk)d：办理期限与现行日历不一致") % {"pk": row.pk}
        for row in services.in_progress().order_by("pk").iterator(chunk_size=500)
        if services.differs(row, calendar)
    ]
    last = MatterLimit.objects.filter(matter=OuterRef("pk")).order_by("-id")
    rows = Matter.objects.annotate(
        last_due=Subquery(last.values("due_on")[:1]),
        last_provisional=Subquery(last.values("provisional")[:1]),
    )
    missing = Q(last_provisional=None, due_on__isnull=False)
    other = Q(last_provisional__isnull=False) & (
        ~Q(last_provisional=F("provisional"))
        | ~Q(last_due=F("due_on"), due_on__isnull=False) & ~Q(last_due=None, due_on=None)
    )
    pks = rows.filter(missing | other).order_by("pk").values_list("pk", flat=True)
    return found + [_("matters.matter %(pk)d：办理期限与期限变更记录不一致") % {"pk": pk} for pk in pks]


def public_results(reader: Any = None) -> QuerySet[Matter]:
    """The results everybody may see, the newest first; names and numbers only as they are shown. `reader` changes nothing."""
    rows = Matter.objects.filter(published=True, finished_on__isnull=False, state__in=CLOSED)
    return rows.defer("applicant_name", "conditions").select_related("agency").order_by("-finished_on", "-id")


def months(reader: Any = None) -> list[date]:
    """The months that have public results, the newest first."""
    rows = public_results(reader).order_by().annotate(month=TruncMonth("finished_on"))
    return sorted(set(rows.values_list("month", flat=True).distinct()), reverse=True)


def agencies_with_results(reader: Any = None) -> QuerySet[Agency]:
    """The agencies that have public results, in their order."""
    return Agency.objects.filter(pk__in=public_results(reader).order_by().values("agency_id")).order_by(
        "path"
    )


def in_month(rows: QuerySet[Matter], month: date) -> QuerySet[Matter]:
    """Those finished in the month of a day."""
    return rows.filter(finished_on__year=month.year, finished_on__month=month.month)


@dataclass(frozen=True, slots=True)
class Punctuality:
    """The matters of one agency: `late` and `in_time` add up to `closed` with a limit; `without` have none."""

    agency: Agency
    closed: int
    in_time: int
    late: int
    without: int
    running: int
    overdue: int

    @property
    def share(self) -> str:
        """In time among those with a limit."""
        return rules.share(self.in_time, self.in_time + self.late)


def punctuality(rows: QuerySet[Matter], as_of: date) -> list[Punctuality]:
    """Per agency, in the order of the tree. Withdrawn matters count nowhere. Two queries."""
    closed = Q(state__in=CLOSED)
    running = ~Q(state__in=Matter.FINISHED)
    counted = {
        row["agency_id"]: row
        for row in rows.order_by()
        .values("agency_id")
        .annotate(
            closed=Count("pk", filter=closed),
            in_time=Count("pk", filter=closed & Q(due_on__gte=F("finished_on"))),
            late=Count("pk", filter=closed & late()),
            without=Count("pk", filter=closed & Q(due_on__isnull=True)),
            running=Count("pk", filter=running),
            overdue=Count("pk", filter=overdue(as_of)),
        )
    }
    return [
        Punctuality(
            agency,
            row["closed"],
            row["in_time"],
            row["late"],
            row["without"],
            row["running"],
            row["overdue"],
        )
        for agency in Agency.objects.filter(pk__in=counted).order_by("path")
        for row in [counted[agency.pk]]
    ]


def late() -> Q:
    """Finished after the limit."""
    return Q(due_on__lt=F("finished_on"))


def overdue(as_of: date) -> Q:
    """Not finished, the limit passed; while it is paused none runs."""
    return Q(state__in=[Matter.State.ACCEPTED, Matter.State.HANDLING], due_on__lt=as_of)


def visible(actor: Any) -> QuerySet[Matter]:
    """The matters of the agencies the actor may see, without opening any name."""
    rows = Matter.objects.filter(agency__in=access.visible_agencies(actor))
    return rows.select_related("agency").defer("applicant_name", "conditions")


def of_agency(agency: Agency) -> QuerySet[Matter]:
    """An agency's matters for a program that holds the agency's key."""
    return Matter.objects.filter(agency=agency).defer("applicant_name", "conditions").order_by("id")


def running_on(agencies: QuerySet[Agency], until: date | None = None) -> Sequence[Matter]:
    """Unfinished matters of these agencies with a limit up to a day."""
    rows = Matter.objects.filter(
        agency__in=agencies, state__in=[Matter.State.ACCEPTED, Matter.State.HANDLING], due_on__isnull=False
    ).select_related("agency")
    return list((rows.filter(due_on__lte=until) if until else rows).defer("applicant_name", "conditions"))
