"""The report as one HTML file that stands alone: accessible tables, no script, prints on A4."""

from __future__ import annotations

from django.template.loader import render_to_string

from gongkai.reports.printing import Printed


def html(printed: Printed) -> bytes:
    """The report as an HTML file in UTF-8."""
    return render_to_string("reports/export/report.html", {"printed": printed}).encode()
