"""The procedure for a request, drawn from the law as it stands on a day."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from gongkai.convert import flowchart
from gongkai.law import flow as law
from gongkai.law.errors import LawInputError
from gongkai.law.reading import parse_day
from gongkai.portal.presenters.downloads import download
from gongkai.portal.presenters.flow import flow_view, law_chart
from gongkai.portal.views.page import own_column, show


@require_safe
def request_flow(request: HttpRequest) -> HttpResponse:
    """The chart with its list, today's or that of another day; a day that cannot be is said to be so."""
    found, refused = _asked(request)
    address = reverse("portal:flow_file", args=["svg"])[:-3]
    query = "" if found.as_of == timezone.localdate() else f"?as_of={found.as_of.isoformat()}"
    turns = law.turns()
    current = max(day for day in turns if day <= found.as_of)
    return show(
        request,
        "flow.html",
        nav="apply",
        crumbs=[(_("依申请公开"), reverse("portal:apply")), (_("依申请公开流程图"), "")],
        column=own_column(
            _("依申请公开流程图"), _("政府信息公开申请从提出到救济的全部步骤和期限"), "依申请公开"
        ),
        flow=flow_view(
            law_chart(found), [(kind.upper(), f"{address}{kind}{query}") for kind in ("pdf", "svg", "png")]
        ),
        as_of=found.as_of,
        refused=refused,
        turns=[(day, day == current) for day in reversed(turns)],
    )


@require_safe
def request_flow_file(request: HttpRequest, kind: str) -> HttpResponse:
    """The chart to save; for a day that cannot be, today's."""
    found, _refused = _asked(request)
    chart = law_chart(found)
    day = date_format(found.as_of, _("Y年n月j日"))
    if kind == "svg":
        made = flowchart.svg(chart).encode()
    elif kind == "png":
        made = flowchart.png(chart)
    else:
        subtitle = _("依照%(day)s施行的法律、法规") % {"day": day}
        made = flowchart.pdf(
            chart, subtitle=subtitle, footer=request.build_absolute_uri(reverse("portal:flow"))
        )
    return download(made, _("依申请公开流程图（%(day)s）") % {"day": day} + f".{kind}")


def _asked(request: HttpRequest) -> tuple[law.Flow, str]:
    """The procedure on the day asked for, else today's with the reason."""
    today = timezone.localdate()
    typed = request.GET.get("as_of", "").strip()
    try:
        return law.flow(parse_day(typed) if typed else today), ""
    except LawInputError as refusal:
        return law.flow(today), refusal.reasons[0].text
    except ValueError as wrong:
        return law.flow(today), str(wrong)
