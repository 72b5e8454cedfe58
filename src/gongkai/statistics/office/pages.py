"""What these pages have in common: whose figures, the frame, files to save."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from gongkai.agencies import access, office
from gongkai.agencies.models import Agency
from gongkai.review.rules import Refused

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV = "text/csv; charset=utf-8"
JSON = "application/json"
MEDIA_TYPES = {"xlsx": XLSX, "csv": CSV, "json": JSON}
METHODS = ["GET", "HEAD", "POST"]


class PlainForm(forms.Form):
    """No colon after labels; refusals of the services stand above the fields with everything that was typed."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.label_suffix = ""

    def refuse(self, refused: Refused) -> None:
        """Show every reason."""
        for blocker in refused.blockers:
            self.add_error(None, f"{blocker.text}［{blocker.code}］")


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
    return office.show(
        request, f"statistics/{template}", title, trail, icon="order", status=status, **context
    )


def agency_of(actor: Any, code: str) -> Agency:
    """An agency the person may see, by its code; the highest one without a code. Raises Http404 otherwise."""
    seen = access.visible_agencies(actor).order_by("path")
    found = seen.filter(code=code).first() if code else seen.first()
    if found is None:
        raise Http404(_("没有这个机构，或者不在您的机构范围内。"))
    return found


def agency_choices(actor: Any) -> list[tuple[str, str]]:
    """The agencies the person may see, in the order of the tree, as (code, name)."""
    return list(access.visible_agencies(actor).order_by("path").values_list("code", "name"))


def crumb(label: str, name: str, *args: Any) -> tuple[str, str]:
    """A step of the way back."""
    return label, reverse(name, args=args)


def file_response(data: bytes, name: str) -> HttpResponse:
    """A file for saving, sniffed by no browser and kept by no cache."""
    response = HttpResponse(data, content_type=MEDIA_TYPES[name.rpartition(".")[2]])
    response["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response
