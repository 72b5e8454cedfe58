"""The frame of the office pages of batches."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from gongkai.agencies import office


def show(
    request: HttpRequest,
    template: str,
    title: str,
    *trail: tuple[str, str],
    status: int = 200,
    **context: Any,
) -> HttpResponse:
    """A page under 批量导入."""
    above = [(str(_("批量导入")), reverse("catalog_batches")), *trail] if template != "list.html" else []
    way = [*above, (title, request.get_full_path())]
    return office.show(
        request, f"catalog/batches/{template}", title, way, icon="upload", status=status, **context
    )
