"""The office page of keys: administrators issue and revoke them; a key is shown once."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from gongkai.agencies import access, office
from gongkai.agencies.models import Agency, Duty
from gongkai.agencies.office import actor_of
from gongkai.api import services
from gongkai.api.models import ApiKey
from gongkai.review.rules import Refused

PER_PAGE = 40


class KeyForm(forms.Form):
    """Which program, of which agency, what it may do and until when."""

    agency = forms.ModelChoiceField(label=gettext_lazy("机构"), queryset=Agency.objects.none())
    label = forms.CharField(
        label=gettext_lazy("用途"), max_length=100, help_text=gettext_lazy("哪个系统使用，如“审批系统”")
    )
    scopes = forms.MultipleChoiceField(
        label=gettext_lazy("权限"), choices=ApiKey.Scope.choices, widget=forms.CheckboxSelectMultiple
    )
    per_minute = forms.IntegerField(
        label=gettext_lazy("每分钟请求上限"), min_value=1, max_value=services.MOST_PER_MINUTE,
        initial=services.PER_MINUTE,
    )  # fmt: skip
    expires_on = forms.DateField(
        label=gettext_lazy("有效期至"), widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d")
    )

    def __init__(self, *args: Any, actor: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.label_suffix = ""
        found = access.acting_agencies(actor, Duty.ADMINISTRATOR).order_by("path")
        self.fields["agency"].queryset = found  # type: ignore[attr-defined]
        self.initial.setdefault("expires_on", timezone.localdate() + timedelta(days=365))


@require_http_methods(["GET", "HEAD", "POST"])
def keys(request: HttpRequest) -> HttpResponse:
    """The keys, and the form for a new one. What was issued is shown in this one answer and never again."""
    actor = actor_of(request)
    if not access.acting_agencies(actor, Duty.ADMINISTRATOR).exists():
        raise PermissionDenied
    posted = request.method == "POST"
    form = KeyForm(request.POST if posted else None, actor=actor)
    secret = ""
    if posted and form.is_valid():
        try:
            _key, secret = services.issue(actor=actor, **form.cleaned_data)
        except Refused as refused:
            for blocker in refused.blockers:
                form.add_error(None, f"{blocker.text}［{blocker.code}］")
        else:
            form = KeyForm(actor=actor)
    today = timezone.localdate()
    page = Paginator(services.visible(actor), PER_PAGE).get_page(request.GET.get("p"))
    response = office.show(
        request,
        "api/keys.html",
        _("接口密钥"),
        [(str(_("接口密钥")), request.path)],
        icon="key",
        status=422 if form.errors else 200,
        form=form,
        secret=secret,
        page=page,
        rows=[(key, key.is_valid(today)) for key in page],
    )
    response["Cache-Control"] = "no-store, private"
    return response


@require_POST
def revoke(request: HttpRequest, pk: int) -> HttpResponse:
    """From now on the key lets nobody in."""
    actor = actor_of(request)
    services.revoke(actor=actor, key=get_object_or_404(services.visible(actor), pk=pk))
    return redirect("api_keys")


def addresses() -> list[Any]:
    """/office/keys/."""
    return [
        path("keys/", keys, name="api_keys"),
        path("keys/<int:pk>/revoke/", revoke, name="api_key_revoke"),
    ]
