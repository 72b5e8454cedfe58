"""The request form (Art. 29): fill in, check, send. What was typed goes from page to page and is never lost.

Nothing is stored before the last step, and then the whole request or nothing; a form sent twice is one request.
"""

from __future__ import annotations

import logging
import re
import secrets
from typing import Any

from django.db import Error as DatabaseTrouble
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from gongkai.agencies import queries as agencies
from gongkai.catalog import browsing
from gongkai.convert.content_type import FileRefused
from gongkai.foi import services as foi
from gongkai.foi.errors import IncompleteRequest, StepRefused
from gongkai.portal import clients, held, receipts
from gongkai.portal.forms import RequestForm
from gongkai.portal.presenters import requests as present
from gongkai.portal.presenters.agencies import agency_page, closed_notice
from gongkai.portal.presenters.documents import listed
from gongkai.portal.presenters.lists import typed
from gongkai.portal.views import errors
from gongkai.portal.views.agencies import agency_or_404
from gongkai.portal.views.page import READER, own_column, personal, show

log = logging.getLogger("gongkai.portal")
POSTS_PER_HOUR = 120
SUBMISSIONS_PER_HOUR = 20
_TOKEN = re.compile(r"[A-Za-z0-9_-]{32,64}")


@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def apply(request: HttpRequest, code: str = "") -> HttpResponse:
    """The form, empty or preselected (`/apply/<agency>/`, `?about=words`), and its rounds."""
    if request.method != "POST":
        return _empty(request, code)
    if not clients.within_limit(request, "form", POSTS_PER_HOUR, 3600):
        return errors.too_many(request)
    step = {"submit": _submit, "edit": _edit}.get(request.POST.get("step", ""), _check)
    try:
        return personal(step(request, _data(request)))
    except (DatabaseTrouble, OSError) as trouble:
        return personal(_not_stored(request, trouble))


def _empty(request: HttpRequest, code: str) -> HttpResponse:
    about = typed(request.GET.get("about"))
    suggestions = browsing.similar(about, READER)
    choices = _choices()
    agency = agency_or_404(code) if code else None
    notices = []
    if agency is not None and agency.closed_on is not None:
        notices = [closed_notice(agency)]
        agency = agency.kept_by
    if agency is not None and agency.code not in dict(choices):
        notices.append(_closed_channel(agency))
    likely = agency.code if agency is not None else _likely(suggestions, choices)
    initial = {"token": _new_token(), "information_title": about, "agency": likely}
    form = RequestForm(initial=initial, agencies=choices)
    return _form_page(request, form, suggestions=suggestions, agency=agency, notices=notices)


def _check(request: HttpRequest, data: Any) -> HttpResponse:
    """Everything in order: show it once more. Else back to the form, with every fault."""
    choices = _choices()
    form, proof = _filled(request, data, choices)
    if not form.is_valid():
        return _form_page(request, form, kept=proof, suggestions=_suggestions(data))
    return _check_page(request, form, data, proof, suggestions=listed(_suggestions(data)))


def _edit(request: HttpRequest, data: Any) -> HttpResponse:
    """Back from the check page: the form as it was filled in."""
    form = RequestForm(initial=data.dict(), agencies=_choices())
    kept = held.name_of(request.session, data["token"])
    return _form_page(request, form, kept=kept, suggestions=_suggestions(data))


def _submit(request: HttpRequest, data: Any) -> HttpResponse:
    """Store the request, whole or not at all, then show the receipt."""
    token, digest = data["token"], present.digest(data)
    if receipts.has(request.session, token, digest):
        return redirect("portal:receipt")
    choices = _choices()
    form, kept = _filled(request, data, choices)
    if not kept and receipts.has(receipts.reloaded(request.session), token, digest):
        return redirect("portal:receipt")  # sent twice at the same moment: the other one has stored it
    if not form.is_valid():
        return _form_page(request, form, kept=kept, suggestions=_suggestions(data))
    proof = held.take(request.session, token)
    if proof is None:
        form.add_error("identity_proof", _("上传的身份证明已经过期，请重新上传。"))
        return _form_page(request, form)
    if not clients.within_limit(request, "submission", SUBMISSIONS_PER_HOUR, 3600):
        return errors.too_many(request)
    agency = agency_or_404(form.cleaned_data["agency"])
    try:
        submission = foi.submit_online_request(
            agency=agency,
            applicant=present.applicant_of(form.cleaned_data),
            request=present.request_of(form.cleaned_data),
            idempotency_key=token,
            identity_proof=proof,
        )
    except IncompleteRequest as faults:
        for name, text in faults.faults.items():
            field = present.FIELDS.get(name, name)
            form.add_error(field if field in form.fields else None, text)
        return _form_page(request, form, kept=kept)
    except FileRefused as refused:
        form.add_error("identity_proof", refused.text)
        return _form_page(request, form)
    except StepRefused as refused_step:
        form.add_error("agency", str(refused_step))
        return _form_page(request, form, kept=kept)
    receipts.keep(request.session, token, digest, submission.case)
    held.drop(request.session, token)
    return redirect("portal:receipt")


