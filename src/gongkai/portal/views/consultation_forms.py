"""Saying something, asking to take part in a hearing, and seeing what became of it. Nothing is stored before the last step."""

from __future__ import annotations

import re
import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html_join
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods, require_safe

from gongkai.convert.content_type import FileRefused
from gongkai.engagement import codes, following, queries, rules
from gongkai.engagement.services import comments, hearings
from gongkai.portal import clients, held
from gongkai.portal.consultation_forms import CommentForm, FollowForm, RegistrationForm
from gongkai.portal.presenters import consultations as present
from gongkai.portal.views import errors
from gongkai.portal.views.consultations import NAV, column, crumbs, public_or_404
from gongkai.portal.views.page import personal, private, show
from gongkai.review.rules import Refused

METHODS = ["GET", "HEAD", "POST"]
POSTS_PER_HOUR = 120
SUBMISSIONS_PER_HOUR = 20
SHOWN_FOR = 30 * 60
_SESSION = "portal.said"
_TOKEN = re.compile(r"[A-Za-z0-9_-]{32,64}")


@dataclass(frozen=True, slots=True)
class Asked:
    """One of the two forms: what it is called, whether it may be sent now, and what sending does: (kind, key)."""

    template: str
    title: str
    form: Any
    is_open: Callable[[Any, Any], bool]
    send: Callable[[Any, Any, str, Any], tuple[str, int]]


def _send_comment(row: Any, typed: Any, token: str, file: Any) -> tuple[str, int]:
    made, _code = comments.comment_online(
        consultation=row,
        text=typed["text"],
        form_key=token,
        name=typed["name"],
        contact=typed["contact"],
        file=file,
    )
    return "comment", made.pk


def _send_registration(row: Any, typed: Any, token: str, file: Any) -> tuple[str, int]:
    values = {name: typed[name] for name in ("name", "telephone", "capacity", "reason")}
    made, _code = hearings.register(consultation=row, form_key=token, **values)
    return "registration", made.pk


@sensitive_post_parameters()
@require_http_methods(METHODS)
def comment(request: HttpRequest, pk: int) -> HttpResponse:
    """Say something about a draft."""
    asked = Asked(
        "consultations/comment.html", _("提意见"), CommentForm, queries.takes_comments, _send_comment
    )
    return _rounds(request, pk, asked)


