"""The frame every office page of this room is shown in."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

Crumb = tuple[str, str]


def worklist_crumb() -> Crumb:
    """The way back to the list."""
    return _("依申请公开"), reverse("foi_office:worklist")


def case_crumb(case: Any) -> Crumb:
    """The way back to the request."""
    return case.receipt_number, reverse("foi_office:case", args=[case.pk])


def show(
    request: HttpRequest,
    template: str,
    *,
    title: str,
    trail: Sequence[Crumb] = (),
    status: int = 200,
    **context: Any,
) -> HttpResponse:
    """Render a page in Wagtail's frame with breadcrumbs and one visible heading."""
    crumbs: list[dict[str, str | None]] = [{"url": reverse("wagtailadmin_home"), "label": _("今日待办")}]
    crumbs += [{"url": url, "label": label} for label, url in trail]
    crumbs.append({"url": None, "label": title})
    frame = {"page_title": title, "breadcrumbs_items": crumbs}
    return render(request, template, {**frame, **context}, status=status)
