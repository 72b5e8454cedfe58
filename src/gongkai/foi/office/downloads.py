"""Papers of a request leave the office through these views only: asked for by those who handle it, never cached."""

from __future__ import annotations

import mimetypes
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from gongkai.foi import letters
from gongkai.foi.models import ApplicantLook, Case
from gongkai.foi.office import gate
from gongkai.foi.services import looks

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
FORMATS = {"docx": (letters.docx, DOCX), "pdf": (letters.pdf, "application/pdf")}


def case_with_papers(actor: Any, pk: int, act: str) -> Case:
    """The request for somebody who may read its papers, which is noted. Raises Http404, PermissionDenied."""
    case = gate.case_or_404(actor, pk)
    if not gate.may_read_person(actor, case.agency):
        raise PermissionDenied(_("文书和材料含申请人信息，只向受理机构的经办人提供。"))
    if case.destroyed_on:
        raise Http404(_("保存期满，文书和材料已经销毁。"))
    looks.note_look(actor=actor, case=case, act=act)
    return case


def guarded(response: Any, name: str, content_type: str) -> Any:
    """As an attachment, of exactly this type, kept by no cache and sniffed by no browser."""
    response["Content-Type"] = content_type
    response["Content-Disposition"] = content_disposition_header(True, name)
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response


@require_safe
def letter(request: HttpRequest, pk: int, letter_pk: int, form: str) -> HttpResponse:
    """A letter as DOCX or PDF, drawn from the content kept when it was issued."""
    case = case_with_papers(request.user, pk, ApplicantLook.Act.LETTER)
    found = case.letters.filter(pk=letter_pk).first()
    if found is None:
        raise Http404(_("这件申请没有这份文书。"))
    draw, content_type = FORMATS[form]
    return guarded(HttpResponse(draw(found)), f"{found.number}-{found.title}.{form}", content_type)


@require_safe
def identity_proof(request: HttpRequest, pk: int) -> FileResponse:
    """The applicant's proof of identity."""
    case = case_with_papers(request.user, pk, ApplicantLook.Act.IDENTITY_PROOF)
    who = case.applicant
    if not who.identity_proof:
        raise Http404(_("没有身份证明文件。"))
    ending = mimetypes.guess_extension(who.identity_proof_type) or ""
    name = f"{case.receipt_number}-{_('身份证明')}{ending}"
    return guarded(FileResponse(who.identity_proof.open("rb")), name, who.identity_proof_type)


@require_safe
def case_file(request: HttpRequest, pk: int, file_pk: int) -> FileResponse:
    """A file kept with the request."""
    case = case_with_papers(request.user, pk, ApplicantLook.Act.FILE)
    found = case.files.filter(pk=file_pk).first()
    if found is None:
        raise Http404(_("这件申请没有这个文件。"))
    return guarded(FileResponse(found.file.open("rb")), found.title, found.content_type)
