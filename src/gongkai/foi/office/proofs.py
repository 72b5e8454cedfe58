"""The proof that a third party or another agency received the letter that asked for its opinion (Arts 32, 34)."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods
from wagtail.admin import messages

from gongkai.agencies import access
from gongkai.convert.content_type import FileRefused
from gongkai.foi import services
from gongkai.foi.office import gate, pages
from gongkai.foi.office.tools import FileForm
from gongkai.foi.services.acts import HANDLING


class ProofForm(FileForm):
    """The file alone: what it is for and what it is called are known."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["role"], self.fields["title"]


@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def consultation_proof(request: HttpRequest, pk: int, ref: str) -> HttpResponse:
    """Add the proof of receipt of one letter; a later one takes the place of the earlier."""
    case = gate.case_or_404(request.user, pk)
    access.require(request.user, case.agency, *HANDLING)
    row = case.consultations.filter(ref=ref, voided=False).first()
    if row is None:
        raise Http404(_("这件申请没有这一份征求意见。"))
    form = ProofForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            services.attach_consultation_proof(
                actor=request.user,
                case=case,
                ref=ref,
                on=timezone.localdate(),
                file=form.cleaned_data["file"],
            )
        except FileRefused as error:
            form.add_error("file", error.text)
        else:
            messages.success(request, _("已加入送达凭证。"))
            return redirect("foi_office:case", pk=pk)
    return pages.show(
        request,
        "foi/office/add_file.html",
        title=_("加入第%(ref)s号征求意见函的送达凭证") % {"ref": row.ref},
        trail=[pages.worklist_crumb(), pages.case_crumb(case)],
        case=case,
        form=form,
        status=422 if request.method == "POST" else 200,
    )
