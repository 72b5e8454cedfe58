"""The frame of this room's office pages, and refusals shown where they belong."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.core.paginator import Page, Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from gongkai.agencies import office
from gongkai.agencies.office import actor_of
from gongkai.convert.content_type import FileRefused
from gongkai.engagement import queries
from gongkai.engagement.office.forms import PlainForm
from gongkai.review.rules import Refused

PER_PAGE = 40
METHODS = ["GET", "HEAD", "POST"]
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def show(
    request: HttpRequest,
    template: str,
    title: str,
    *steps: tuple[str, str],
    status: int = 200,
    **context: Any,
) -> HttpResponse:
    """A page of this room. `steps`: label and address of the pages between the list and this one."""
    home = (str(_("征求意见")), reverse("consultations_office:list"))
    here = (title, request.get_full_path())
    trail = [home, *steps, here] if request.path != home[1] else [home]
    return office.show(
        request, f"engagement/office/{template}.html", title, trail, icon="group", status=status, **context
    )


def consultation(request: HttpRequest, pk: int) -> Any:
    """One the person may see, with its standing; to whoever may not, it does not exist."""
    row = queries.visible(actor_of(request)).filter(pk=pk).first()
    if row is None:
        raise Http404(_("没有这项征集，或者不在您的机构范围内。"))
    return row


def crumb(row: Any) -> tuple[str, str]:
    """The way back to its page."""
    return row.title, reverse("consultations_office:one", args=[row.pk])


def paged(request: HttpRequest, rows: Any) -> tuple[Page[Any], str]:
    """The page that was asked for, and the query the links to other pages carry."""
    query = request.GET.copy()
    query.pop("p", None)
    return Paginator(rows, PER_PAGE).get_page(request.GET.get("p")), query.urlencode()


def carried_out(form: PlainForm, act: Callable[[], Any]) -> bool:
    """Whether a valid form's act went through; if not, its reasons stand in the form."""
    if not form.is_valid():
        return False
    try:
        act()
    except (Refused, FileRefused) as refused:
        form.refuse(refused)
        return False
    return True


def form_page(
    request: HttpRequest,
    form: PlainForm,
    title: str,
    button: str,
    back: tuple[str, str] | None = None,
    **context: Any,
) -> HttpResponse:
    """A page with one form and the way back."""
    status = 422 if form.errors or context.get("faults") else 200
    steps = [back] if back else []
    back_url = back[1] if back else reverse("consultations_office:list")
    return show(
        request, "form", title, *steps, status=status, form=form, button=button, back_url=back_url, **context
    )


def file_response(data: bytes, name: str, media_type: str) -> HttpResponse:
    """A file for saving, sniffed by no browser and kept by no cache."""
    response = HttpResponse(data, content_type=media_type)
    response["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response