def _filled(request: HttpRequest, data: Any, choices: list[tuple[str, str]]) -> tuple[RequestForm, str]:
    """The form as sent; its proof of identity is kept for the next round, whatever else is wrong."""
    token = data["token"]
    kept = held.name_of(request.session, token)
    guessed = ""
    if not data.get("agency") and data.get("information_title"):
        guessed = _likely(browsing.similar(data["information_title"], READER), choices)
        data["agency"] = guessed
    form = RequestForm(data, request.FILES, agencies=choices, identity_kept=bool(kept))
    form.full_clean()
    upload = form.cleaned_data.get("identity_proof")
    if upload and "identity_proof" not in form.errors:
        kept = held.hold(request.session, token, upload)
    if guessed:
        form.add_error(
            "agency",
            _("按信息名称，可能是“%(agency)s”，已经为您选好，请核对。") % {"agency": dict(choices)[guessed]},
        )
    return form, kept


def _check_page(
    request: HttpRequest, form: RequestForm, data: Any, proof: str, *, status: int = 200, **context: Any
) -> HttpResponse:
    return show(
        request,
        "apply_check.html",
        nav="apply",
        crumbs=[(_("申请公开政府信息"), reverse("portal:apply")), (_("核对申请内容"), "")],
        column=_column(),
        status=status,
        groups=present.groups(form, data, proof),
        hidden_fields=present.hidden_fields(form, data),
        **context,
    )


def _not_stored(request: HttpRequest, trouble: Exception) -> HttpResponse:
    """The database was lost on the way. Says so with a code, and keeps what was typed; uses no database itself."""
    code = errors.new_code()
    log.error("request form not stored, code %s: %s", code, type(trouble).__name__)
    request.session.modified = False
    data = _data(request)
    form = RequestForm(initial=data.dict(), agencies=[(data.get("agency", ""), _("（已选）"))])
    notice = {
        "level": "danger",
        "title": _("没有收到登记成功的消息"),
        "meaning": _("网站与数据库的连接中断了。您填写的内容都在下面，还没有显示回执的申请不算提交成功。"),
        "next": _(
            "请过一会儿再按“确认提交申请”。即使前一次其实已经登记，也不会重复。联系我们时请报代码 %(code)s。"
        )
        % {"code": code},
    }
    return _check_page(request, form, data, _("（已收到）"), status=503, notices=[notice])


def _form_page(
    request: HttpRequest, form: RequestForm, *, kept: str = "", agency: Any = None, **context: Any
) -> HttpResponse:
    crumbs = [(_("申请公开政府信息"), "")]
    return show(
        request,
        "apply.html",
        nav="apply",
        crumbs=crumbs,
        column=_column(),
        form=form,
        identity_kept=kept,
        agency=agency,
        **({"suggestions": listed(context.pop("suggestions", []))} | context),
    )


def _closed_channel(agency: Any) -> dict[str, str]:
    office = agency_page(agency).office
    return {
        "level": "caution",
        "title": _("%(agency)s没有开通网上申请") % {"agency": agency.name},
        "meaning": _("可以当面提交或者邮寄：%(address)s，电话 %(phone)s。")
        % {"address": office.address, "phone": office.phone},
        "url": reverse("portal:agency_guide", args=[agency.code]),
        "url_label": _("看该机关的公开指南"),
    }


def _data(request: HttpRequest) -> Any:
    """What was sent, as a copy, with a token that a machine drew."""
    data = request.POST.copy()
    if not _TOKEN.fullmatch(data.get("token", "")):
        data["token"] = _new_token()
    return data


def _suggestions(data: Any) -> list[Any]:
    number = typed(data.get("information_document_number"))
    return browsing.candidates(typed(data.get("information_title")), number, READER, 3)


def _likely(documents: list[Any], choices: list[tuple[str, str]]) -> str:
    """The agency that published what is most like it."""
    return next((row.agency.code for row in documents if row.agency.code in dict(choices)), "")


def _choices() -> list[tuple[str, str]]:
    return [(row.code, row.name) for row in agencies.accepting_online()]


def _column() -> Any:
    return own_column(_("依申请公开"), _("向各机关申请公开政府信息"), "依申请公开")


def _new_token() -> str:
    return secrets.token_urlsafe(32)
