"""What these pages have in common: whose figures, the frame, files to save."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from gongkai.agencies import access, office
from gongkai.agencies.models import Agency

CSV = "text/csv; charset=utf-8"
JSON = "application/json"
MEDIA_TYPES = {"xlsx": office.XLSX, "csv": CSV, "json": JSON}
METHODS = ["GET", "HEAD", "POST"]


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
    """A file for saving, of the kind its name ends in."""
    return office.file_response(data, name, MEDIA_TYPES[name.rpartition(".")[2]])
