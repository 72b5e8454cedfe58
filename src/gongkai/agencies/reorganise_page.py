"""The office page on which an administrator records that an agency was renamed, merged, split or lost part of its work."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from gongkai.agencies import access, basis, deadlines, office, queries, reorganising
from gongkai.agencies.models import Agency, Duty, Reorganisation

HEIRS = 4


class ActForm(forms.Form):
    """What was decided, by which document, from which day."""

    kind = forms.ChoiceField(
        label=gettext_lazy("调整方式"),
        choices=Reorganisation.Kind.choices,
        widget=forms.RadioSelect,
        initial=Reorganisation.Kind.MERGED,
    )
    authority = forms.CharField(
        label=gettext_lazy("依据"),
        max_length=200,
        help_text=gettext_lazy("批准机构调整的文件名称和文号"),
    )
    on = forms.DateField(
        label=gettext_lazy("生效日期"),
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        initial=timezone.localdate,
    )
    name = forms.CharField(label=gettext_lazy("新名称"), max_length=120, required=False)
    short_name = forms.CharField(label=gettext_lazy("新简称"), max_length=40, required=False)

    def clean(self) -> dict[str, Any]:
        """A renaming needs both names."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if cleaned.get("kind") == Reorganisation.Kind.RENAMED:
            for name in ("name", "short_name"):
                if not cleaned.get(name):
                    self.add_error(name, _("更名的，请填写新名称和新简称。"))
        return cleaned


class HeirForm(forms.Form):
    """Who takes over what."""

    agency = forms.ModelChoiceField(
        label=gettext_lazy("承接机关"), queryset=Agency.objects.none(), required=False
    )
    functions = forms.CharField(label=gettext_lazy("承接的职责"), max_length=300, required=False)
    is_keeper = forms.BooleanField(
        label=gettext_lazy("承接档案和公开职责"),
        required=False,
        help_text=gettext_lazy("原机构已公开的文件、未办结的申请和草稿由它负责"),
    )

    def __init__(self, *args: Any, agencies: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["agency"].queryset = agencies  # type: ignore[attr-defined]


@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest, pk: int) -> HttpResponse:
    """The form, what is still open at the agency, and what was recorded before."""
    actor = office.actor_of(request)
    agency = get_object_or_404(Agency, pk=pk)
    if not access.holds(actor, agency, Duty.ADMINISTRATOR):
        raise PermissionDenied
    others = access.acting_agencies(actor, Duty.ADMINISTRATOR).filter(closed_on__isnull=True)
    others = others.exclude(pk=agency.pk).order_by("path")
    data = request.POST if request.method == "POST" else None
    act = ActForm(data, initial={"name": agency.name, "short_name": agency.short_name})
    heirs = [HeirForm(data, prefix=f"heir{number}", agencies=others) for number in range(HEIRS)]
    if data is not None and act.is_valid() and all(form.is_valid() for form in heirs):
        try:
            _perform(actor, agency, act.cleaned_data, heirs)
        except ValidationError as refused:
            act.add_error(None, refused)
        else:
            messages.success(request, _("已登记机构调整，台账同时记录。"))
            return redirect("agencies_reorganise", agency.pk)
    running = deadlines.running(Agency.objects.filter(pk=agency.pk))
    trail = [
        (str(_("机构")), reverse("agency:index")),
        (str(agency), reverse("agency:edit", args=[agency.pk])),
    ]
    return office.show(
        request,
        "agencies/reorganise.html",
        _("机构调整"),
        [*trail, (str(_("机构调整")), "")],
        icon="group",
        agency=agency,
        act=act,
        heirs=heirs,
        running=len(running),
        recorded=_recorded(agency),
        basis=basis.line(agency, "supervision.take_over"),
    )


def _perform(actor: Any, agency: Agency, said: dict[str, Any], forms_: list[HeirForm]) -> None:
    if said["kind"] == Reorganisation.Kind.RENAMED:
        reorganising.rename(
            actor=actor,
            agency=agency,
            name=said["name"],
            short_name=said["short_name"],
            on=said["on"],
            authority=said["authority"],
        )
        return
    heirs = [
        reorganising.Heir(
            form.cleaned_data["agency"], form.cleaned_data["functions"], form.cleaned_data["is_keeper"]
        )
        for form in forms_
        if form.cleaned_data.get("agency")
    ]
    reorganising.reorganise(
        actor=actor, agency=agency, kind=said["kind"], heirs=heirs, on=said["on"], authority=said["authority"]
    )


def _recorded(agency: Agency) -> list[tuple[Reorganisation, list[Any]]]:
    heirs: dict[int, list[Any]] = {}
    for row in queries.successions_of(agency):  # those of other agencies' acts are not asked for below
        heirs.setdefault(row.reorganisation_id, []).append(row)
    return [(act, heirs.get(act.pk, [])) for act in agency.reorganisations.select_related("recorded_by")]
