"""The wordings of letters: which holds where, and its editing with the fields at hand and the letter in view."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from wagtail.admin import messages

from gongkai.agencies import access
from gongkai.agencies.models import Agency, Duty
from gongkai.agencies.office_forms import DateInput
from gongkai.foi import letter_rules, letter_samples, letter_texts, services
from gongkai.foi.errors import StepRefused
from gongkai.foi.letter_rules import Fault
from gongkai.foi.models import Letter, LetterTemplate
from gongkai.foi.office import pages
from gongkai.foi.office.choices import outcome_label
from gongkai.foi.services.wording import WordingRefused, may_word

FOR_ALL = ""
VARIANT_LABELS = {
    "grant.already_public": gettext_lazy("予以公开：已经主动公开"),
    "cannot.not_held": gettext_lazy("无法提供：信息不存在"),
    "cannot.not_ours": gettext_lazy("无法提供：不属于本机关负责"),
    "cannot.transfer": gettext_lazy("无法提供：告知负责公开的机关"),
}
KIND_LABELS = {
    "consultation_third_party": gettext_lazy("征求第三方意见函"),
    "consultation_agency": gettext_lazy("征求其他机关意见函"),
}


def label_of(name: str) -> str:
    """What a letter is called in lists."""
    if outcome := letter_rules.outcome_of(name):
        return str(VARIANT_LABELS.get(name.removeprefix("decision."), outcome_label(outcome)))
    return str(KIND_LABELS.get(name) or Letter.Kind(name).label)


class WordingForm(forms.Form):
    """Title, text and the day from which it is used."""

    title = forms.CharField(label=gettext_lazy("标题"), max_length=100)
    text = forms.CharField(
        label=gettext_lazy("正文"),
        widget=forms.Textarea(attrs={"rows": 18, "spellcheck": "false"}),
        help_text=gettext_lazy(
            "一行一段。字段写成{理由}；只在填写了某个字段时才印的一段，以[如有：理由]开头。"
        ),
    )
    since = forms.DateField(
        label=gettext_lazy("启用日期"),
        widget=DateInput,
        help_text=gettext_lazy("从这一天起出具的文书使用；已经出具的不变。"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.label_suffix = ""


@dataclass(frozen=True, slots=True)
class Line:
    """One letter in the list: where its text comes from."""

    name: str
    label: str
    title: str
    source: str
    own: bool
    url: str


def scopes(actor: Any) -> list[tuple[str, str]]:
    """Where the actor may change wordings: for all, if of a topmost agency, and each agency administered."""
    found = [(FOR_ALL, _("所有机构"))] if may_word(actor, None) else []
    agencies = access.acting_agencies(actor, Duty.ADMINISTRATOR).order_by("path")
    return found + [(agency.code, agency.name) for agency in agencies]


def _scope(request: HttpRequest) -> Agency | None:
    """The agency asked for. Raises Http404, PermissionDenied."""
    code = request.GET.get("agency")
    if code is None:
        offered = scopes(request.user)
        if not offered:
            raise PermissionDenied(_("文书模板由系统管理员修改。"))
        code = offered[0][0]
    if code == FOR_ALL:
        agency = None
    else:
        agency = access.visible_agencies(request.user).filter(code=code).first()
        if agency is None:
            raise Http404(_("没有这个机构。"))
    if not may_word(request.user, agency):
        raise PermissionDenied(_("文书模板由系统管理员修改。"))
    return agency


def _url(name: str, agency: Agency | None, view: str = "edit") -> str:
    return reverse(f"foi_letters:{view}", args=[name]) + f"?agency={agency.code if agency else FOR_ALL}"


def _crumb(agency: Agency | None) -> pages.Crumb:
    query = f"?agency={agency.code if agency else FOR_ALL}"
    return _("文书模板"), reverse("foi_letters:list") + query


@require_safe
def wordings(request: HttpRequest) -> HttpResponse:
    """Every letter, and whose text holds at the chosen agency."""
    agency = _scope(request)
    today = timezone.localdate()
    held = letter_texts.all_holding(agency, today)
    lines = [_line(name, agency, held.get(name)) for name in letter_rules.names()]
    return pages.show(
        request,
        "foi/office/wordings.html",
        title=_("文书模板"),
        trail=[pages.worklist_crumb()],
        groups=[
            (_("办理过程中的文书"), [line for line in lines if not line.name.startswith("decision.")]),
            (_("答复告知书"), [line for line in lines if line.name.startswith("decision.")]),
        ],
        scopes=scopes(request.user),
        chosen=agency.code if agency else FOR_ALL,
        changed=sum(1 for line in lines if line.own),
    )


def _line(name: str, agency: Agency | None, row: LetterTemplate | None) -> Line:
    built_in = letter_texts.templates()[name]
    own = row is not None and row.agency_id == (agency.pk if agency else None)
    return Line(
        name=name,
        label=label_of(name),
        title=row.title if row else built_in.title,
        source=source_of(row),
        own=own,
        url=_url(name, agency),
    )


def source_of(row: LetterTemplate | None) -> str:
    """Whose text it is."""
    if row is None:
        return _("内置")
    where = row.agency.name if row.agency else _("所有机构")
    return _("%(where)s，第%(version)d版") % {"where": where, "version": row.version}


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, name: str) -> HttpResponse:
    """Edit one letter's text for the chosen agency. Nothing is saved that lacks what the law demands."""
    if name not in letter_texts.templates():
        raise Http404(_("没有这种文书。"))
    agency = _scope(request)
    today = timezone.localdate()
    row = letter_texts.holding(agency, name, today)
    held = letter_texts.of_row(row) if row else letter_texts.templates()[name]
    start = {"title": held.title, "text": letter_rules.written(held.body), "since": today}
    form = WordingForm(request.POST or None, initial=start)
    faults: list[Fault] = []
    refused = False
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        if request.POST.get("stage") == "preview":
            faults = letter_rules.faults(name, typed["title"], typed["text"])
        else:
            try:
                services.save_wording(actor=request.user, agency=agency, name=name, **typed)
            except WordingRefused as error:
                faults, refused = error.faults, True
            except StepRefused as error:
                form.add_error("since", str(error))
            else:
                messages.success(request, _("已保存“%(label)s”的新版本。") % {"label": label_of(name)})
                return redirect(_url(name, agency))
    bound = form.data if form.is_bound else start
    history = list(
        LetterTemplate.objects.filter(name=name, agency=agency).select_related("made_by").order_by("-version")
    )
    return pages.show(
        request,
        "foi/office/wording.html",
        title=label_of(name),
        trail=[pages.worklist_crumb(), _crumb(agency)],
        form=form,
        faults=faults,
        refused=refused,
        fields=letter_rules.allowed(name),
        types=letter_rules.TYPES,
        place=agency.name if agency else _("所有机构"),
        source=source_of(row),
        own=bool(history and history[0].active),
        history=history,
        action=_url(name, agency),
        reset_url=_url(name, agency, "reset"),
        preview_url=_url(name, agency, "preview"),
        status=422 if refused or form.errors else 200,
        **_previewed(name, str(bound.get("title", "")), str(bound.get("text", ""))),
    )


