"""Everything published is looked at once more: how far it has come, what it found, stopped and taken up again."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from gongkai.screening import queries, rescanning, services
from gongkai.screening.errors import ScreeningRefusedError
from gongkai.screening.models import DictionaryEntry, Rescan
from tests.catalog import desk
from tests.screening import material
from tests.screening.material import screening_of
from tests.world import County


def two_published(county: County) -> None:
    desk.published(county, summary="规范帐户管理工作")
    desk.published(county, title="另一份办法", document_number="云财发〔2026〕4号")


def new_word(county: County) -> None:
    made = DictionaryEntry(word="帐户管理", category="typing", severity="serious")
    services.keep_word(actor=county.administrator, entry=made)


def test_a_rescan_finds_what_new_words_say_about_what_is_public(county: County) -> None:
    two_published(county)
    new_word(county)
    rescan = services.start_rescan(actor=county.supervisor, agency=county.government)
    assert rescan.total == 2
    assert not rescanning.go_on(rescan.pk)
    rescan.refresh_from_db()
    assert (rescan.state, rescan.done) == ("done", 2)
    [result] = queries.rescan_results(county.supervisor, rescan)
    assert (result.added, result.open_serious) == (1, 1)


def test_a_rescan_goes_on_where_it_was_broken_off(county: County, monkeypatch: pytest.MonkeyPatch) -> None:
    two_published(county)
    rescan = services.start_rescan(actor=county.supervisor, agency=county.government)
    monkeypatch.setattr(rescanning, "BATCH_SECONDS", 0.0)
    assert rescanning.go_on(rescan.pk)
    services.stop_rescan(actor=county.supervisor, rescan=rescan)
    assert not rescanning.go_on(rescan.pk)
    services.resume_rescan(actor=county.supervisor, rescan=rescan)
    while rescanning.go_on(rescan.pk):
        pass
    rescan.refresh_from_db()
    assert (rescan.state, rescan.done) == ("done", 2)


def test_one_rescan_of_a_scope_at_a_time_by_those_who_watch_over_it(county: County) -> None:
    two_published(county)
    with pytest.raises(PermissionDenied):
        services.start_rescan(actor=county.officer, agency=county.finance)
    services.start_rescan(actor=county.supervisor, agency=county.finance)
    with pytest.raises(ScreeningRefusedError) as refused:
        services.start_rescan(actor=county.supervisor, agency=county.finance)
    assert refused.value.code == "RUNNING"
    assert Rescan.objects.count() == 1


def test_what_is_being_signed_is_looked_at_when_words_change(
    county: County, django_capture_on_commit_callbacks: Any
) -> None:
    document = desk.submitted(county, summary="规范帐户管理工作")
    new_word(county)
    assert rescanning.refresh_in_hand() == 1
    assert screening_of(document).open_serious == 1
    desk.sign(county, document, "reviewer", "secrecy")
    with pytest.raises(desk.services.publication.PublicationRefused) as refused:
        desk.sign(county, document, "leader")
    assert refused.value.codes == {"SCREENING-OPEN"}


def test_statistics_say_how_often_a_detector_was_wrong(county: County) -> None:
    document, attachment = material.with_attachment(county, f"身份证号 {material.resident_id()}")
    finding = screening_of(document, attachment.pk).findings.get(detector="person.resident_id")
    services.decide(actor=county.officer, finding=finding, verdict="false_alarm", reason="样本")
    [row] = [one for one in queries.statistics(county.supervisor) if one["detector"] == "person.resident_id"]
    assert (row["found"], row["false_alarms"], row["open"]) == (1, 1, 0)
    assert not queries.statistics(county.stranger)
