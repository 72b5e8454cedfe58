"""From draft to portal to withdrawal, by the services: what is refused, what is written, what is counted."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from gongkai.agencies import working_days
from gongkai.catalog import numbering, publication, queries, services
from gongkai.catalog.models import Column, Document, IndexCounter
from gongkai.convert.content_type import FileRefused
from gongkai.ledger import queries as ledger
from gongkai.review.rules import Refused
from tests.catalog import desk
from tests.world import County

PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"
TODAY = timezone.localdate


def event_types(document: Document) -> list[str]:
    return [event.type for event in ledger.history("catalog.document", document.pk)]


def test_three_signatures_publish(county: County) -> None:
    document = desk.published(county)
    assert document.live
    assert document.published_on is not None
    assert len(document.index_number) == 20
    assert document.index_number == f"{county.finance.organization_code}/{TODAY().year}-00001"
    assert queries.latest(None)[0].pk == document.pk
    assert event_types(document) == [
        "catalog.document.created",
        "review.submitted",
        *["review.step.signed"] * 3,
        "catalog.document.published",
    ]
    assert ledger.chain_problems() == []


def test_refusing_to_submit_gives_all_reasons_at_once(county: County) -> None:
    document = desk.draft(
        county, summary="", body="", signed_on=None, statutory_item="", document_number="", title="无"
    )
    Document.objects.filter(pk=document.pk).update(title=" ")
    document.get_latest_revision().delete()
    document.refresh_from_db()
    with pytest.raises(publication.PublicationRefused) as refused:
        services.submit_for_review(actor=county.officer, document=document)
    assert refused.value.codes >= {
        "DOC-TITLE",
        "DOC-SUMMARY",
        "DOC-BODY",
        "DOC-DATE",
        "DOC-ITEM",
        "DOC-NUMBER",
        "DOC-SIGNED-ON",
    }
    without_column = desk.draft(county, column=None, disclosure_class="on_request", ground="outside_art19")
    with pytest.raises(Refused) as refused_column:
        services.submit_for_review(actor=county.officer, document=without_column)
    assert refused_column.value.codes == {"DOC-COLUMN", "DOC-GROUND-ARTICLE"}
    codes = {blocker.code for blocker in publication.blockers(without_column)}
    assert codes >= {"DOC-COLUMN", "REVIEW-STEP", "REVIEW-NOT-SUBMITTED"}


def test_what_is_not_public_is_registered_and_not_shown(county: County) -> None:
    fields: dict[str, Any] = {
        "document_type": "other",
        "statutory_item": "",
        "disclosure_class": "withheld",
        "ground": "internal_affairs",
        "ground_article": "《条例》第十六条第一款",
    }
    document = desk.published(county, **fields)
    assert not document.live
    assert document.registered_on is not None
    assert document.index_number == ""
    assert document.next_reassessment_on is not None
    assert document.state == "registered"
    assert list(queries.withheld_register(county.supervisor)) == [document]
    assert not queries.withheld_register(county.stranger).exists()
    assert not queries.visible_to(AnonymousUser()).exists()
    assert event_types(document)[-1] == "catalog.document.registered"
    later = TODAY() + timedelta(days=200)
    services.record_reassessment(actor=county.officer, document=document, next_on=later)
    assert document.next_reassessment_on == later
    # circumstances changed: it becomes public through a review of its own (Art 18)
    services.revise(
        actor=county.officer,
        document=document,
        disclosure_class="proactive",
        ground="",
        ground_article="",
        statutory_item="other_by_rule",
    )
    services.submit_for_review(actor=county.officer, document=document)
    desk.sign(county, document)
    assert document.live
    assert document.next_reassessment_on is None


def test_a_public_document_is_not_made_secret_behind_the_readers_back(county: County) -> None:
    document = desk.published(county)
    secret = {"disclosure_class": "withheld", "ground": "process", "ground_article": "第十六条"}
    with pytest.raises(ValidationError, match="先撤下"):
        services.revise(actor=county.officer, document=document, **secret)
    draft = document.get_latest_revision_as_object()
    for name, value in secret.items():
        setattr(draft, name, value)
    assert "DOC-CLASS-LIVE" in {blocker.code for blocker in publication.content_blockers(draft)}


def test_weak_and_missing_grounds(county: County) -> None:
    with pytest.raises(ValidationError, match="理由"):
        desk.draft(county, disclosure_class="withheld")
    with pytest.raises(IntegrityError), transaction.atomic():
        Document.objects.filter(pk=desk.draft(county).pk).update(disclosure_class="withheld")
    weak = desk.draft(county, disclosure_class="withheld", ground="outside_art19", ground_article="第十九条")
    with pytest.raises(Refused, match="DOC-GROUND-WEAK"):
        services.submit_for_review(actor=county.officer, document=weak)


def test_index_numbers_follow_each_other_and_never_change(county: County) -> None:
    first = desk.published(county)
    second = desk.published(county, title="第二份", document_number="云财发〔2026〕4号")
    assert second.index_number.endswith("-00002")
    services.revise(actor=county.officer, document=first, body="<p>修订后的正文</p>")
    services.submit_for_review(actor=county.officer, document=first)
    number, published_on = first.index_number, first.published_on
    desk.sign(county, first)
    assert (first.index_number, first.published_on) == (number, published_on)
    assert "修订后" in first.body
    first.index_number = "00000002X/2026-00077"
    with pytest.raises(Refused, match="INDEX-FIXED"):
        first.save()
    for changed in ("00000002X/2026-00077", ""):
        with pytest.raises(IntegrityError), transaction.atomic():
            Document.objects.filter(pk=first.pk).update(index_number=changed)
    with pytest.raises(IntegrityError), transaction.atomic():
        Document.objects.filter(pk=second.pk).delete()
    assert numbering.issue(county.education, 2026).startswith(county.education.organization_code)


def test_a_refused_publication_uses_up_no_number(county: County) -> None:
    document = desk.submitted(county)
    with pytest.raises(Refused), transaction.atomic():
        document.publish(document.get_latest_revision())
    assert not IndexCounter.objects.exists()
    with transaction.atomic():
        numbering.issue(county.finance, 2026)
        transaction.set_rollback(True)
    assert numbering.issue(county.finance, 2026).endswith("-00001")


def test_withdrawing_leaves_a_notice_and_nothing_else(county: County) -> None:
    document = desk.published(county)
    with pytest.raises(PermissionDenied):
        services.withdraw(actor=county.stranger, document=document, reason="无权", on=TODAY())
    with pytest.raises(Refused) as refused:
        services.withdraw(actor=county.leader, document=document, reason=" ", on=TODAY() + timedelta(days=1))
    assert refused.value.codes == {"WITHDRAW-REASON", "WITHDRAW-FUTURE"}
    services.withdraw(actor=county.leader, document=document, reason="附表数据有误", on=TODAY())
    assert document.state == "withdrawn"
    notice = queries.tombstone(document.pk)
    assert notice is not None
    assert (notice.index_number, notice.reason) == (document.index_number, "附表数据有误")
    assert not queries.visible_to(None).exists()
    assert queries.tombstone(desk.draft(county, title="又一份").pk) is None
    assert event_types(document)[-1] == "catalog.document.withdrawn"


def test_a_draft_after_publication_stays_unseen(county: County) -> None:
    document = desk.published(county)
    services.revise(actor=county.officer, document=document, title="还没签的新标题")
    assert [row.title for row in queries.latest(None)] == ["云溪县惠农补助资金管理办法"]
    assert document.state == "changed"
    assert document.get_latest_revision_as_object().title == "还没签的新标题"


def test_validity_is_marked_on_the_document_itself(county: County) -> None:
    document = desk.published(county)
    successor = desk.published(county, title="新办法", document_number="云财发〔2026〕7号")
    with pytest.raises(Refused, match="VALIDITY-BEFORE"):
        services.change_validity(
            actor=county.leader, document=document, validity="repealed", on=date(2020, 1, 1)
        )
    services.change_validity(
        actor=county.officer,
        document=document,
        validity="repealed",
        on=date(2026, 9, 1),
        repealed_by=successor,
    )
    assert document.validity_label == "废止"
    assert document.live
    assert [group["label"] for group in queries.relations_of(document)] == ["被以下文件废止"]
    assert [group["label"] for group in queries.relations_of(successor)] == ["本文件废止"]
    counts = queries.normative_counts([county.finance], 2026)
    assert counts["normdocs", "made"] == [document.pk, successor.pk]
    assert counts["normdocs", "repealed"] == [document.pk]
    assert counts["normdocs", "valid"] == [successor.pk]
    assert counts["rules", "made"] == []
    assert queries.normative_counts([county.education], 2026)["normdocs", "made"] == []
    with pytest.raises(IntegrityError), transaction.atomic():
        Document.objects.filter(pk=document.pk).update(validity_from=None)


def test_attachments_travel_with_the_version_that_was_signed(county: County) -> None:
    document = desk.draft(county)
    first = services.add_attachment(
        actor=county.officer, document=document, file=SimpleUploadedFile("甲.pdf", PDF), title="附件甲"
    )
    desk.look_at_files(document)
    services.submit_for_review(actor=county.officer, document=document)
    with pytest.raises(Refused, match="REVIEW-UNDER-WAY"):
        services.add_attachment(
            actor=county.officer, document=document, file=SimpleUploadedFile("乙.pdf", PDF), title="乙"
        )
    desk.sign(county, document)
    assert queries.attachment_for(None, first.pk) == first
    second = services.add_attachment(
        actor=county.officer, document=document, file=SimpleUploadedFile("乙.pdf", PDF), title="附件乙"
    )
    services.remove_attachment(actor=county.officer, document=document, attachment=first)
    assert queries.attachment_for(None, first.pk) == first  # the public version is what was signed
    assert queries.attachment_for(None, second.pk) is None
    assert queries.attachment_for(county.stranger, second.pk) is None
    assert queries.attachment_for(county.officer, second.pk) == second
    desk.look_at_files(document)
    services.submit_for_review(actor=county.officer, document=document)
    desk.sign(county, document)
    assert queries.attachment_for(None, first.pk) is None
    assert queries.attachment_for(None, second.pk) == second
    assert [attachment.title for attachment in document.attachments] == ["附件乙"]
    with pytest.raises(PermissionDenied):
        second.save()
    assert "catalog.document.attachment_removed" in event_types(document)
    services.withdraw(actor=county.leader, document=document, reason="有误", on=TODAY())
    assert queries.attachment_for(None, second.pk) is None


def test_a_swapped_file_stops_the_publication(county: County) -> None:
    document = desk.draft(county)
    attachment = services.add_attachment(
        actor=county.officer, document=document, file=SimpleUploadedFile("甲.pdf", PDF)
    )
    desk.look_at_files(document)
    services.submit_for_review(actor=county.officer, document=document)
    desk.sign(county, document, "reviewer", "secrecy")
    with open(attachment.file.path, "ab") as stored:  # noqa: PTH123 - a storage path
        stored.write(b"swapped")
    with pytest.raises(Refused, match="DOC-ATTACHMENT"), transaction.atomic():
        services.approve(actor=county.leader, document=document)
    document.refresh_from_db()
    assert not document.live


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("空.pdf", b"", "empty"),
        ("程序.pdf", b"MZ" + b"\0" * 100, "executable"),
        ("网页.pdf", b"<html><script>x</script></html>", "mismatch"),
        ("大.pdf", PDF + b" " * 2000, "too_large"),
    ],
)
def test_files_that_are_refused(county: County, settings: Any, name: str, data: bytes, code: str) -> None:
    settings.ATTACHMENT_MAX_BYTES = 1024
    document = desk.draft(county)
    with pytest.raises(FileRefused) as refused:
        services.add_attachment(actor=county.officer, document=document, file=SimpleUploadedFile(name, data))
    assert refused.value.code == code
    assert not document.files.exists()


def test_the_publication_clock(county: County) -> None:
    document = desk.draft(county, signed_on=date(2026, 3, 2))
    assert document.publication_due_on == working_days.current().add(date(2026, 3, 2), 20)
    services.revise(actor=county.officer, document=document, formed_on=date(2026, 3, 9))
    assert document.publication_due_on == working_days.current().add(date(2026, 3, 9), 20)
    due = document.publication_due_on
    assert not queries.overdue_publications(county.officer, due).exists()
    assert list(queries.overdue_publications(county.supervisor, due + timedelta(days=1))) == [document]
    assert not queries.overdue_publications(county.stranger, due + timedelta(days=1)).exists()
    services.submit_for_review(actor=county.officer, document=document)
    desk.sign(county, document)
    assert not queries.overdue_publications(county.officer, due + timedelta(days=1)).exists()
    assert desk.draft(county, signed_on=date(2003, 1, 1)).publication_due_on is None


def test_search_columns_and_closed_agencies(county: County) -> None:
    document = desk.published(county)
    for words in ("惠农", "云财发〔2026〕3号", document.index_number, "惠农 发放程序"):
        assert list(queries.search(None, words)) == [document], words
    for words in ("", "没有这个词", "惠农 没有"):
        assert not queries.search(None, words).exists()
    assert document.column is not None
    assert list(queries.in_column(None, document.column)) == [document]
    shown = [column.slug for column in queries.columns_of(county.finance)]
    assert shown == ["guide", "rules", "policies", "reports"]
    assert len(queries.columns_of(county.finance, filled_only=False)) > 12
    county.finance.closed_on = TODAY()
    county.finance.save()
    assert queries.latest(None) == [document]  # what a closed agency published stays


def test_standard_columns_are_made_once_in_order(county: County) -> None:
    made = services.ensure_standard_columns(county.government)
    again = services.ensure_standard_columns(county.government)
    assert [column.pk for column in made] == [column.pk for column in again]
    sections = [column.section for column in made]
    assert sections[:2] == ["guide", "rulebook"]
    assert sections[-1] == "report"
    assert {"municipal-works", "social-assistance"} <= {column.slug for column in made}
    town = services.ensure_standard_columns(county.town)
    assert "town-rural-policy" in {column.slug for column in town}
    assert (
        Column.objects.filter(agency=county.town, section="statutory").exclude(statutory_item="").count() > 10
    )


def test_only_the_drafters_fields_and_only_with_the_duty(county: County) -> None:
    with pytest.raises(TypeError, match="index_number"):
        desk.draft(county, index_number="00000002X/2026-00001")
    with pytest.raises(PermissionDenied):
        services.create_draft(actor=county.stranger, agency=county.finance, column=None, title="越权")
    with pytest.raises(PermissionDenied):
        services.submit_for_review(actor=county.leader, document=desk.draft(county))
    document = desk.submitted(county)
    with pytest.raises(Refused, match="REVIEW-UNDER-WAY"):
        services.revise(actor=county.officer, document=document, title="改")
    with pytest.raises(Refused, match="REVIEW-UNDER-WAY"):
        services.submit_for_review(actor=county.officer, document=document)
    with pytest.raises(PermissionDenied):
        desk.published(county, title="已公开").delete()


def test_the_counter_is_locked_while_a_number_is_issued(county: County) -> None:
    with CaptureQueriesContext(connection) as captured, transaction.atomic():
        numbering.issue(county.finance, 2026)
    reads = [query["sql"] for query in captured if query["sql"].startswith("SELECT")]
    if connection.features.has_select_for_update:
        assert any("FOR UPDATE" in sql for sql in reads)
    else:  # SQLite: every transaction is IMMEDIATE, so writers wait for each other from its beginning
        assert connection.settings_dict["OPTIONS"]["transaction_mode"] == "IMMEDIATE"
