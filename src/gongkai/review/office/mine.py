"""What a signer keeps: the device for one-time codes, who signs during a leave, and phrases."""

from __future__ import annotations

from typing import Any

import segno
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gongkai.agencies import access
from gongkai.agencies.models import Duty, Post, User
from gongkai.agencies.office import actor_of
from gongkai.agencies.signing import PasswordRefusedError
from gongkai.review import queries, services, standing
from gongkai.review.models import Deputyship, Phrase, SecondFactor
from gongkai.review.office.forms import DeputyshipForm, PhraseForm
from gongkai.review.office.frame import show
from gongkai.review.rules import Refused
from gongkai.review.services import second_factor
from gongkai.review.services.second_factor import CodeRefusedError

HOME = "review_mine"


@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """Everything of one's own in one page."""
    return _page(request)


def _page(request: HttpRequest, **forms: Any) -> HttpResponse:
    actor = actor_of(request)
    if not access.current_posts(actor):
        raise PermissionDenied
    administered = access.acting_agencies(actor, Duty.ADMINISTRATOR)
    today = timezone.localdate()
    deputyships = (
        Deputyship.objects.filter(Q(principal=actor) | Q(deputy=actor) | Q(agency__in=administered))
        .filter(until__gte=today)
        .select_related("agency", "principal", "deputy")
    )
    factor = SecondFactor.objects.filter(holder=actor, confirmed_at__isnull=False).first()
    return show(
        request,
        "review/mine.html",
        _("签署设置"),
        [],
        icon="key",
        factor=factor,
        recovery_left=factor.recovery_codes.filter(used_at__isnull=True).count() if factor else 0,
        deputyships=deputyships,
        deputyship_form=forms.get("deputyship") or _deputyship_form(actor),
        phrases=queries.phrases_for(actor),
        phrase_form=forms.get("phrase") or PhraseForm(agencies=administered, auto_id="phrase_%s"),
        administered=set(administered.values_list("pk", flat=True)),
        devices=_devices(administered) if administered.exists() else [],
    )


def _deputyship_form(actor: Any, data: Any = None) -> DeputyshipForm:
    today = timezone.localdate()
    current = Post.objects.filter(Q(until__isnull=True) | Q(until__gte=today), since__lte=today)
    administered = access.acting_agencies(actor, Duty.ADMINISTRATOR)
    posts = current.filter(Q(holder=actor) | Q(agency__in=administered), duty__in=standing.SIGNING)
    at = current.filter(agency__in={post.agency_id for post in posts})
    colleagues = User.objects.filter(is_active=True, pk__in=at.values("holder_id"))
    if not administered.exists():
        colleagues = colleagues.exclude(pk=actor.pk)
    return DeputyshipForm(
        data,
        posts=list(posts.select_related("agency", "holder").order_by("agency__path", "duty", "pk")),
        colleagues=colleagues.order_by("display_name", "pk"),
        auto_id="deputy_%s",
    )


def _devices(administered: Any) -> list[SecondFactor]:
    holders = Post.objects.filter(agency__in=administered).values("holder_id")
    return list(
        SecondFactor.objects.filter(holder__in=holders, confirmed_at__isnull=False).select_related("holder")
    )


@require_POST
def add_deputyship(request: HttpRequest) -> HttpResponse:
    """Register who signs during a leave."""
    actor = actor_of(request)
    form = _deputyship_form(actor, request.POST)
    if form.is_valid():
        try:
            row = services.register_deputyship(actor=actor, **form.values())
        except Refused as refused:
            for blocker in refused.blockers:
                form.add_error(None, blocker.text)
        else:
            messages.success(request, _("已登记：%(row)s。") % {"row": row})
            return redirect(HOME)
    return _page(request, deputyship=form)


@require_POST
def end_deputyship(request: HttpRequest, pk: int) -> HttpResponse:
    """End it before its day."""
    services.end_deputyship(actor=actor_of(request), deputyship=get_object_or_404(Deputyship, pk=pk))
    messages.success(request, _("代理已经结束。"))
    return redirect(HOME)


