"""One small page per step: typed in, checked with its effect on the limit, confirmed. Works without scripts."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods
from wagtail.admin import messages

from gongkai.agencies import access
from gongkai.foi import facts, rules
from gongkai.foi.errors import StepRefused
from gongkai.foi.models import ApplicantLook, Case
from gongkai.foi.office import basis, gate, history, pages
from gongkai.foi.office.case_page import limit_of, standing_of
from gongkai.foi.office.forms.records import DeliveryForm, VoidForm
from gongkai.foi.office.forms.step import StepForm
from gongkai.foi.office.registry import PAGES, VOIDERS
from gongkai.foi.office.responsibility import offered
from gongkai.foi.services.looks import note_look
from gongkai.ledger import queries as ledger

METHODS = ["GET", "HEAD", "POST"]


@sensitive_post_parameters()
@require_http_methods(METHODS)
def step(request: HttpRequest, pk: int, slug: str) -> HttpResponse:
    """A step of the procedure."""
    case = gate.case_or_404(request.user, pk)
    page = PAGES.get(slug)
    if page is None:
        raise Http404(_("没有这一步。"))
    access.require(request.user, case.agency, *page.duties)
    visit = _Visit(request, case, str(page.title), page.form, basis=basis.of_step(case.agency, slug))
    visit.form.initial.update(offered(request, pk))
    return visit.answer()


@sensitive_post_parameters()
@require_http_methods(METHODS)
def delivery(request: HttpRequest, pk: int, letter_pk: int) -> HttpResponse:
    """How a letter went out."""
    case = gate.case_or_404(request.user, pk)
    access.require(request.user, case.agency, *VOIDERS)
    letter = case.letters.filter(pk=letter_pk, voided=False).first()
    if letter is None:
        raise Http404(_("这件申请没有这份文书，或者文书已经作废。"))
    subject = f"{letter.get_kind_display()} {letter.number}"
    found = basis.of_step(case.agency, "delivery")
    return _Visit(request, case, _("登记送达"), DeliveryForm, subject, found, letter=letter).answer()


@sensitive_post_parameters()
@require_http_methods(METHODS)
def void(request: HttpRequest, pk: int, event_id: int) -> HttpResponse:
    """Undo a wrong record."""
    case = gate.case_or_404(request.user, pk)
    access.require(request.user, case.agency, *VOIDERS)
    row = ledger.history(facts.KIND, case.pk).filter(pk=event_id).first()
    if row is None:
        raise Http404(_("没有这条登记。"))
    subject = f"{rules.day(row.occurred_on)} {history.words(row)}"
    return _Visit(request, case, _("撤销一条登记"), VoidForm, subject, event_id=event_id).answer()


class _Visit:
    """One request to one step's page."""

    def __init__(
        self,
        request: HttpRequest,
        case: Case,
        title: str,
        form_class: type[StepForm],
        subject: str = "",
        basis: str = "",
        **extra: Any,
    ) -> None:
        self.request, self.case, self.title, self.subject = request, case, title, subject
        self.basis = basis
        self.rows = list(ledger.history(facts.KIND, case.pk))
        self.standing = standing_of(case, self.rows, timezone.localdate())
        data = request.POST if request.method == "POST" else None
        self.form = form_class(data, case=case, standing=self.standing, actor=request.user, **extra)
        self.stage = request.POST.get("stage", "") if request.method == "POST" else ""
        self.effect: Any = None
        self.changed = False

    def answer(self) -> HttpResponse:
        """The form, the check page, or the way back after it is done."""
        if self.stage == "confirm" and self._already_done():
            messages.warning(self.request, _("这一步已经登记过，没有重复登记。"))
            return self._back()
        if self.stage in ("", "edit"):
            return self._show(self._refused_now() if not self.stage else None)
        if not self.form.is_valid():
            return self._show(None, status=422)
        try:
            self.effect = self.form.effect()
            if self.stage == "confirm" and self._confirm():
                messages.success(self.request, str(self.form.done))
                return self._back()
        except StepRefused as refusal:
            self.effect = None
            return self._show(refusal, status=422)
        return self._show(None)

    def _refused_now(self) -> StepRefused | None:
        return rules.refusal(self.form.rule, self.standing) if self.form.rule else None

    def _confirm(self) -> bool:
        """Do it, unless somebody else did something to the request in the meantime."""
        with transaction.atomic():
            Case.objects.select_for_update().get(pk=self.case.pk)
            if self._seen() != self._latest():
                self.changed = True
                return False
            self.form.perform()
        return True

    def _seen(self) -> int:
        typed = self.request.POST.get("seen", "")
        return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 19 else 0

    def _latest(self) -> int:
        found = ledger.history(facts.KIND, self.case.pk).order_by("-id").values_list("pk", flat=True).first()
        return found or 0

    def _meanwhile(self) -> list[str]:
        """What others did to the request after this page was shown, in words."""
        seen = self._seen()
        if not seen:
            return []
        others = [row for row in self.rows if row.pk > seen and row.actor_id != self.request.user.pk]
        return [f"{row.actor_name or _('申请人')}：{history.words(row)}" for row in others]

    def _already_done(self) -> bool:
        """Whether the same person took the same step after this page was shown: the button was pressed twice."""
        names = {f"{facts.KIND}.{name}" for name in self.form.event_names}
        seen = self._seen()
        return any(
            row.pk > seen and row.actor_id == self.request.user.pk and row.type in names for row in self.rows
        )

    def _back(self) -> HttpResponse:
        return redirect("foi_office:case", pk=self.case.pk)

    def _show(self, refusal: StepRefused | None, status: int = 200) -> HttpResponse:
        checking = self.effect is not None
        if gate.may_read_person(self.request.user, self.case.agency):  # a draft is addressed to the applicant
            note_look(actor=self.request.user, case=self.case, act=ApplicantLook.Act.STEP)
        if refusal and not self.stage:
            self.form.initial["on"] = None  # what may not be done today may have been done before
        return pages.show(
            self.request,
            "foi/office/step_check.html" if checking else "foi/office/step.html",
            title=self.title,
            trail=[pages.worklist_crumb(), pages.case_crumb(self.case)],
            status=status,
            case=self.case,
            limit=limit_of(self.standing),
            subject=self.subject,
            basis=self.basis,
            form=self.form,
            refusal=refusal,
            closed=bool(refusal and not self.stage),
            effect=self.effect,
            changed=self.changed,
            meanwhile=self._meanwhile(),
            typed=self.form.typed() if checking else [],
            draft=self.form.letter() if checking else None,
            seen=self.rows[-1].pk if self.rows else 0,
        )
