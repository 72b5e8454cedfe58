"""The office's pages of the rules: what each act rests on, which clause of a rule governs what, what wants a look."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gongkai.agencies import access, office
from gongkai.agencies.models import Agency
from gongkai.agencies.today import TodayItem, Urgency
from gongkai.catalog.models import Document, RuleLink
from gongkai.catalog.rulebook import doubts, exports, links, saying, services, standing
from gongkai.convert import clauses
from gongkai.law import acts
from gongkai.review.rules import Blocker, Refused

FATES = {
    doubts.Fate.SAME: gettext_lazy("条文没有变化"),
    doubts.Fate.CHANGED: gettext_lazy("条文有变化"),
    doubts.Fate.DROPPED: gettext_lazy("现行文本没有这一条"),
    doubts.Fate.UNKNOWN: gettext_lazy("没有以前的文本可以比较"),
}
METHODS = ["GET", "HEAD", "POST"]


class AgencyForm(forms.Form):
    """Whose rules."""

    agency = forms.ModelChoiceField(
        label=gettext_lazy("机构"), queryset=Agency.objects.none(), empty_label=None
    )

    def __init__(self, *args: Any, agencies: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["agency"].queryset = agencies  # type: ignore[attr-defined]


class LinkForm(forms.Form):
    """One act and the clauses that govern it; no clause: the whole rule."""

    act = forms.ChoiceField(label=gettext_lazy("环节"))
    clause = forms.MultipleChoiceField(
        label=gettext_lazy("条款"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("一条也不选，就是整件制度。"),
    )

    def __init__(self, *args: Any, rule: Document, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["act"].choices = [
            ("", _("请选择")),
            *(
                (saying.name(flow), [(act.id, saying.name(act)) for act in flow.acts])
                for flow in acts.workflows()
            ),
        ]
        fields["clause"].choices = [
            (clause.name, _shortened(clause.text)) for clause in clauses.clauses(rule.body_paragraphs)
        ]


def _shortened(text: str, most: int = 60) -> str:
    return text if len(text) <= most else f"{text[:most]}…"


def addresses() -> list[Any]:
    """/office/documents/rulebook/."""
    return [
        path("documents/rulebook/", index, name="catalog_rulebook"),
        path("documents/rulebook/rulebook.xlsx", save, name="catalog_rulebook_file"),
        path("documents/rulebook/<int:pk>/", rule, name="catalog_rule"),
        path("documents/rulebook/confirm/", confirm, name="catalog_rules_confirm"),
        path("documents/rulebook/links/<int:pk>/unlink/", unlink, name="catalog_rule_unlink"),
    ]


def _agencies(request: HttpRequest) -> Any:
    actor = office.actor_of(request)
    if not access.current_posts(actor):
        raise PermissionDenied
    return access.visible_agencies(actor).order_by("path")


def _asked(request: HttpRequest) -> Agency:
    """The agency asked for among those the person sees; without one that of the person's own post."""
    agencies, asked = _agencies(request), request.GET.get("agency", "")
    if not asked:
        own = [post.agency_id for post in access.current_posts(request.user)]
        return agencies.filter(pk__in=own).first() or agencies.first()
    found = agencies.filter(pk=int(asked)).first() if asked.isdecimal() and len(asked) < 10 else None
    if found is None:
        raise Http404(_("没有这个机构，或者您不能查看它。"))
    return found


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Every act with what it rests on at one agency, the checklist, the rules, and what wants a look."""
    agency = _asked(request)
    stands = standing.of(agency, timezone.localdate())
    return office.show(
        request,
        "catalog/rulebook/index.html",
        _("公开制度"),
        [(_("公开制度"), "")],
        icon="list-ul",
        agency=agency,
        form=AgencyForm({"agency": agency.pk}, agencies=_agencies(request)),
        stands=stands,
        total=len(stands.bases),
        gone=list(links.gone([agency])),
        outgrown=doubts.outgrown(agency),
        fates=FATES,
        titles={act.id: saying.name(act) for act in acts.every().values()},
        may_set=access.holds(request.user, agency, *services.SETTING),
    )


@require_safe
def save(request: HttpRequest) -> HttpResponse:
    """The same as a workbook."""
    agency = _asked(request)
    stands = standing.of(agency, timezone.localdate())
    return office.file_response(exports.xlsx(stands), f"rulebook-{agency.code}.xlsx", office.XLSX)


@require_http_methods(METHODS)
def rule(request: HttpRequest, pk: int) -> HttpResponse:
    """One rule: its clauses, what each governs at the agency, what is proposed, and the form to state more."""
    agency = _asked(request)
    found = get_object_or_404(links.in_reach(agency), pk=pk)
    may_set = access.holds(request.user, agency, *services.SETTING)
    mine = list(links.current([agency]).filter(document=found))
    form = LinkForm(request.POST if "act" in request.POST else None, rule=found, auto_id="rule_%s")
    refused: list[Blocker] = []
    if request.method == "POST":
        if not may_set:
            raise PermissionDenied
        pairs = _pairs(request, form)
        refused = _link(request, agency, found, pairs) if pairs is not None else []
        if pairs is not None and not refused:
            return redirect(_address(found.pk, agency))
    return office.show(
        request,
        "catalog/rulebook/rule.html",
        found.title,
        [
            (_("公开制度"), f"{reverse('catalog_rulebook')}?{urlencode({'agency': agency.pk})}"),
            (found.title, ""),
        ],
        icon="list-ul",
        status=422 if refused or form.errors else 200,
        agency=agency,
        rule=found,
        links=sorted(mine, key=lambda row: (clauses.order(row.clause), row.act)),
        proposals=standing.proposals(found, mine) if may_set else [],
        titles={act.id: saying.name(act) for act in acts.every().values()},
        form=form,
        refused=refused,
        may_set=may_set,
    )


def _address(pk: int, agency: Agency) -> str:
    return f"{reverse('catalog_rule', args=[pk])}?{urlencode({'agency': agency.pk})}"


def _pairs(request: HttpRequest, form: LinkForm) -> list[tuple[str, str]] | None:
    """What was ticked among the proposals, or typed into the form; None when the form is not complete."""
    if "act" in request.POST:
        if not form.is_valid():
            return None
        return [(form.cleaned_data["act"], clause) for clause in form.cleaned_data["clause"] or [""]]
    split = [value.partition(" ") for value in request.POST.getlist("pair")]
    return [(act, clause) for act, _space, clause in split]


def _link(
    request: HttpRequest, agency: Agency, found: Document, pairs: list[tuple[str, str]]
) -> list[Blocker]:
    try:
        made = services.link(actor=request.user, agency=agency, document=found, pairs=pairs)
    except Refused as refused:
        return refused.blockers
    count = len(made)
    text = ngettext("已对应%(count)d处。", "已对应%(count)d处。", count) % {"count": count}
    messages.success(request, text if made else _("这些环节和条款此前已经对应。"))
    return []


@require_POST
def confirm(request: HttpRequest) -> HttpResponse:
    """The ticked statements still fit."""
    asked = [int(pk) for pk in request.POST.getlist("link") if pk.isdecimal() and len(pk) < 10]
    rows = list(RuleLink.objects.filter(agency__in=_agencies(request), pk__in=asked))
    if len(rows) != len(set(asked)):
        raise Http404(_("有的对应已经不在，请刷新后再办。"))
    done = _carried_out(request, lambda: services.confirm(actor=request.user, links=rows))
    if done:
        messages.success(request, _("已确认仍然适用。"))
    return _to_index(rows[0].agency_id if rows else None)


@require_POST
def unlink(request: HttpRequest, pk: int) -> HttpResponse:
    """A statement holds no more."""
    row = get_object_or_404(RuleLink.objects.filter(agency__in=_agencies(request)), pk=pk)
    if _carried_out(request, lambda: services.unlink(actor=request.user, link=row)):
        messages.success(request, _("已撤销对应，此前办理的事项不受影响。"))
    if request.POST.get("back") == "rule":
        return redirect(_address(row.document_id, row.agency))
    return _to_index(row.agency_id)


def _carried_out(request: HttpRequest, act: Callable[[], object]) -> bool:
    """Whether it was done; every reason is told otherwise."""
    try:
        act()
    except Refused as refused:
        for blocker in refused.blockers:
            messages.error(request, f"{blocker.text}［{blocker.code}］")
        return False
    return True


def _to_index(agency: int | None) -> HttpResponse:
    query = f"?{urlencode({'agency': agency})}" if agency else ""
    return redirect(f"{reverse('catalog_rulebook')}{query}")


def today_items(request: HttpRequest) -> list[TodayItem]:
    """Clauses that lost their rule, and those whose rule was published anew, for administrators of the agency."""
    mine = access.acting_agencies(request.user, *services.SETTING)
    lost, anew = links.gone(mine), links.outgrown(mine)
    found = []
    if count := lost.count():
        text = ngettext(
            "处环节所依据的制度已经废止、失效或者撤下：另行对应，或者撤销对应",
            "处环节所依据的制度已经废止、失效或者撤下：另行对应，或者撤销对应",
            count,
        )
        found.append(TodayItem(Urgency.SOON, text, _to_doubts(lost), count))
    if count := anew.count():
        text = ngettext(
            "处环节所依据的制度有新的文本：核对条款是否仍然适用",
            "处环节所依据的制度有新的文本：核对条款是否仍然适用",
            count,
        )
        found.append(TodayItem(Urgency.OPEN, text, _to_doubts(anew), count))
    return found


def _to_doubts(rows: QuerySet[RuleLink]) -> str:
    """The page of the highest agency among them."""
    agency = rows.order_by("agency__path", "pk").values_list("agency_id", flat=True)[0]
    return f"{reverse('catalog_rulebook')}?{urlencode({'agency': agency})}#doubts"
