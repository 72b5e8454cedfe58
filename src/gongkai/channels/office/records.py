"""What hangs on the declared records: visits and transfers of a place, photographs, hours of an answer, messages sent."""

from __future__ import annotations

from typing import Any

from django.db.models import Sum
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from wagtail.admin import messages

from gongkai.agencies import access
from gongkai.agencies.office import actor_of, paged
from gongkai.channels import queries, rules
from gongkai.channels.models import PressMeeting, PublicityDay, ReadingPlace
from gongkai.channels.office import pages
from gongkai.channels.office.paper_forms import PhotosForm, TransferForm, VisitsForm
from gongkai.channels.services import keeping, webhooks
from gongkai.channels.services import papers as paper_services
from gongkai.channels.services.recording import ARRANGING, PUBLISHING
from gongkai.review.office.plain import carried_out
from gongkai.review.rules import Refused

SHOWN = 60


def _list_crumb(model: Any) -> tuple[str, str]:
    meta = model._meta
    return str(meta.verbose_name_plural), reverse(f"{meta.model_name}:index")


@require_http_methods(pages.METHODS)
def place(request: HttpRequest, pk: int) -> HttpResponse:
    """A place: how many came, what was handed over; a day is counted here."""
    row = pages.or_404(queries.places(actor_of(request)), pk)
    form = VisitsForm(request.POST or None)
    if request.method == "POST" and carried_out(
        form, lambda: keeping.count_visits(actor=request.user, place=row, **form.cleaned_data)
    ):
        messages.success(request, _("已登记。"))
        return redirect("channels_office:place", row.pk)
    sums = row.days.aggregate(visits=Sum("visits"), questions=Sum("questions"))
    return pages.show(
        request, "place.html", row.name, trail=(pages.home_crumb(), _list_crumb(ReadingPlace)),
        status=422 if form.errors else 200, place=row, form=form, days=row.days.all()[:SHOWN], sums=sums,
        transfers=row.transfers.select_related("agency").prefetch_related("items")[:SHOWN],
        is_staffed=row.kind in ReadingPlace.STAFFED,
        may_act=access.holds(request.user, row.agency, *PUBLISHING),
        may_hand_over=access.acting_agencies(request.user, *PUBLISHING).exists(),
    )  # fmt: skip


@require_http_methods(pages.METHODS)
def hand_over(request: HttpRequest, pk: int) -> HttpResponse:
    """Paper copies for a place."""
    row = pages.or_404(queries.places(actor_of(request)), pk)
    form = TransferForm(request.POST or None, actor=request.user)
    back = (row.name, reverse("channels_office:place", args=[row.pk]))
    if request.method == "POST" and carried_out(
        form, lambda: paper_services.hand_over(actor=request.user, place=row, **form.cleaned_data)
    ):
        messages.success(request, _("已登记，移送清单可以打印。"))
        return redirect("channels_office:place", row.pk)
    return pages.form_page(request, form, _("移送纸质文件"), _("登记"), back, lead=row.name)


@require_http_methods(pages.METHODS)
def publicity_day(request: HttpRequest, pk: int) -> HttpResponse:
    """A publicity day with its photographs."""
    seen = PublicityDay.objects.filter(agency__in=access.visible_agencies(actor_of(request)))
    row = pages.or_404(seen.select_related("agency"), pk)
    form = PhotosForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and carried_out(
        form,
        lambda: keeping.add_photos(actor=request.user, day=row, files=request.FILES.getlist("photos")),
    ):
        messages.success(request, _("照片已保存。"))
        return redirect("channels_office:publicity_day", row.pk)
    return pages.show(
        request, "publicity_day.html", str(row.topic), trail=(pages.home_crumb(), _list_crumb(PublicityDay)),
        status=422 if form.errors else 200, day=row, photos=row.photos.all(), form=form,
        may_act=access.holds(request.user, row.agency, *PUBLISHING),
    )  # fmt: skip


@require_safe
def press_meeting(request: HttpRequest, pk: int) -> HttpResponse:
    """How an answer to a public concern stands against its hours."""
    seen = PressMeeting.objects.filter(agency__in=access.visible_agencies(actor_of(request)))
    row = pages.or_404(seen.select_related("agency", "transcript"), pk)
    done = {"information": row.informed_at, "conference": row.held_at}
    return pages.show(
        request, "press_meeting.html", row.topic, trail=(pages.home_crumb(), _list_crumb(PressMeeting)),
        meeting=row, answered=rules.answered(row.event, row.known_at, done, timezone.now()),
    )  # fmt: skip


@require_safe
def deliveries(request: HttpRequest) -> HttpResponse:
    """Messages to other programs, the latest first."""
    rows = queries.deliveries(actor_of(request))
    if request.GET.get("state") == "given_up":
        rows = rows.filter(delivered_at__isnull=True, next_at__isnull=True)
    page, query = paged(request, rows)
    return pages.show(
        request, "deliveries.html", _("推送记录"), trail=(pages.home_crumb(),), page=page, query=query,
        acting=set(access.acting_agencies(request.user, *ARRANGING).values_list("pk", flat=True)),
    )  # fmt: skip


@require_POST
def send_again(request: HttpRequest, pk: int) -> HttpResponse:
    """Queue a message once more."""
    row = pages.or_404(queries.deliveries(actor_of(request)), pk)
    try:
        webhooks.send_again(actor=request.user, delivery=row)
    except Refused as refused:
        messages.error(request, str(refused))
    return redirect("channels_office:deliveries")


@require_http_methods(pages.METHODS)
def webhook(request: HttpRequest, pk: int) -> HttpResponse:
    """An address: its key is shown once, when it is made anew."""
    row = pages.or_404(queries.webhooks(actor_of(request)), pk)
    secret = ""
    if request.method == "POST":
        secret = webhooks.change_secret(actor=request.user, webhook=row)
    return pages.show(
        request, "webhook.html", row.name, trail=(pages.home_crumb(),), webhook=row, secret=secret,
        deliveries=row.deliveries.select_related("document")[:SHOWN],
        may_act=access.holds(request.user, row.agency, *ARRANGING),
    )  # fmt: skip
