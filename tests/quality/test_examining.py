"""Looking at what is public, decisions to leave a finding, corrections, and what the office shows of them."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from gongkai.catalog import advice
from gongkai.catalog import services as catalog
from gongkai.catalog.models import Document
from gongkai.quality import checks, examining, services
from gongkai.quality.models import Examination, Flaw, Waiver
from gongkai.review.rules import Refused
from tests.catalog import desk
from tests.world import PASSWORD, County

FAULTY = "<p>请于2026年2月30日前报送。。各单位要按照按照要求办理,并抓好落实。</p>"


def published(county: County, number: int = 3, **fields: Any) -> Document:
    values = {"document_number": f"云财发〔2026〕{number}号", "body": FAULTY, **fields}
    document = desk.submitted(county, **values)
    desk.sign(county, document)
    document.refresh_from_db()
    return document


def spot_of(document: Document, rule: str) -> examining.Spot:
    found = examining.look(document.get_latest_revision_as_object())
    return next(spot for spot in found if spot.finding.rule == rule)


def found(document: Document) -> dict[str, Flaw]:
    return {flaw.check_id: flaw for flaw in Flaw.objects.filter(examination=document.pk)}


def test_tick_looks_once_and_again_when_due(county: County) -> None:
    document, now = published(county), timezone.now()
    Examination.objects.all().delete()
    assert examining.run(now) == 1
    assert examining.run(now) == 0
    assert {"form.date", "form.doubled_marks", "form.words_twice", "form.width"} <= set(found(document))
    first = found(document)["form.date"].found_on
    later = now + timedelta(days=checks.limit("examination_days") + 1)
    assert examining.run(later) == 1
    assert found(document)["form.date"].found_on == first


def test_withdrawn_documents_are_forgotten(county: County) -> None:
    document = published(county)
    examining.run(timezone.now())
    catalog.withdraw(actor=county.leader, document=document, reason="重复", on=timezone.localdate())
    assert not Examination.objects.filter(document=document).exists()
    assert examining.run(timezone.now()) == 0


def test_batches_take_constant_queries(county: County) -> None:
    counted = []
    for start, number in ((0, 2), (10, 6)):
        made = [
            published(county, at + 1, title=f"云溪县惠农补助资金管理办法之{at}")
            for at in range(start, start + number)
        ]
        examining.run(timezone.now())
        Examination.objects.filter(document__in=made).delete()
        with CaptureQueriesContext(connection) as queries:
            assert examining.run(timezone.now()) == number
        counted.append(len(queries))
    assert counted[0] == counted[1]


def test_waiving_needs_duty_and_reason_and_is_remembered(county: County) -> None:
    document = published(county)
    examination = examining.examine(document)
    assert examination is not None
    spot = spot_of(document, "form.date")
    asked: dict[str, Any] = {"document": document, "fingerprint": spot.fingerprint}
    with pytest.raises(PermissionDenied):
        services.waive(actor=county.stranger, reason="原文如此", **asked)
    with pytest.raises(Refused) as refused:
        services.waive(actor=county.officer, reason=" ", **asked)
    assert refused.value.codes == {"QUALITY-REASON"}
    services.waive(actor=county.officer, reason="引用原文", **asked)
    assert Examination.objects.get(document=document).open == examination.open - 1
    longer = FAULTY + "<p>另一段。</p>"
    catalog.revise(actor=county.officer, document=document, body=longer)
    assert not spot_of(document, "form.date").is_open
    services.unwaive(actor=county.officer, **asked)
    assert spot_of(document, "form.date").is_open
    assert Examination.objects.get(document=document).open == examination.open
    assert Waiver.objects.count() == 2


def test_correcting_touches_the_draft_alone_and_can_be_undone(county: County) -> None:
    document = published(county)
    public = str(document.body)
    mark = spot_of(document, "form.doubled_marks").fingerprint
    assert services.correct(actor=county.officer, document=document, fingerprints={mark}) == 1
    draft = document.get_latest_revision_as_object()
    assert "报送。各" in str(draft.body)
    assert "按照按照" in str(draft.body)
    assert str(Document.objects.get(pk=document.pk).body) == public
    services.undo(actor=county.officer, document=document)
    assert str(document.get_latest_revision_as_object().body) == public
    assert services.correct(actor=county.officer, document=document) >= 3
    with pytest.raises(Refused) as refused:
        services.correct(actor=county.officer, document=document)
    assert refused.value.codes == {"QUALITY-NOTHING"}
    catalog.revise(actor=county.officer, document=document, summary="改过")
    with pytest.raises(Refused) as refused:
        services.undo(actor=county.officer, document=document)
    assert refused.value.codes == {"QUALITY-NO-UNDO"}


def test_levels_hold_at_an_agency_and_below_it(county: County) -> None:
    document = desk.draft(county, body=FAULTY)
    asked: dict[str, Any] = {"agency": county.government, "check_id": "form.date", "reason": "本县统一要求"}
    with pytest.raises(PermissionDenied):
        services.set_level(actor=county.officer, level="hold", **asked)
    services.set_level(actor=county.administrator, level="hold", **asked)
    with pytest.raises(Refused) as refused:
        catalog.submit_for_review(actor=county.officer, document=document)
    assert refused.value.codes == {"QUALITY-HOLD"}
    spot = spot_of(document, "form.date")
    services.waive(actor=county.officer, document=document, fingerprint=spot.fingerprint, reason="引用原文")
    catalog.submit_for_review(actor=county.officer, document=document)
    rows = advice.findings(document.get_latest_revision_as_object())
    assert any(row["decision"] for row in rows)


def test_setting_a_level_has_public_documents_looked_at_again(county: County) -> None:
    document = published(county)
    examining.run(timezone.now())
    asked: dict[str, Any] = {"agency": county.finance, "check_id": "form.date", "reason": "暂不检查"}
    services.set_level(actor=county.administrator, level="off", **asked)
    assert examining.run(timezone.now()) == 1
    assert "form.date" not in found(document)
    services.set_level(actor=county.administrator, level="", **asked)
    assert examining.run(timezone.now()) == 1
    assert "form.date" in found(document)


def written(document: Document) -> str:
    return str(Document.objects.get(pk=document.pk).get_latest_revision_as_object().body)


def client_of(name: str) -> Client:
    client = Client()
    assert client.login(username=name, password=PASSWORD)
    return client


def test_desk_and_editor_show_the_place_and_act(county: County) -> None:
    document = desk.draft(county, body=FAULTY)
    officer = client_of("officer")
    inspect = reverse("wagtailsnippets_catalog_document:inspect", args=[document.pk])
    edit = reverse("wagtailsnippets_catalog_document:edit", args=[document.pk])
    for address in (inspect, edit):
        page = officer.get(address).content.decode()
        assert "<mark>2026年2月30日</mark>" in page
        assert "全部改正" in page
    spot = spot_of(document, "form.date").fingerprint
    act = reverse("quality_from_desk", args=[document.pk])
    officer.post(act, {"advice": f"quality:waive:{spot}", f"quality-reason-{spot}": "引用原文"})
    assert "不改，因为：引用原文" in officer.get(inspect).content.decode()
    officer.post(act, {"advice": "quality:correct"})
    assert "按照按照" not in written(document)
    assert "撤销上次改正" in officer.get(inspect).content.decode()
    assert "撤销上次改正" not in officer.get(edit).content.decode()
    officer.post(act, {"advice": "quality:undo"})
    assert "按照按照" in written(document)
    assert client_of("stranger").post(act, {"advice": "quality:correct"}).status_code == 404
    assert "全部改正" not in client_of("leader").get(inspect).content.decode()


@pytest.mark.parametrize(
    "asked", ["quality:", "quality:waive:", "quality:nothing:x", "quality:undo", "x" * 5000]
)
def test_whatever_is_posted_is_refused_in_words(county: County, asked: str) -> None:
    document = desk.draft(county, body=FAULTY)
    before = document.latest_revision_id
    answer = client_of("officer").post(reverse("quality_from_desk", args=[document.pk]), {"advice": asked})
    document.refresh_from_db()
    assert answer.status_code == 302
    assert document.latest_revision_id == before
    assert not Waiver.objects.exists()
