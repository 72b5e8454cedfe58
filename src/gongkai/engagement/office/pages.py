"""The frame of this room's office pages, and refusals shown where they belong."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from gongkai.agencies import office
from gongkai.agencies.office import actor_of
from gongkai.engagement import queries
from gongkai.review.office.plain import PlainForm

METHODS = ["GET", "HEAD", "POST"]


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