@sensitive_post_parameters()
@require_http_methods(METHODS)
def register(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask to take part in a hearing."""
    asked = Asked(
        "consultations/register.html",
        _("报名参加听证会"),
        RegistrationForm,
        queries.takes_registrations,
        _send_registration,
    )
    return _rounds(request, pk, asked)


@sensitive_variables("data", "form")
def _rounds(request: HttpRequest, pk: int, asked: Asked) -> HttpResponse:
    """Empty, filled in, checked, sent; whatever is wrong, everything typed comes back."""
    row = public_or_404(pk)
    if request.method != "POST":
        if not asked.is_open(row, timezone.localdate()):
            return redirect("portal:consultation", pk)
        return personal(
            _form_page(request, row, asked, asked.form(initial={"token": secrets.token_urlsafe(32)}))
        )
    if not clients.within_limit(request, "consultation-form", POSTS_PER_HOUR, 3600):
        return errors.too_many(request)
    data = request.POST.copy()
    if not _TOKEN.fullmatch(data.get("token", "")):
        data["token"] = secrets.token_urlsafe(32)
    if data.get("step") == "edit":
        form = asked.form(initial=data.dict())
        return personal(
            _form_page(request, row, asked, form, held.name_of(request.session, str(data["token"])))
        )
    return personal(_filled(request, row, asked, data))


def _filled(request: HttpRequest, row: Any, asked: Asked, data: Any) -> HttpResponse:
    token = data["token"]
    form = asked.form(data, request.FILES)
    kept = held.name_of(request.session, token)
    form.full_clean()
    upload = form.cleaned_data.get("attachment")
    if upload and "attachment" not in form.errors:
        kept = held.hold(request.session, token, upload)
    if data.get("attached") and not kept:
        form.add_error("attachment", _("上传的附件已经过期，请重新上传；不再需要附件的，直接到下一步。"))
    if "text" in form.cleaned_data:
        for blocker in rules.comment_blockers(comments.cleaned(form.cleaned_data["text"])):
            form.add_error("text", blocker.text)
    if form.is_valid() and data.get("step") == "submit":
        answer = _sent(request, row, asked, form, token)
        if answer is not None:
            return answer
    if not form.is_valid():
        return _form_page(request, row, asked, form, kept)
    return _check_page(request, row, asked, form, data, kept)


def _sent(request: HttpRequest, row: Any, asked: Asked, form: Any, token: str) -> HttpResponse | None:
    """Stored, and on to the receipt; None with the reasons in the form."""
    if not clients.within_limit(request, "consultation-submission", SUBMISSIONS_PER_HOUR, 3600):
        return errors.too_many(request)
    try:
        kind, made = asked.send(row, form.cleaned_data, token, held.take(request.session, token))
    except Refused as refused:
        for blocker in refused.blockers:
            form.add_error(None, blocker.text)
        return None
    except FileRefused as refused_file:
        form.add_error("attachment", refused_file.text)
        return None
    held.drop(request.session, token)
    request.session[_SESSION] = {"kind": kind, "pk": made, "token": token, "at": int(time.time())}
    return redirect("portal:consultation_receipt")


def _form_page(request: HttpRequest, row: Any, asked: Asked, form: Any, kept: str = "") -> HttpResponse:
    shown = present.shown(row, timezone.localdate())
    return show(
        request, asked.template, nav=NAV, crumbs=_way(row, asked.title), column=column(),
        consultation=row, shown=shown, form=form, kept=kept, title=asked.title,
    )  # fmt: skip


def _check_page(
    request: HttpRequest, row: Any, asked: Asked, form: Any, data: Any, kept: str
) -> HttpResponse:
    names = [name for name in form.fields if name not in ("token", "attachment")]
    lines = [{"label": form.fields[name].label, "value": _in_words(form, name, data)} for name in names]
    if kept:
        lines.append({"label": form.fields["attachment"].label, "value": kept})
    values = [
        *((name, data.get(name, "")) for name in ("token", *names)),
        *([("attached", kept)] if kept else []),
    ]
    hidden = format_html_join("\n", '<input type="hidden" name="{}" value="{}" />', values)
    text = form.cleaned_data.get("text", "")
    return show(
        request, "consultations/check.html", nav=NAV, crumbs=_way(row, asked.title), column=column(),
        consultation=row, lines=lines, hidden_fields=hidden, title=asked.title,
        is_repeated=bool(text) and queries.has_same_text(row, comments.cleaned(text)),
    )  # fmt: skip


def _in_words(form: Any, name: str, data: Any) -> str:
    value = str(data.get(name, ""))
    return str(dict(getattr(form.fields[name], "choices", [])).get(value, value))


def _way(row: Any, title: str) -> list[tuple[str, str]]:
    return crumbs((row.title, reverse("portal:consultation", args=[row.pk])), (title, ""))


@require_safe
def receipt(request: HttpRequest) -> HttpResponse:
    """Number and code, for the browser that sent the form and for half an hour. Otherwise: on to following."""
    kept = request.session.get(_SESSION) or {}
    if kept.get("at", 0) < time.time() - SHOWN_FOR:
        return private(redirect("portal:consultation_follow"))
    is_comment = kept["kind"] == "comment"
    found = (following.comment_by_key if is_comment else following.registration_by_key)(
        kept["pk"], kept["token"]
    )
    if found is None:
        return private(redirect("portal:consultation_follow"))
    row = found.consultation if is_comment else found.hearing.consultation  # type: ignore[union-attr]
    page = show(
        request, "consultations/receipt.html", nav=NAV, crumbs=crumbs((_("回执"), "")), column=column(),
        consultation=row, number=found.number, code=codes.code_of(kept["token"]), is_comment=is_comment,
        is_repeated=is_comment and found.duplicate_of_id is not None,  # type: ignore[union-attr]
        outcome_due=present.outcome_due(row) if is_comment else None,
    )  # fmt: skip
    return private(page)


@sensitive_post_parameters()
@sensitive_variables("form", "found")
@require_http_methods(METHODS)
def follow(request: HttpRequest) -> HttpResponse:
    """What became of an opinion or a registration, by number and code; the answer to the wrong and the unknown is the same."""
    posted = request.method == "POST"
    form = FollowForm(request.POST if posted else None)
    found, status = None, 200
    if posted and form.is_valid():
        typed = form.cleaned_data
        try:
            found = following.find(typed["number"], typed["code"], client=clients.address_of(request))
        except following.TooManyAttempts:
            form.add_error(None, _("尝试次数过多，请过一小时再查。"))
            status = 429
        else:
            if found is None:
                form.add_error(None, _("编号或者查询码不对，请对照回执再输一次。"))
    page = show(
        request, "consultations/follow.html", nav=NAV, crumbs=crumbs((_("查看我的意见"), "")), column=column(), status=status,
        form=form, found=present.followed(found, timezone.localdate()) if found else None,
    )  # fmt: skip
    return private(page)
