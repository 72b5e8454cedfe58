"""Sending a public document to channels by hand, and what channels there are."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe
from wagtail.admin import messages

from gongkai.agencies import access
from gongkai.agencies.office import actor_of
from gongkai.catalog import queries as catalog
from gongkai.channels import declared, queries, rules
from gongkai.channels.models import Channel
from gongkai.channels.office import pages
from gongkai.channels.office.forms import ChooseForm
from gongkai.channels.services import jobs as services
from gongkai.channels.services.recording import PUBLISHING, keeps_channels
from gongkai.review.office.plain import carried_out

FOUND = 20


@require_safe
def find(request: HttpRequest) -> HttpResponse:
    """Find a public document to send to channels."""
    actor = actor_of(request)
    words = request.GET.get("q", "").strip()[:80]
    agencies = access.acting_agencies(actor, *PUBLISHING)
    rows = catalog.search(None, words) if words else catalog.public_documents().defer("body", "body_text")
    found = rows.filter(agency__in=agencies)
    return pages.show(
        request, "find.html", _("安排发布"), trail=(pages.home_crumb(),), words=words, total=found.count(),
        documents=list(found[:FOUND]), most=FOUND,
    )  # fmt: skip


@require_http_methods(pages.METHODS)
def choose(request: HttpRequest, document_pk: int) -> HttpResponse:
    """Choose the channels of one document."""
    actor = actor_of(request)
    agencies = access.visible_agencies(actor)
    document = pages.or_404(catalog.public_documents().filter(agency__in=agencies), document_pk)
    there = list(queries.jobs(actor).filter(document=document).order_by("id"))
    taken = {row.channel for row in there if row.state not in services.OVER}
    form = ChooseForm(request.POST or None, taken=taken)
    if request.method == "POST" and carried_out(
        form, lambda: services.make(actor=actor, document=document, **form.cleaned_data)
    ):
        messages.success(request, _("已安排。"))
        return redirect(f"{reverse('channels_office:list')}?q={document.index_number}")
    known = declared.every()
    lines = [
        {"job": row, "channel": known[row.channel].label if row.channel in known else row.channel}
        for row in there
    ]
    back = (str(_("安排发布")), reverse("channels_office:find"))
    return pages.form_page(request, form, _("选择渠道"), _("安排"), back, lead=document.title, there=lines)


@require_safe
def channel_list(request: HttpRequest) -> HttpResponse:
    """Every channel as it is in force here, with its source; whoever keeps them may put another in a bundled one's place."""
    kept = dict(Channel.objects.values_list("slug", "pk"))
    proofs = rules.proofs()
    forms = dict(Channel.Form.choices)
    return pages.show(
        request,
        "channels.html",
        _("渠道一览"),
        trail=(pages.home_crumb(),),
        rows=[
            {
                "channel": row,
                "form": forms[row.form],
                "proof": "、".join(proofs[name] for name in row.evidence),
                "pk": kept.get(row.slug),
            }
            for row in declared.every().values()
        ],
        may_keep=keeps_channels(request.user),
    )
