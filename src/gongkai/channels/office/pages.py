"""The frame of this room's office pages, files they hand out, and refusals shown where they belong."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from gongkai.agencies import office
from gongkai.review.office.plain import PlainForm

METHODS = ["GET", "HEAD", "POST"]
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
PDF = "application/pdf"


def home_crumb() -> tuple[str, str]:
    """The way back to the worklist."""
    return str(_("发布任务")), reverse("channels_office:list")


def show(
    request: HttpRequest,
    template: str,
    title: str,
    *,
    trail: tuple[tuple[str, str], ...] = (),
    status: int = 200,
    **context: Any,
) -> HttpResponse:
    """A page of this room."""
    way = (*trail, (title, request.get_full_path()))
    return office.show(
        request, f"channels/office/{template}", title, way, icon="globe", status=status, **context
    )


def or_404(rows: Any, pk: int) -> Any:
    """One row of what the person may see; to whoever may not, it does not exist."""
    found = rows.filter(pk=pk).first()
    if found is None:
        raise Http404(_("没有这项内容，或者不在您的机构范围内。"))
    return found


def form_page(
    request: HttpRequest, form: PlainForm, title: str, button: str, back: tuple[str, str], **context: Any
) -> HttpResponse:
    """A page with one form and the way back."""
    status = 422 if form.errors or context.get("faults") else 200
    return show(
        request, "form.html", title, trail=(home_crumb(), back), status=status, form=form, button=button,
        back_url=back[1], **context,
    )  # fmt: skip