@require_POST
def preview(request: HttpRequest, name: str) -> HttpResponse:
    """The letter as it would read, and what it still lacks: a piece of the page, while typing."""
    if name not in letter_texts.templates():
        raise Http404(_("没有这种文书。"))
    _scope(request)
    title, text = request.POST.get("title", ""), request.POST.get("text", "")
    context = {**_previewed(name, title, text), "faults": letter_rules.faults(name, title, text)}
    return render(request, "foi/office/components/wording_preview.html", context)


@require_POST
def reset(request: HttpRequest, name: str) -> HttpResponse:
    """Back to the inherited text."""
    agency = _scope(request)
    try:
        services.reset_wording(actor=request.user, agency=agency, name=name, since=timezone.localdate())
    except StepRefused as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("已恢复。以前的版本保留在修改记录里。"))
    return redirect(_url(name, agency) if name in letter_texts.templates() else reverse("foi_letters:list"))


def _previewed(name: str, title: str, text: str) -> dict[str, Any]:
    """The sample letter; nothing where the text cannot be read yet."""
    shape = {"LETTER-FIELD", "LETTER-BRACES", "LETTER-HEAD", "LETTER-TEXT", "LETTER-LONG"}
    if shape & {fault.code for fault in letter_rules.faults(name, title, text)}:
        return {"paper": None}
    return {"paper": letter_samples.letter(name, title, text, date(2026, 3, 25))}
