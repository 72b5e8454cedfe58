"""A published report, without the way there: how it is written, checked and signed is tested in its own room."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from gongkai.reports import services
from gongkai.reports.drafting import GAP
from tests.world import County

MANUAL = {
    "t2.licence.decisions": "320",
    "t2.penalty.decisions": "0",
    "t2.coercion.decisions": "0",
    "t2.admin_charges.amount": "12.50",
}


def published_report(county: County, year: int = 2025) -> Any:
    """The finance bureau's report of a year, signed and public."""
    report = services.open_year(actor=county.officer, agency=county.finance, year=year)
    services.enter_cells(actor=county.officer, report=report, values=MANUAL)
    for section in report.sections.all():
        text = section.text.replace(GAP, "").replace("】", "。")
        services.write_section(actor=county.officer, report=report, section=section.section, text=text)
    services.sign_off(actor=county.leader, report=report, exception_reason="样例")
    return services.publish(actor=county.leader, report=report)


@pytest.fixture
def signed_report(county: County, monkeypatch: pytest.MonkeyPatch) -> Any:
    """The report of 2025 as it was published on 20 January 2026."""
    now = datetime(2026, 1, 20, 10, tzinfo=ZoneInfo("Asia/Shanghai"))
    with monkeypatch.context() as january:
        january.setattr(timezone, "now", lambda: now)
        return published_report(county)
