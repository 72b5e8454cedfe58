"""The screens on handbooks: the list, a new one, choosing its guides, looking at the print, putting it into the draft."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gongkai.agencies import access, office
from gongkai.agencies.models import Agency
from gongkai.agencies.office import actor_of
from gongkai.catalog.models import Document
from gongkai.catalog.schemas.model import table_rows
from gongkai.catalog.services import DRAFTING
from gongkai.convert.typeset import TypesettingError
from gongkai.guides import choosing, queries, services
from gongkai.guides.queries import HANDBOOK
from gongkai.review.rules import Refused

PER_PAGE = 50
DESK = "wagtailsnippets_catalog_document:inspect"


def _show(
    request: HttpRequest, template: str, title: str, *, status: int = 200, **context: Any
) -> HttpResponse:
    trail = [(str(_("办事手册")), reverse("guides_office:index"))]
    return office.show(
        request, f"guides/office/{template}.html", title, trail, icon="list-ul", status=status, **context
    )


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """The handbooks of the agencies the person may see, newest first."""
    return _index(request)


def _index(request: HttpRequest, refused: Refused | None = None, status: int = 200) -> HttpResponse:
    actor = actor_of(request)
    documents = Document.objects.filter(schema=HANDBOOK, agency__in=access.visible_agencies(actor))
    documents = documents.select_related("agency").defer("body", "body_text").order_by("-created_at", "-id")
    page = Paginator(documents, PER_PAGE).get_page(request.GET.get("p"))
    return _show(
        request,
        "handbooks",
        _("办事手册"),
        status=status,
        page=page,
        lines=[(document, len(table_rows(document.data, "entries"))) for document in page],
        agencies=_drafting(request),
        refused=refused.blockers if refused else [],
        typed=request.POST,
        today=timezone.localdate(),
    )


def _drafting(request: HttpRequest) -> list[Agency]:
    return list(access.acting_agencies(request.user, *DRAFTING).order_by("path"))


@require_POST
def begin(request: HttpRequest) -> HttpResponse:
    """A new handbook."""
    agency = get_object_or_404(
        access.acting_agencies(request.user, *DRAFTING), code=request.POST.get("agency", "")
    )
    try:
        day = choosing.edition(request.POST.get("edition", ""))
        made = services.begin(
            actor=actor_of(request), agency=agency, name=request.POST.get("name", ""), edition=day
        )
    except Refused as refused:
        return _index(request, refused, 422)
    return redirect("guides_office:edit", made.pk)


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Choose the guides: on the first visit as the draft has them, after an error as they were typed."""
    document = _handbook(request, pk)
    draft = document.get_latest_revision_as_object()
    if request.method != "POST":
        return _edit(request, document, draft.data, choosing.as_kept(document, draft.data))
    access.require(request.user, document.agency, *DRAFTING)
    offers, typed = choosing.as_typed(document, request.POST), _typed(request)
    act = request.POST.get("act", "")
    if act == "narrow":
        return _edit(
            request, document, typed, choosing.narrowed(document, offers, request.POST.get("of", ""))
        )
    if act in ("theme", "agency"):
        messages.info(request, _("已按选中的事项分章，还没有保存，请核对后保存。"))
        return _edit(request, document, typed, choosing.arranged(offers, act))
    try:
        day = choosing.edition(typed["edition"])
        services.choose(
            actor=actor_of(request),
            document=document,
            name=typed["name"],
            edition=day,
            foreword=typed["foreword"],
            phones=typed["phones"],
            entries=choosing.entries(offers),
        )
        if act == "print":
            services.attach(actor=actor_of(request), document=document)
            messages.success(request, _("手册已印成PDF和DOCX并放入草稿附件，请核对后送审。"))
            return redirect(DESK, document.pk)
    except Refused as refused:
        return _edit(request, document, typed, offers, refused, 422)
    except TypesettingError:
        messages.error(request, _("手册没有印成，请联系系统管理员，说明代码 HANDBOOK-TYPESET。"))
    else:
        messages.success(request, _("已保存。"))
    return redirect("guides_office:edit", document.pk)


def _typed(request: HttpRequest) -> dict[str, Any]:
    return {
        "name": request.POST.get("name", ""),
        "edition": request.POST.get("edition", ""),
        "foreword": request.POST.get("foreword", ""),
        "phones": request.POST.get("phones") == "yes",
    }


def _edit(
    request: HttpRequest,
    document: Document,
    data: dict[str, Any],
    offers: list[choosing.Offer],
    refused: Refused | None = None,
    status: int = 200,
) -> HttpResponse:
    return _show(
        request,
        "handbook",
        str(document),
        status=status,
        document=document,
        data=data,
        offers=offers,
        chosen=sum(offer.chosen for offer in offers),
        available=choosing.within(document.agency).count(),
        agencies=queries.offering(document.agency),
        of=request.POST.get("of", ""),
        chapters=list(dict.fromkeys(offer.chapter for offer in offers if offer.chapter)),
        refused=refused.blockers if refused else [],
        may_edit=access.holds(request.user, document.agency, *DRAFTING) and not document.workflow_in_progress,
    )


@require_safe
def preview(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """The print of the draft as it is kept, to look at before it is attached: `pdf` or `docx`."""
    if kind not in services.KINDS:
        raise Http404
    document = _handbook(request, pk)
    try:
        made = services.draft_book(document)
    except Refused as refused:
        for blocker in refused.blockers:
            messages.error(request, f"{blocker.text}[{blocker.code}]")
        return redirect("guides_office:edit", document.pk)
    answer = HttpResponse(services.KINDS[kind](made), content_type=services.MEDIA_TYPES[kind])
    name = f"{services.print_name(made)}.{kind}"
    answer["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cache-Control"] = "no-store, private"
    return answer


def _handbook(request: HttpRequest, pk: int) -> Document:
    """A handbook the person may see."""
    seen = Document.objects.filter(schema=HANDBOOK, agency__in=access.visible_agencies(actor_of(request)))
    return get_object_or_404(seen.select_related("agency"), pk=pk)
