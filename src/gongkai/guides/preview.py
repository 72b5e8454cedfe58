"""What is seen while a guide is filled in: the chart that its steps, as saved last, will make."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from gongkai.catalog.schemas.model import table_rows
from gongkai.convert import flowchart
from gongkai.guides import steps
from gongkai.guides.reading import SCHEMA


def chart(schema: str, title: str, data: Mapping[str, Any]) -> SafeString:
    """The chart beside the same as a list; says what to do while there are no steps, or more than can be drawn."""
    if schema != SCHEMA:
        return SafeString()
    read = steps.read(table_rows(data, "steps"))[0]
    name = _("%(name)s办理流程图") % {"name": str(data.get("name") or title)}
    drawn = steps.chart(name, read)
    context = {
        "title": name,
        "count": len(read),
        "svg": mark_safe(flowchart.svg(drawn)) if drawn else "",
        "lines": flowchart.lines(drawn) if drawn else [],
    }
    return render_to_string("guides/office/chart_preview.html", context)
