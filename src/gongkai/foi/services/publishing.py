"""From an answer to everybody: an anonymised question and answer, or the information itself made proactive (Art 44).

Both end as a draft in the catalogue and go through its ordinary review.
"""

from __future__ import annotations

from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.utils import timezone
from django.utils.html import format_html_join
from django.utils.translation import gettext as _

from gongkai.agencies import access
from gongkai.catalog import services as catalog
from gongkai.foi import hashes
from gongkai.foi.errors import StepRefused
from gongkai.foi.models import Applicant, Case, CaseFile, CasePublication, Decision
from gongkai.foi.services.acts import HANDLING, lock
from gongkai.foi.text import cleaned

# Answers by which information was given, wholly or in part (Art 36(1)(2), Art 37).
GIVEN = ("grant", "partial")
Kind = CasePublication.Kind


def personal_matches(case: Case, text: str) -> list[str]:
    """What of the applicant's data stands in the text word for word, by the name of the field; never the data itself.

    Width, case and blanks make no difference; single characters are not looked for.
    """
    plain, who = hashes.squeezed(text), case.applicant
    labels = {field.name: field.verbose_name for field in Applicant._meta.fields}
    found = []
    for name in (
        "name",
        "representative",
        "contact_person",
        "identity_number",
        "telephone",
        "email",
        "postal_address",
    ):
        value = hashes.squeezed(getattr(who, name))
        number = hashes.plain_number(name, value) if name in ("identity_number", "telephone") else value
        digits = "".join(ch for ch in plain if ch.isalnum())
        if len(value) > 1 and (value in plain or (number != value and len(number) > 5 and number in digits)):
            found.append(str(labels[name]))
    return found


def publish_answer(*, actor: Any, case: Case, title: str, question: str, answer: str) -> CasePublication:
    """Draft a question in neutral words with its answer. Raises PermissionDenied, StepRefused (naming what is personal)."""
    title, question, answer = cleaned(title), cleaned(question), cleaned(answer)
    if not (title and question and answer):
        raise StepRefused("FOI-PUBLISH-EMPTY", _("请填写标题、问题和答复。"))
    body = _paragraphs(f"{_('问：')}{question}") + _paragraphs(f"{_('答：')}{answer}")
    with transaction.atomic():
        row, decision = _answered(actor, case)
        _refuse_personal(row, f"{title}\n{question}\n{answer}")
        return _draft(actor, row, decision, Kind.ANSWER, title, body, question)


def turn_proactive(*, actor: Any, case: Case) -> CasePublication:
    """Draft a document of the information that was given, with the files that were given (Art 44). Once; then the same."""
    with transaction.atomic():
        row, decision = _answered(actor, case)
        if known := row.publications.filter(kind=Kind.PROACTIVE).first():
            return known
        if decision.outcome not in GIVEN:
            raise StepRefused(
                "FOI-PROACTIVE-NOTHING-GIVEN",
                _("这件申请没有提供信息，不能转为主动公开。"),
                _("条例第四十四条"),
            )
        files = list(row.files.filter(role__in=(CaseFile.Role.PROVIDED, CaseFile.Role.REDACTED)))
        _refuse_personal(row, "\n".join([row.subject, decision.content, *(file.title for file in files)]))
        body = _paragraphs(decision.content or row.subject)
        made = _draft(actor, row, decision, Kind.PROACTIVE, row.subject, body, row.subject)
        for file in files:
            with file.file.open("rb") as stored:
                upload = SimpleUploadedFile(file.title, stored.read(), file.content_type)
            catalog.add_attachment(actor=actor, document=made.document, file=upload)
    return made


def _answered(actor: Any, case: Case) -> tuple[Case, Decision]:
    """The case, locked, and the decision that stands."""
    row = lock(case)
    access.require(actor, row.agency, *HANDLING)
    decision = row.decisions.filter(state=Decision.State.MADE).first()
    if decision is None or row.destroyed_on:
        raise StepRefused("FOI-PUBLISH-UNANSWERED", _("只有已经答复、尚未销毁的申请可以公布。"))
    return row, decision


def _refuse_personal(case: Case, text: str) -> None:
    if found := personal_matches(case, text):
        raise StepRefused(
            "FOI-PUBLISH-PERSONAL",
            _("文字或者文件名中有申请人的%(fields)s，不能公开。") % {"fields": "、".join(found)},
            _("条例第十五条"),
            _("请改写后再试；附件内容中的个人信息由保密审查环节把关。"),
        )


def _draft(
    actor: Any, case: Case, decision: Decision, kind: str, title: str, body: str, summary: str
) -> CasePublication:
    if case.publications.filter(kind=kind).exists():
        raise StepRefused("FOI-PUBLISHED-ONCE", _("这件答复已经起草过公开稿，请在公开稿上修改。"))
    document = catalog.create_draft(
        actor=actor,
        agency=case.agency,
        column=None,
        title=title[:200],
        body=body,
        summary=summary[:500],
        formed_on=timezone.localdate(),
    )
    return CasePublication.objects.create(case=case, kind=kind, document=document, made_by=actor)


def _paragraphs(text: str) -> str:
    return str(
        format_html_join("", "<p>{}</p>", ((line.strip(),) for line in text.splitlines() if line.strip()))
    )
