"""What is found in a document and its files, kept masked, and in the way of publication until it is settled."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.storage import default_storage
from django.db import IntegrityError, connection, transaction

from gongkai.agencies import sealing
from gongkai.catalog import publication
from gongkai.catalog import services as catalog
from gongkai.screening import queries, running, services
from gongkai.screening.errors import ScreeningRefusedError
from gongkai.screening.models import Decision, Screening, ScreeningFinding
from tests.catalog import desk
from tests.screening import material
from tests.screening.material import resident_id, screening_of
from tests.world import County

NUMBER = resident_id()
LINE = f"发放对象 张某某 身份证号 {NUMBER}"


def finding_in(screening: Screening, detector: str = "person.resident_id") -> ScreeningFinding:
    return screening.findings.get(detector=detector)


def test_a_draft_s_own_text_is_looked_at_when_it_is_saved(county: County) -> None:
    document = desk.draft(county, summary=LINE)
    finding = finding_in(screening_of(document))
    assert finding.severity == "serious"
    assert finding.decision is None
    assert finding.masked != NUMBER


def test_the_value_is_nowhere_in_the_database_but_in_the_document(county: County) -> None:
    document, attachment = material.with_attachment(county, LINE)
    assert finding_in(screening_of(document, attachment.pk)).masked.count("*") > 5
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            if table.startswith(("screening_", "ledger_")):
                cursor.execute(f"SELECT * FROM {table}")
                assert NUMBER not in repr(cursor.fetchall()), table


def test_the_text_that_was_read_lies_sealed(county: County) -> None:
    document, attachment = material.with_attachment(county, LINE)
    row = screening_of(document, attachment.pk)
    assert row.contents.storage.exists(row.contents.name)
    with default_storage.open(row.contents.name) as stored:
        assert sealing.is_sealed_bytes(stored.read())
    kept = running.kept_contents(row)
    assert kept is not None
    assert any(NUMBER in part.text for part in kept.parts)


def test_an_attachment_must_be_looked_at_before_it_is_submitted(county: County) -> None:
    document = desk.draft(county)
    catalog.add_attachment(actor=county.officer, document=document, file=material.upload("没有问题的名单"))
    with pytest.raises(publication.PublicationRefused) as refused:
        catalog.submit_for_review(actor=county.officer, document=document)
    assert refused.value.codes == {"SCREENING-RUNNING"}
    material.run_all()
    catalog.submit_for_review(actor=county.officer, document=document)


def test_serious_findings_are_settled_before_anybody_signs(county: County) -> None:
    document, attachment = material.with_attachment(county, LINE)
    with pytest.raises(publication.PublicationRefused) as refused:
        catalog.submit_for_review(actor=county.officer, document=document)
    assert refused.value.codes == {"SCREENING-OPEN"}
    finding = finding_in(screening_of(document, attachment.pk))
    services.decide(actor=county.officer, finding=finding, verdict="kept", reason="本人书面同意公示")
    catalog.submit_for_review(actor=county.officer, document=document)
    desk.sign(county, document)
    assert document.live


def test_what_cannot_be_read_is_settled_by_a_person_with_a_reason(county: County) -> None:
    document, attachment = material.with_attachment(county, "无")
    row = screening_of(document, attachment.pk)
    Screening.objects.filter(pk=row.pk).update(state="waiting", contents="")
    attachment.file.storage.delete(attachment.file.name)
    material.run_all()
    row.refresh_from_db()
    finding = row.findings.get()
    assert (row.state, finding.detector, row.open_serious, row.unread) == ("failed", "unread.failed", 1, 1)
    with pytest.raises(ScreeningRefusedError):
        services.decide(actor=county.officer, finding=finding, verdict="false_alarm", reason="误报")
    services.decide(actor=county.officer, finding=finding, verdict="kept", reason="已逐页核看")
    row.refresh_from_db()
    assert row.open_serious == 0


def test_a_decision_holds_for_the_value_in_this_document_and_outlives_the_screening(county: County) -> None:
    document, attachment = material.with_attachment(county, LINE, summary=LINE)
    other, other_file = material.with_attachment(county, LINE)
    services.decide(
        actor=county.officer, finding=finding_in(screening_of(document)), verdict="kept", reason="同意公示"
    )
    services.request_again(actor=county.officer, obj=document)
    material.run_all()
    assert screening_of(document).open_serious == 0
    assert screening_of(document, attachment.pk).open_serious == 0
    assert screening_of(other, other_file.pk).open_serious == 1


def test_a_false_alarm_for_ever_is_said_by_few_and_holds_in_the_subtree(county: County) -> None:
    document, attachment = material.with_attachment(county, LINE)
    finding = finding_in(screening_of(document, attachment.pk))
    with pytest.raises(PermissionDenied):
        services.decide(
            actor=county.officer, finding=finding, verdict="false_alarm", reason="样本号码", for_ever=True
        )
    made = services.decide(
        actor=county.secrecy, finding=finding, verdict="false_alarm", reason="样本号码", for_ever=True
    )
    other, other_file = material.with_attachment(county, LINE)
    assert screening_of(other, other_file.pk).open_serious == 0
    assert list(queries.silenced(county.secrecy)) == [made]
    services.decide(actor=county.secrecy, finding=finding, verdict="reopened", reason="标错了", for_ever=True)
    assert screening_of(other, other_file.pk).open_serious == 1
    assert not queries.silenced(county.secrecy).exists()


def test_a_mark_of_secrecy_is_never_silenced_for_ever(county: County) -> None:
    document = desk.draft(county, summary="本件为机密★10年，不得外传")
    finding = screening_of(document).findings.filter(detector__startswith="secrecy.").first()
    assert finding is not None
    with pytest.raises(ScreeningRefusedError) as refused:
        services.decide(
            actor=county.secrecy, finding=finding, verdict="false_alarm", reason="举例", for_ever=True
        )
    assert refused.value.code == "EVER"


def test_strangers_decide_nothing_and_nobody_changes_a_decision(county: County) -> None:
    document = desk.draft(county, summary=LINE)
    finding = finding_in(screening_of(document))
    with pytest.raises(PermissionDenied):
        services.decide(actor=county.stranger, finding=finding, verdict="kept", reason="同意公示")
    services.decide(actor=county.officer, finding=finding, verdict="kept", reason="同意公示")
    with pytest.raises(IntegrityError), transaction.atomic():
        Decision.objects.update(reason="改")


def test_a_screening_is_carried_out_once_and_a_lost_one_again(county: County) -> None:
    document, attachment = material.with_attachment(county, "名单")
    row = screening_of(document, attachment.pk)
    assert running.run(row.pk) is None
    Screening.objects.filter(pk=row.pk).update(state="running", started_at=None)
    assert [one.pk for one in services.request(document)] == [row.pk]


def test_what_is_no_longer_in_the_document_no_longer_counts(county: County) -> None:
    document, attachment = material.with_attachment(county, LINE)
    catalog.remove_attachment(actor=county.officer, document=document, attachment=attachment)
    assert not Screening.objects.filter(object_id=document.pk, item_id=attachment.pk, current=True).exists()
    catalog.submit_for_review(actor=county.officer, document=document)


def test_a_discarded_draft_leaves_nothing_that_was_read(
    county: County, django_capture_on_commit_callbacks: Any
) -> None:
    document, attachment = material.with_attachment(county, LINE)
    row = screening_of(document, attachment.pk)
    with django_capture_on_commit_callbacks(execute=True):
        catalog.discard_draft(actor=county.officer, document=document)
    assert not Screening.objects.exists()
    assert not default_storage.exists(row.contents.name)


def test_telephones_that_agencies_publish_are_not_reported(county: County) -> None:
    document = desk.draft(county, summary="咨询电话 0999-1234567")
    assert not screening_of(document).findings.filter(detector="person.landline").exists()


def test_counts_that_were_tampered_with_are_found(county: County) -> None:
    document, attachment = material.with_attachment(county, LINE)
    assert not queries.projection_differences()
    Screening.objects.filter(pk=screening_of(document, attachment.pk).pk).update(open_serious=0)
    assert len(queries.projection_differences()) == 1


def test_what_is_not_public_may_hold_what_must_not_go_out(county: County) -> None:
    document = desk.draft(
        county,
        summary=LINE,
        disclosure_class="withheld",
        statutory_item="",
        ground="privacy",
        ground_article="《中华人民共和国政府信息公开条例》第十五条",
    )
    assert screening_of(document).open_serious == 1
    assert "SCREENING-OPEN" not in {one.code for one in publication.content_blockers(document)}
