"""What was found is taken out for good: the draft's own text, a file, a file's name; the original is kept sealed."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.storage import default_storage

from gongkai.agencies import sealing
from gongkai.catalog import queries as catalog_queries
from gongkai.catalog import services as catalog
from gongkai.convert.redaction import Style
from gongkai.ledger import queries as ledger
from gongkai.review.rules import Refused
from gongkai.screening import services
from gongkai.screening.errors import ScreeningRefusedError
from gongkai.screening.models import DictionaryEntry, Redaction, Screening
from tests.catalog import desk
from tests.screening import material
from tests.screening.material import resident_id, screening_of
from tests.world import County

NUMBER = resident_id(7)
LINE = f"补助对象身份证号 {NUMBER}，共二人。"


def redact_all(county: County, row: Screening, style: Style = Style.PARTIAL) -> Redaction:
    findings = list(row.findings.filter(severity="serious"))
    services.order_redaction(actor=county.officer, screening=row, findings=findings, style=style)
    material.run_all()
    return Redaction.objects.latest("pk")


def test_the_draft_s_own_text_is_redacted_and_looked_at_anew(county: County) -> None:
    document = desk.draft(county, summary=LINE, body=f"<p>甲</p><table><tr><td>{NUMBER}</td></tr></table>")
    made = redact_all(county, screening_of(document))
    document.refresh_from_db()
    draft = document.get_latest_revision_as_object()
    assert NUMBER not in draft.summary + draft.body
    assert draft.summary.startswith("补助对象身份证号 110***********")
    assert draft.title == document.title
    assert screening_of(document).open_serious == 0
    assert made.verified


def test_a_file_is_replaced_by_its_redacted_copy_and_the_original_lies_sealed(county: County) -> None:
    document, attachment = material.with_attachment(county, LINE)
    made = redact_all(county, screening_of(document, attachment.pk), style=Style.STARS)
    material.run_all()
    document.refresh_from_db()
    [copy] = document.get_latest_revision_as_object().attachments
    assert copy.pk == made.item_after
    with copy.file.open("rb") as file:
        text = file.read().decode()
    assert text == LINE.replace(NUMBER, "*" * 18)
    assert screening_of(document, copy.pk).open_serious == 0
    with default_storage.open(made.original.name) as stored:
        assert sealing.is_sealed_bytes(stored.read())
    catalog.submit_for_review(actor=county.officer, document=document)


def test_the_original_is_handed_out_to_few_with_a_reason_that_is_noted(county: County) -> None:
    document, attachment = material.with_attachment(county, LINE)
    made = redact_all(county, screening_of(document, attachment.pk))
    assert catalog_queries.attachment_for(county.officer, attachment.pk) is None
    assert catalog_queries.attachment_for(county.secrecy, attachment.pk) is None
    with pytest.raises(PermissionDenied):
        services.open_original(actor=county.officer, redaction=made, reason="核对")
    with pytest.raises(ScreeningRefusedError):
        services.open_original(actor=county.secrecy, redaction=made, reason=" ")
    data = services.open_original(actor=county.secrecy, redaction=made, reason="复核遮盖是否恰当")
    assert data.decode() == LINE
    assert "screening.original.opened" in {
        event.type for event in ledger.history(document.ledger_kind, document.pk)
    }


def test_a_file_s_own_name_is_redacted_with_it(county: County) -> None:
    document = desk.draft(county)
    upload = material.upload(LINE, f"{NUMBER}.txt")
    catalog.add_attachment(actor=county.officer, document=document, file=upload)
    material.run_all()
    row = Screening.objects.get(object_id=document.pk, kind="file")
    assert {one.place["part"] for one in row.findings.filter(severity="serious")} >= {"name"}
    redact_all(county, row)
    document.refresh_from_db()
    [copy] = document.get_latest_revision_as_object().attachments
    assert NUMBER not in copy.title


def test_nothing_is_redacted_while_somebody_signs_or_by_who_does_not_draft(county: County) -> None:
    document = desk.draft(county, summary=LINE)
    row = screening_of(document)
    with pytest.raises(PermissionDenied):
        services.order_redaction(actor=county.secrecy, screening=row, findings=list(row.findings.all()))
    finding = row.findings.get(detector="person.resident_id")
    services.decide(actor=county.officer, finding=finding, verdict="kept", reason="同意公示")
    catalog.submit_for_review(actor=county.officer, document=document)
    with pytest.raises(PermissionDenied):
        redact_all(county, row)


def test_an_older_content_is_not_redacted(county: County) -> None:
    document = desk.draft(county, summary=LINE)
    row = screening_of(document)
    catalog.revise(actor=county.officer, document=document, summary=LINE + "改")
    with pytest.raises(ScreeningRefusedError) as refused:
        redact_all(county, row)
    assert refused.value.code == "STALE"


def test_a_redacted_value_elsewhere_stays_open(county: County) -> None:
    document, attachment = material.with_attachment(county, LINE, summary=LINE)
    redact_all(county, screening_of(document))
    services.request_again(actor=county.officer, obj=document)
    material.run_all()
    assert screening_of(document, attachment.pk).open_serious == 1


def test_an_order_that_cannot_be_carried_out_says_why_and_changes_nothing(county: County) -> None:
    document, attachment = material.with_attachment(county, LINE)
    row = screening_of(document, attachment.pk)
    findings = list(row.findings.filter(severity="serious"))
    services.order_redaction(actor=county.officer, screening=row, findings=findings)
    with pytest.raises(ScreeningRefusedError) as refused:
        services.order_redaction(actor=county.officer, screening=row, findings=findings)
    assert refused.value.code == "BUSY"
    catalog.remove_attachment(actor=county.officer, document=document, attachment=attachment)
    material.run_all()
    row.refresh_from_db()
    assert row.problem
    assert (row.state, row.order) == ("done", None)
    assert not Redaction.objects.exists()


def test_a_file_being_redacted_is_not_submitted(county: County) -> None:
    document, attachment = material.with_attachment(county, LINE)
    row = screening_of(document, attachment.pk)
    services.order_redaction(actor=county.officer, screening=row, findings=list(row.findings.all()))
    with pytest.raises(Refused) as refused:
        catalog.submit_for_review(actor=county.officer, document=document)
    assert refused.value.codes == {"SCREENING-RUNNING"}


def test_the_plain_original_is_deleted_once_it_is_not_public(
    county: County, django_capture_on_commit_callbacks: Any
) -> None:
    document, attachment = material.with_attachment(county, LINE)
    row = screening_of(document, attachment.pk)
    services.decide(actor=county.officer, finding=row.findings.get(), verdict="kept", reason="同意公示")
    catalog.submit_for_review(actor=county.officer, document=document)
    desk.sign(county, document)
    services.decide(actor=county.officer, finding=row.findings.get(), verdict="reopened", reason="撤回同意")
    with django_capture_on_commit_callbacks(execute=True):
        redact_all(county, row)
    document.refresh_from_db()
    assert catalog_queries.attachment_for(None, attachment.pk) == attachment
    assert attachment.file.storage.exists(attachment.file.name)
    catalog.submit_for_review(actor=county.officer, document=document)
    with django_capture_on_commit_callbacks(execute=True):
        desk.sign(county, document)
    assert catalog_queries.attachment_for(None, attachment.pk) is None
    assert not attachment.file.storage.exists(attachment.file.name)


def test_a_wrong_word_is_replaced_by_its_right_form(county: County) -> None:
    entry = DictionaryEntry(word="帐户管理", category="typing", right_form="账户管理")
    services.keep_word(actor=county.administrator, entry=entry)
    document = desk.draft(county, summary="规范帐户管理工作", body="<p>做好<b>帐户</b>管理。</p>")
    row = screening_of(document)
    findings = list(row.findings.all())
    services.order_redaction(actor=county.officer, screening=row, findings=findings)
    document.refresh_from_db()
    draft = document.get_latest_revision_as_object()
    assert draft.summary == "规范账户管理工作"
    assert "账户管理" in draft.body_text
    assert not screening_of(document).findings.exists()


def test_nothing_else_is_cut_when_the_place_holds_another_value(county: County) -> None:
    document = desk.draft(county, summary=LINE)
    row = screening_of(document)
    finding = row.findings.get(detector="person.resident_id")
    finding.place["start"] += 1
    finding.save()
    with pytest.raises(ScreeningRefusedError) as refused:
        services.order_redaction(actor=county.officer, screening=row, findings=[finding])
    assert refused.value.code == "STALE"
    assert not Redaction.objects.exists()
