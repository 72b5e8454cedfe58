"""The screens on published content: agencies worst first, findings, links, how much each check weighs."""

from __future__ import annotations

import io
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe
from openpyxl import Workbook
from wagtail.admin import messages

from gongkai.agencies import access, office
from gongkai.agencies.models import Agency, Duty
from gongkai.convert.sheet import harmless
from gongkai.quality import checks, queries, services
from gongkai.quality.models import Level
from gongkai.review.office.plain import PlainForm, carried_out

MOST_SAVED = 20_000
STANDINGS = (
    (queries.OPEN, gettext_lazy("待处理")),
    (queries.HINTS, gettext_lazy("提示")),
    (queries.WAIVED, gettext_lazy("写明不改的")),
)


class NarrowingForm(PlainForm):
    """By what the findings are narrowed."""

    standing = forms.ChoiceField(label=gettext_lazy("状态"), choices=STANDINGS, required=False)
    agency = forms.ChoiceField(label=gettext_lazy("机构"), required=False)
    check_id = forms.ChoiceField(label=gettext_lazy("检查项"), required=False)

    def __init__(self, *args: Any, actor: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        agencies = access.visible_agencies(actor).order_by("path").values_list("code", "name")
        self.fields["agency"].choices = [("", _("全部")), *agencies]  # type: ignore[attr-defined]
        names = [(one.id, one.label) for one in checks.every().values()]
        self.fields["check_id"].choices = [("", _("全部")), *names]  # type: ignore[attr-defined]

    def asked(self) -> dict[str, str]:
        """What was chosen and exists; what does not exist narrows nothing."""
        values = self.cleaned_data if self.is_valid() else {}
        return {
            "standing": values.get("standing") or queries.OPEN,
            "agency": values.get("agency", ""),
            "check": values.get("check_id", ""),
        }


class LevelForm(PlainForm):
    """How much a check weighs at an agency and below it."""

    agency = forms.ModelChoiceField(label=gettext_lazy("适用机关"), queryset=Agency.objects.none())
    check_id = forms.ChoiceField(label=gettext_lazy("检查项"))
    level = forms.ChoiceField(
        label=gettext_lazy("程度"),
        required=False,
        choices=[("", gettext_lazy("恢复随系统提供的程度")), *Level.choices],
    )
    reason = forms.CharField(label=gettext_lazy("理由"), max_length=300)

    def __init__(self, *args: Any, actor: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        mine = access.acting_agencies(actor, Duty.ADMINISTRATOR).order_by("path")
        self.fields["agency"].queryset = mine  # type: ignore[attr-defined]
        names = [(one.id, one.label) for one in checks.every().values()]
        self.fields["check_id"].choices = names  # type: ignore[attr-defined]


def _show(request: HttpRequest, template: str, title: str, **context: Any) -> HttpResponse:
    trail = [] if template == "index" else [(str(_("内容质量")), reverse("quality_index"))]
    return office.show(request, f"quality/{template}.html", title, trail, icon="check", **context)


def _actor(request: HttpRequest) -> Any:
    actor = office.actor_of(request)
    if not access.current_posts(actor):
        raise PermissionDenied
    return actor


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Agencies worst first, the last months, and the findings."""
    actor = _actor(request)
    form = NarrowingForm(request.GET or None, actor=actor)
    asked = form.asked()
    page, query = office.paged(request, queries.flaws(actor, **asked))
    every = checks.every()
    lines = [(row, every[row.check_id]) for row in page if row.check_id in every]
    return _show(
        request, "index", _("内容质量"), agencies=queries.of_agencies(actor), months=queries.months(actor),
        form=form, page=page, query=query, lines=lines, standing=dict(STANDINGS)[asked["standing"]],
    )  # fmt: skip


@require_safe
def save(request: HttpRequest) -> HttpResponse:
    """The findings as a workbook, narrowed as on the page."""
    actor = _actor(request)
    rows = queries.flaws(actor, **NarrowingForm(request.GET or None, actor=actor).asked())
    book = Workbook(write_only=True)
    sheet = book.create_sheet(_("内容质量"))
    sheet.append(
        [
            _("机构"),
            _("文件"),
            _("检查项"),
            _("程度"),
            _("原文"),
            _("说明"),
            _("发现日期"),
            _("不改的理由"),
            _("依据"),
        ]
    )
    every = checks.every()
    for row in rows[:MOST_SAVED].iterator(chunk_size=500):
        document, check = row.examination.document, every.get(row.check_id)
        values = [
            document.agency.name, document.title, check.label if check else row.check_id, row.get_level_display(),
            row.quote, row.why, row.found_on.isoformat(), row.waiver.reason if row.waiver else "",
            check.source if check else "",
        ]  # fmt: skip
        sheet.append([harmless(value) for value in values])
    out = io.BytesIO()
    book.save(out)
    return office.file_response(out.getvalue(), f"{_('内容质量')}-{timezone.localdate()}.xlsx", office.XLSX)


@require_safe
def links(request: HttpRequest) -> HttpResponse:
    """Where public content leads, by state, and where each address stands."""
    actor = _actor(request)
    state = request.GET.get("state", "")
    page, query = office.paged(request, queries.addresses(actor, state))
    places = queries.places_of(actor, list(page))
    return _show(
        request, "links", _("链接"), page=page, query=query, states=queries.address_states(actor), state=state,
        lines=[(row, places[row.pk]) for row in page],
    )  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
def settings(request: HttpRequest) -> HttpResponse:
    """Every check with its source and level; administrators change it, with a reason."""
    actor = _actor(request)
    agency = access.visible_agencies(actor).order_by("path")[:1]
    here = get_object_or_404(agency)
    form = LevelForm(request.POST or None, actor=actor)
    if request.method == "POST" and carried_out(
        form, lambda: services.set_level(actor=actor, **form.cleaned_data)
    ):
        messages.success(request, _("已保存，已公开的内容会按新的设置重新检查。"))
        return redirect("quality_settings")
    levels = checks.levels(here)
    return _show(
        request, "settings", _("检查项设置"), agency=here, form=form,
        lines=[(one, Level(levels[one.id]).label) for one in checks.every().values()],
        may_set=access.acting_agencies(actor, Duty.ADMINISTRATOR).exists(),
        status=422 if form.is_bound and form.errors else 200,
    )  # fmt: skip
