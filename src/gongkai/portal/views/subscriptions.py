"""Mail about new documents: ask for it, confirm it, change it, leave. No page says whether an address is known."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods, require_safe

from gongkai.agencies import queries as agencies
from gongkai.catalog import browsing
from gongkai.portal import clients
from gongkai.portal.subscription_forms import FrequencyForm, SubscribeForm
from gongkai.portal.views.page import READER, own_column, personal, private, show
from gongkai.review.rules import Refused
from gongkai.subscriptions import queries, services

PER_HOUR = 20
READ_OR_SEND = ["GET", "HEAD", "POST"]


def _choices() -> dict[str, list[tuple[str, str]]]:
    return {
        "agency": [(row.code, row.name) for row in agencies.open_agencies()],
        "column": list(browsing.column_names(READER).items()),
        "document_type": browsing.filter_choices()["document_type"],
        "frequency": queries.frequencies(),
    }


@sensitive_post_parameters("address")
@require_http_methods(READ_OR_SEND)
def subscribe(request: HttpRequest) -> HttpResponse:
    """The form; what the page before was narrowed by is filled in."""
    if request.method != "POST":
        chosen = {"frequency": "daily", **request.GET.dict()}
        chosen.pop("address", None)
        return _form(request, SubscribeForm(None, _choices(), initial=chosen))
    form = SubscribeForm(request.POST, _choices())
    if not form.is_valid():
        return _form(request, form)
    if not clients.within_limit(request, "subscribe", PER_HOUR, 3600):
        form.add_error(None, _("这里的订阅太频繁，请一小时后再试。"))
        return _form(request, form, status=429)
    given = form.cleaned_data
    services.subscribe(
        address=given["address"],
        frequency=given["frequency"],
        agency=agencies.agency_by_code(given["agency"]) if given["agency"] else None,
        column=given["column"],
        document_type=given["document_type"],
        words=given["q"],
    )
    return redirect("portal:subscribe_sent")


def _form(request: HttpRequest, form: SubscribeForm, status: int = 200) -> HttpResponse:
    name = _("邮件订阅")
    page = show(
        request,
        "subscribe.html",
        crumbs=[(name, "")],
        column=own_column(name, _("有新公开的政府信息时用邮件告诉您"), "信息公开目录"),
        status=status,
        form=form,
    )
    return personal(page) if form.is_bound else page


@require_safe
def sent(request: HttpRequest) -> HttpResponse:
    """What comes next: the same for every address."""
    return show(request, "subscribe_sent.html", crumbs=[(_("邮件订阅"), "")])


@sensitive_variables("key")
@require_http_methods(READ_OR_SEND)
def confirm(request: HttpRequest, key: str) -> HttpResponse:
    """Confirm with a press of a button: programs that open every link of a mail must not confirm it."""
    scope = queries.to_confirm(key)
    if request.method == "POST" and scope is not None:
        services.confirm(key=key)
        return private(_show(request, "subscriptions_confirmed.html", scope=scope))
    status = 200 if scope is not None else 410
    return private(_show(request, "subscriptions_confirm.html", status=status, scope=scope))


@sensitive_variables("key")
@require_http_methods(READ_OR_SEND)
def manage(request: HttpRequest, key: str) -> HttpResponse:
    """One's own subscriptions: how often, and which to end."""
    if request.method == "POST":
        return _changed(request, key)
    found = queries.own(key)
    status = 200 if found is not None else 410
    shown = {"own": found, "key": key, "frequencies": queries.frequencies()}
    return private(_show(request, "subscriptions.html", status=status, **shown))


def _changed(request: HttpRequest, key: str) -> HttpResponse:
    form = FrequencyForm(request.POST, queries.frequencies())
    if form.is_valid():
        pk = form.cleaned_data["subscription"]
        try:
            if "leave" in request.POST:
                services.leave(key=key, subscription_pk=pk)
            else:
                services.change_frequency(
                    key=key, subscription_pk=pk, frequency=form.cleaned_data["frequency"]
                )
        except Refused:  # left meanwhile: the page says so
            pass
    return private(redirect("portal:subscriptions", key))


@csrf_exempt  # the mail program of a subscriber sends it (RFC 8058); the key is what allows it
@sensitive_variables("key")
@require_http_methods(READ_OR_SEND)
def leave(request: HttpRequest, key: str) -> HttpResponse:
    """End everything, with one press here or in the mail program. Who has left already is told the same."""
    left = request.method == "POST"
    if left:
        services.leave(key=key)
    return private(_show(request, "subscriptions_leave.html", left=left, key=key))


def _show(request: HttpRequest, template: str, **context: Any) -> HttpResponse:
    return show(request, template, crumbs=[(_("邮件订阅"), "")], **context)
