"""The screen on which boxes are drawn by hand over a page of a PDF or a picture."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from gongkai.agencies.office import actor_of
from gongkai.convert.redaction import Box
from gongkai.screening import pictures, running, services, subjects
from gongkai.screening.errors import ScreeningRefusedError
from gongkai.screening.models import Screening
from gongkai.screening.office import page as shown
from gongkai.screening.office import row_of

MOST_BOXES = 500


def _drawn(row: Screening, obj: Any, number: int) -> pictures.Drawn:
    item = running.items_of(obj).get((row.kind, row.item_id, row.sha256))
    if item is None or row.kind != Screening.Kind.FILE:
        raise Http404
    found = pictures.drawn(item.read(), number)
    if found is None:
        raise Http404
    return found


@require_safe
def picture(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """The page itself."""
    row, obj = row_of(request, pk)
    response = HttpResponse(_drawn(row, obj, number).png, content_type="image/png")
    response["Cache-Control"] = "private, no-store"
    response["X-Content-Type-Options"] = "nosniff"
    return response


@require_http_methods(["GET", "POST"])
def page(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """The page with the boxes drawn so far; posting takes out what they cover."""
    row, obj = row_of(request, pk)
    refused = ""
    if request.method == "POST":
        try:
            boxes = _boxes(request)
            services.order_redaction(actor=actor_of(request), screening=row, boxes=boxes)
        except ScreeningRefusedError as error:
            refused = error.text
        else:
            text = ngettext("正在遮盖%(number)d处。", "正在遮盖%(number)d处。", len(boxes))
            messages.success(request, text % {"number": len(boxes)})
            return redirect(_address(row, obj))
    pages = _drawn(row, obj, number).pages
    return shown(
        request,
        "page",
        row.title,
        [(str(obj), _address(row, obj))],
        status=422 if refused else 200,
        row=row,
        number=number,
        pages=pages,
        may_change=subjects.of(obj).may_change(request.user, obj),
        refused=refused,
    )


def _address(row: Screening, obj: Any) -> str:
    address = reverse("screening_office:view", args=[subjects.label_of(row), obj.pk])
    return f"{address}?item={row.pk}"


def _boxes(request: HttpRequest) -> list[Box]:
    """Boxes as "page,left,top,right,bottom", the last four in hundredths of the page."""
    found = [_box(text) for text in [*request.POST.getlist("box"), _typed(request)] if text]
    if len(found) > MOST_BOXES:
        raise ScreeningRefusedError("MANY", _("一次最多遮盖%(most)d处。") % {"most": MOST_BOXES})
    return found


def _typed(request: HttpRequest) -> str:
    sides = [request.POST.get(name, "").strip() for name in ("page", "left", "top", "right", "bottom")]
    return ",".join(sides) if any(sides[1:]) else ""


def _box(text: str) -> Box:
    try:
        number, *sides = text.split(",")
        left, top, right, bottom = (float(side) / 100 for side in sides)
        box = Box(int(number), left, top, right, bottom)
    except ValueError as error:
        raise ScreeningRefusedError("BOX", _("方框的位置应为0到100之间的数。")) from error
    if not (box.page >= 1 and 0 <= left < right <= 1 and 0 <= top < bottom <= 1):
        raise ScreeningRefusedError("BOX", _("方框的左边应小于右边，上边应小于下边，都在0到100之间。"))
    return box
