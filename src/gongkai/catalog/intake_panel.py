"""The panel of the editor that takes a file and shows what was recognised in it; and its part of the editor's views."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.admin.panels import Panel

from gongkai.catalog import filling_intake, intake
from gongkai.catalog.models import Document, Intake
from gongkai.convert import sanitise
from gongkai.convert.intake import words
from gongkai.convert.official import chinese_date
from gongkai.convert.parts import legacy
from gongkai.review.rules import Refused

_SETTLE = "intake_settle"
_NAMES = ("intake_file", "intake_body", "intake_keep", "intake_sheet", "intake_cells")


class IntakePanel(Panel):
    """A drop zone that works as a plain file input, and under it the last file's facts, notes and left-out text."""

    class BoundPanel(Panel.BoundPanel):
        """Bound to the document that is edited."""

        template_name = "catalog/intake_panel.html"

        class Media:
            """Dropping a file anywhere on the form."""

            js = ("catalog/intake.js",)

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            """The form's own fields for files, and the last intake as it stands now."""
            context: dict[str, Any] = super().get_context_data(parent_context)
            last = self.instance.intakes.select_related("document").first() if self.instance.pk else None
            file, *options = (self.form[name] for name in _NAMES)
            told = _told(last) if last else None
            converts = legacy.program() is not None
            return {**context, "file": file, "options": options, "last": told, "converts": converts}


def _told(last: Intake) -> dict[str, Any]:
    fields: Any = Document._meta
    labels = {name: str(fields.get_field(name).verbose_name) for name in (*intake.FIELDS, "body")}
    facts = {fact["name"]: fact for fact in last.facts}
    offers = intake.offers(last)
    offered = {offer.name for offer in offers}
    return {
        "intake": last,
        "as_list": filling_intake.waiting(last) is not None,
        "offers": [
            {
                "offer": offer,
                "label": labels[offer.name],
                "shown": _shown(offer.name, offer.value),
                "place": words.place(facts[offer.name]["where"]) if offer.name in facts else "",
                "sure": facts.get(offer.name, {"sure": True})["sure"],
                "settle": f"{last.pk}:{offer.name}",
            }
            for offer in offers
        ],
        "others": [
            {
                "label": words.fact(fact["name"]),
                "value": _shown(fact["name"], fact["value"]),
                "place": words.place(fact["where"]),
            }
            for fact in last.facts
            if fact["name"] not in offered
        ],
        "grave": [words.note(**note) for note in last.notes if note["code"] in words.GRAVE],
        "notes": [words.note(**note) for note in last.notes if note["code"] not in words.GRAVE],
    }


def _shown(name: str, value: str) -> str:
    """A value as people read it: days as they are written, of a text how long it is."""
    if name == "body":
        count = len("".join(sanitise.text(value).split()))
        return ngettext("共%(count)d字", "共%(count)d字", count) % {"count": count}
    return chinese_date(date.fromisoformat(value)) if name.endswith("_on") else value


class IntakeViewMixin:
    """Create and edit: a file that was chosen is brought in after the form was saved, a decision is carried out."""

    request: HttpRequest
    object: Any
    form: Any
    expects_json_response: bool
    brought: Intake | None = None

    def get_form_kwargs(self) -> dict[str, Any]:
        """A save that the page makes by itself brings in no file."""
        kwargs: dict[str, Any] = super().get_form_kwargs()  # type: ignore[misc]
        if self.expects_json_response:
            kwargs["files"] = None
        return kwargs

    def carry_out(self, instance: Document) -> None:
        """What the posted form asks for beyond saving. Refusals are shown; what was typed is saved by then."""
        document = Document.objects.select_related("agency").get(pk=instance.pk)
        try:
            if self.form.taken is not None:
                self._bring_in(document)
            elif asked := self.request.POST.get(_SETTLE, ""):
                self._settle(document, asked)
        except Refused as refused:
            for blocker in refused.blockers:
                messages.error(self.request, f"{blocker.text}[{blocker.code}]")

    def _bring_in(self, document: Document) -> None:
        chosen = self.form.cleaned_data
        self.brought = intake.bring_in(
            actor=self.request.user,
            document=document,
            file=chosen["intake_file"],
            taken=self.form.taken,
            body=chosen["intake_body"] or intake.Body.REPLACE,
            keep=chosen["intake_keep"],
        )
        messages.success(
            self.request, _("已从“%(name)s”导入，请核对识别的内容。") % {"name": self.brought.file_name}
        )

    def _settle(self, document: Document, asked: str) -> None:
        pk, _colon, rest = asked.partition(":")
        name, _colon, act = rest.partition(":")
        found = document.intakes.filter(pk=pk if pk.isdecimal() and len(pk) < 19 else 0).first()
        if found is None or act not in ("take", "undo"):
            return
        intake.settle(actor=self.request.user, intake=found, name=name, take=act == "take")
        self.brought = found
        messages.success(
            self.request, _("已采用识别的内容。") if act == "take" else _("已恢复导入前的内容。")
        )

    def submit_action(self) -> HttpResponse:
        """What was just brought in is looked at before it is sent to anybody."""
        if self.brought is not None:
            messages.warning(self.request, _("文件刚刚导入，请核对后再送签。"))
            return redirect(self.get_success_url())
        answer: HttpResponse = super().submit_action()  # type: ignore[misc]
        return answer

    def get_success_message(self, instance: Any = None) -> str | None:
        """What was brought in has been told already."""
        if self.brought is not None:
            return None
        told: str | None = super().get_success_message(instance)  # type: ignore[misc]
        return told

    def get_success_url(self) -> str:
        """Back to the panel after a file or a decision."""
        if self.brought is not None:
            return (
                reverse("wagtailsnippets_catalog_document:edit", args=[self.brought.document_id]) + "#intake"
            )
        address: str = super().get_success_url()  # type: ignore[misc]
        return address
