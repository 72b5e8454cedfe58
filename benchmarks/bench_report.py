"""How long a report takes to compute from the records of a county: one bureau, and the county's sum of 67 agencies.

Baseline: the same cells, one COUNT query per cell. Both must give the same figures before anything is timed.

Run: python benchmarks/bench_report.py            records made in a moment, in a database of its own: 67 agencies,
                                                  14,316 documents, 2,000 requests, 60 proceedings
     python benchmarks/bench_report.py --present  the records of this installation (for example `--scale county`)
"""

from __future__ import annotations

import os
import sys
from datetime import UTC, date, datetime, timedelta
from typing import Any

import ground

PRESENT = "--present" in sys.argv
DOCUMENTS, REQUESTS, PROCEEDINGS, UNITS = 14_316, 2_000, 60, 66
YEAR = 2025
KINDS = ("natural", "natural", "natural", "business", "research", "charity", "legal", "other_org")


def start() -> None:
    """Django, on a database of its own unless the present one is asked for."""
    if not PRESENT:
        ground.start("report")
        return
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gongkai.config.settings")
    import django

    django.setup()


def make_records() -> None:
    """A county's year, straight into the tables: only what a report counts."""
    agencies = ground.county(UNITS)
    make_documents(agencies)
    make_requests(agencies)


def make_documents(agencies: list[Any]) -> None:
    """Documents over ten years, every twentieth a normative one.

    Numbered ones are withdrawn: a live row would need its signatures, which a report does not count.
    """
    from gongkai.catalog.models import Document

    Document.objects.bulk_create(
        [
            Document(
                agency=agencies[number % len(agencies)],
                title=f"文件{number}",
                document_type="normative_document" if number % 20 == 0 else "other",
                index_number=f"{number:020d}",
                withdrawn_on=date(2026, 1, 1),
                withdrawal_reason="-",
                signed_on=date(2016, 1, 1) + timedelta(days=number % 3650),
            )
            for number in range(DOCUMENTS)
        ],
        batch_size=500,
    )