@require_POST
def add_phrase(request: HttpRequest) -> HttpResponse:
    """Keep a phrase."""
    actor = actor_of(request)
    administered = access.acting_agencies(actor, Duty.ADMINISTRATOR)
    form = PhraseForm(request.POST, agencies=administered, auto_id="phrase_%s")
    if form.is_valid():
        try:
            services.add_phrase(
                actor=actor, text=form.cleaned_data["text"], agency=form.cleaned_data.get("agency")
            )
        except Refused as refused:
            form.add_error("text", refused.blockers[0].text)
        else:
            messages.success(request, _("已保存常用语。"))
            return redirect(HOME)
    return _page(request, phrase=form)


@require_POST
def remove_phrase(request: HttpRequest, pk: int) -> HttpResponse:
    """Remove a phrase."""
    services.remove_phrase(actor=actor_of(request), phrase=get_object_or_404(Phrase, pk=pk))
    messages.success(request, _("已删除常用语。"))
    return redirect(HOME)


@never_cache
@sensitive_post_parameters("password", "code")
@require_http_methods(["GET", "POST"])
def enrol(request: HttpRequest) -> HttpResponse:
    """Scan the code, type what the device shows, keep the recovery codes."""
    actor = actor_of(request)
    if second_factor.is_enrolled(actor):
        return redirect(HOME)
    error = ""
    if request.method == "POST":
        try:
            codes = second_factor.confirm(
                actor=actor,
                password=request.POST.get("password", ""),
                code=request.POST.get("code", "")[:20],
            )
        except (PasswordRefusedError, CodeRefusedError) as refused:
            error = refused.text
        else:
            return _show_codes(request, codes)
    factor = second_factor.begin(actor=actor)
    drawn = segno.make(second_factor.address(factor), error="m", micro=False)
    return show(
        request,
        "review/enrol.html",
        _("绑定验证器"),
        _trail(),
        icon="key",
        qr=mark_safe(drawn.svg_inline(scale=5, light="#ffffff")),
        secret=" ".join(factor.secret[at : at + 4] for at in range(0, len(factor.secret), 4)),
        error=error,
    )


@never_cache
@sensitive_post_parameters("password", "code")
@require_POST
def renew_recovery(request: HttpRequest) -> HttpResponse:
    """New recovery codes in place of the old ones."""
    try:
        codes = second_factor.renew_recovery_codes(
            actor=actor_of(request), password=request.POST.get("password", "")
        )
    except PasswordRefusedError as refused:
        messages.error(request, refused.text)
        return redirect(HOME)
    return _show_codes(request, codes)


@sensitive_post_parameters("password", "code")
@require_POST
def remove_factor(request: HttpRequest) -> HttpResponse:
    """Give up one's device."""
    try:
        second_factor.remove(
            actor=actor_of(request),
            password=request.POST.get("password", ""),
            code=request.POST.get("code", "")[:20],
        )
    except (PasswordRefusedError, CodeRefusedError) as refused:
        messages.error(request, refused.text)
    else:
        messages.success(request, _("已解除验证器。"))
    return redirect(HOME)


@require_POST
def reset_factor(request: HttpRequest, pk: int) -> HttpResponse:
    """An administrator takes away a colleague's lost device."""
    person = get_object_or_404(User, pk=pk)
    second_factor.reset(actor=actor_of(request), person=person)
    messages.success(request, _("已重置%(name)s的验证器。") % {"name": person})
    return redirect(HOME)


def _show_codes(request: HttpRequest, codes: list[str]) -> HttpResponse:
    return show(request, "review/recovery_codes.html", _("恢复码"), _trail(), icon="key", codes=codes)


def _trail() -> list[tuple[str, str]]:
    return [(_("签署设置"), reverse(HOME))]
