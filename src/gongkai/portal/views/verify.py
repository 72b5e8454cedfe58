"""Whether a letter is genuine. The code opens nothing: it tells number, agency, day and a checksum of what was issued."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from gongkai.foi import hashes, queries
from gongkai.portal import clients
from gongkai.portal.case_forms import VerifyForm
from gongkai.portal.views import errors
from gongkai.portal.views.page import own_column, private, show

MOST, SECONDS = 60, 15 * 60


@require_safe
def verify(request: HttpRequest) -> HttpResponse:
    """Ask for the code of a letter; works from the address alone, so that nothing is kept of who asked."""
    form = VerifyForm(request.GET if "code" in request.GET else None)
    if form.is_bound and form.is_valid():
        code = hashes.written_code(form.cleaned_data["code"])
        if code:
            return private(redirect("portal:verify_letter", code=code))
        form.add_error("code", _("核验码由字母和数字组成，请对照文书再输一次。"))
    return private(_show(request, form=form))


@require_safe
def letter(request: HttpRequest, code: str) -> HttpResponse:
    """What was issued under the code, or that nothing was: the same page either way."""
    if not clients.within_limit(request, "verify", MOST, SECONDS):
        return private(errors.too_many(request))
    found = queries.verify_letter(code)
    context = {"asked": hashes.written_code(code)[:40], "found": found}
    return private(_show(request, status=200 if found else 404, form=VerifyForm(), **context))


def _show(request: HttpRequest, *, status: int = 200, **context: Any) -> HttpResponse:
    column = own_column(_("文书核验"), _("用文书上的核验码核对文书真伪"), "依申请公开")
    crumbs = [(_("文书核验"), "")]
    return show(request, "verify.html", crumbs=crumbs, column=column, status=status, **context)