def make_requests(agencies: list[Any]) -> None:
    """Requests received in 2024 and 2025 with every outcome, and proceedings against some."""
    from gongkai.agencies.models import User
    from gongkai.foi.models import Applicant, Case
    from gongkai.law.outcomes import OUTCOMES
    from gongkai.remedies.models import Remedy

    clerk = User.objects.create_user(username="clerk", password=None)
    people = Applicant.objects.bulk_create(
        Applicant(kind=KINDS[n % len(KINDS)], name=f"某{n}", telephone="0", person_hash=f"{n:064d}")
        for n in range(REQUESTS)
    )
    outcomes = list(OUTCOMES)
    cases = []
    for number, person in enumerate(people):
        received = date(2024, 7, 1) + timedelta(days=number * 540 // REQUESTS)
        cases.append(
            Case(
                receipt_number=f"R{number}",
                agency=agencies[number * 7 % len(agencies)],
                applicant=person,
                channel="online",
                submitted_at=datetime(received.year, received.month, received.day, tzinfo=UTC),
                subject="预算",
                content_hash=f"{number:064d}",
                tracking_hash=f"{number:064d}",
                status="decided",
                closing_status="decided",
                received_on=received,
                closed_on=received + timedelta(days=25),
                outcome=outcomes[number % len(outcomes)],
            )
        )
    Case.objects.bulk_create(cases, batch_size=500)
    kinds = ("reconsideration", "suit_direct", "suit_after")
    Remedy.objects.bulk_create(
        Remedy(
            case=cases[number * 30],
            agency=cases[number * 30].agency,
            kind=kinds[number % 3],
            body="云溪县人民政府",
            filed_on=date(YEAR, 3, 1),
            result="upheld",
            closed_on=date(YEAR, 6, 1),
            registered_by=clerk,
        )
        for number in range(PROCEEDINGS)
    )


def cell_by_cell(agencies: list[Any]) -> dict[str, int]:
    """The baseline: every counted cell of the form with a query of its own, totals added up afterwards."""
    from gongkai.reports import cells

    counted = [cell for cell in cells.all_cells() if not cells.is_sum(cell) and cell not in cells.entered()]
    values = cells.complete({cell: one_cell(cell, agencies) for cell in counted})
    return {cell: int(value) for cell, value in values.items() if value is not None}


def one_cell(cell: str, agencies: list[Any]) -> int:
    """One COUNT."""
    from django.db.models import Q

    from gongkai.catalog.models import Document
    from gongkai.foi.models import Case
    from gongkai.remedies.models import Remedy

    first, last = date(YEAR, 1, 1), date(YEAR, 12, 31)
    table, rest = cell.split(".", 1)
    row, column = rest.rsplit(".", 1)
    if table == "t2":
        kind = {"rules": "regulation", "normdocs": "normative_document"}[row]
        documents = Document.objects.filter(agency__in=agencies, document_type=kind).exclude(index_number="")
        if column == "made":
            return documents.filter(signed_on__year=YEAR).count()
        if column == "repealed":
            return documents.filter(
                validity="repealed", validity_from__year=YEAR, signed_on__lte=last
            ).count()
        ended = Q(validity_from__lte=last) | Q(expires_on__lte=last)
        return documents.filter(signed_on__lte=last).exclude(ended).count()
    if table == "t4":
        kind = {"recon": "reconsideration"}.get(row, row)
        proceedings = Remedy.objects.filter(agency__in=agencies, kind=kind, filed_on__lte=last)
        if column == "pending":
            return proceedings.filter(Q(closed_on__isnull=True) | Q(closed_on__gt=last)).count()
        return proceedings.filter(result=column, closed_on__gte=first, closed_on__lte=last).count()
    cases = Case.objects.filter(agency__in=agencies, applicant__kind=column, received_on__lte=last)
    open_before = Q(closed_on__isnull=True) | Q(closed_on__gte=first)
    if row == "new":
        return cases.filter(received_on__gte=first).filter(open_before).count()
    if row == "carried_in":
        return cases.filter(received_on__lt=first).filter(open_before).count()
    if row == "carried_out":
        return cases.filter(Q(closed_on__isnull=True) | Q(closed_on__gt=last)).count()
    return cases.filter(outcome=row, closed_on__gte=first, closed_on__lte=last).count()


def main() -> None:
    """Measure and print."""
    start()
    if not PRESENT:
        make_records()
    from gongkai.agencies.models import Agency
    from gongkai.catalog.models import Document
    from gongkai.foi.models import Case
    from gongkai.reports import queries

    root = Agency.get_first_root_node()
    busiest = Case.objects.exclude(agency=root).values_list("agency", flat=True).first()
    bureau = Agency.objects.get(pk=busiest)
    everyone = list(Agency.objects.filter(path__startswith=root.path))
    print(f"{Document.objects.count()} documents, {Case.objects.count()} requests, {len(everyone)} agencies")
    for name, agency, scope, subtree in (
        ("one bureau", bureau, [bureau], False),
        ("county subtree", root, everyone, True),
    ):
        computed = queries.compute(agency, YEAR, subtree=subtree)
        expected = cell_by_cell(scope)
        wrong = {cell for cell in expected if computed.machine_values.get(cell, 0) != expected[cell]}
        if (
            wrong and not PRESENT
        ):  # signed reports and entered numbers may lawfully differ from the records of today
            raise SystemExit(f"{name}: the figures differ in {sorted(wrong)[:5]}")
        own = ground.median(
            lambda agency=agency, subtree=subtree: queries.compute(agency, YEAR, subtree=subtree), 15
        )
        base = ground.median(lambda scope=scope: cell_by_cell(scope), 3)
        print(
            f"{name}: {own:.1f} ms with all record ids and checks; "
            f"baseline one query per cell {base:.1f} ms; ratio {base / own:.1f}"
        )


if __name__ == "__main__":
    main()
