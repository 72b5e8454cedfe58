"""After its time everything personal is gone, on paper by two people, and every figure stays what it was."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import IntegrityError, transaction
from django.urls import reverse

from gongkai.foi import protocols, queries, retention, services
from gongkai.foi.belonging import models_of_case
from gongkai.foi.errors import StepRefused
from gongkai.foi.models import Applicant, Case, Correction, DestructionProtocol
from gongkai.foi.services import resealing
from gongkai.ledger import queries as ledger
from gongkai.remedies import services as remedies
from tests.foi.office.desk import signed_in, today
from tests.foi.office.test_access import PNG
from tests.foi.requests import WISH, register
from tests.foi.test_sealing import stored_text
from tests.world import PASSWORD, County

OLD = date(2012, 3, 5)


@pytest.fixture
def old(county: County) -> Case:
    """A request that was answered more than ten years ago, with everything that can hang on one."""
    case = register(
        county,
        OLD,
        identity_proof=ContentFile(PNG, "id.png"),
        files=[ContentFile(PNG, "钱小禾.png")],
    )
    services.issue_receipt(actor=county.officer, case=case, on=OLD)
    Correction.objects.create(  # the law of that day knew no limit for asking
        case=case,
        wanted="请钱小禾写明年度",
        reply_by=OLD,
        requested_on=OLD,
        text="我叫钱小禾",
    )
    services.send_consultation(
        actor=county.officer, case=case, on=date(2012, 3, 9), party="third_party", name="孙小苗"
    )
    services.record_consultation_answer(
        actor=county.officer, case=case, on=date(2012, 3, 12), ref="1", opinion="agrees", reasons="孙小苗同意"
    )
    decision = services.decide(
        actor=county.leader,
        case=case,
        on=date(2012, 3, 14),
        served_by="post",
        outcome="grant",
        content="给钱小禾",
    )
    services.record_delivery(
        actor=county.officer,
        case=case,
        letter=decision.letter,  # type: ignore[arg-type]
        on=date(2012, 3, 14),
        route="post",
        postal_number="EMS1",
        note="钱小禾签收",
    )
    return case


def destroy(county: County, code: str = "case_file") -> DestructionProtocol:
    """Two people."""
    made = services.propose_destruction(actor=county.officer, agency=county.finance, code=code, as_of=today())
    return services.approve_destruction(actor=county.leader, protocol=made, as_of=today())


def test_nothing_personal_is_left_and_the_figures_stay(county: County, old: Case) -> None:
    names = [str(old.applicant.identity_proof.name), *(str(file.file.name) for file in old.files.all())]
    before = [queries.table_three([county.finance], year) for year in (2012, 2013)]
    fresh = register(county, today())
    protocol = destroy(county)
    assert [item["number"] for item in protocol.cases] == [old.receipt_number]
    assert protocol.destroyed["foi.CaseFile"] == 1
    assert protocol.files_left == []
    assert [queries.table_three([county.finance], year) for year in (2012, 2013)] == before
    assert not any(default_storage.exists(name) for name in names)
    old.refresh_from_db()
    assert old.destroyed_on == today()
    assert old.tracking_hash == ""
    for model in resealing.personal_models():
        for field in resealing.sealed_fields(model):
            for row in model._default_manager.all():
                text = str(getattr(row, field.name))
                mine = fresh.applicant_id if model is Applicant else None
                if row.pk != mine and model is not Applicant:
                    assert "钱小禾" not in text, (model, field.name)
                    assert "孙小苗" not in text, (model, field.name)
    gone = Applicant.objects.get(pk=old.applicant_id)
    assert (gone.name, gone.telephone, gone.identity_number, gone.identity_hash) == ("", "", "", "")
    assert gone.kind == "natural"
    for secret in ("钱小禾", "孙小苗", WISH.subject):
        assert secret not in stored_text().replace(repr(fresh.subject), "")
    assert ledger.chain_problems() == []
    assert queries.projection_differences() == []
    assert ledger.history("foi.case", old.pk).last().type == "foi.case.destroyed"  # type: ignore[union-attr]


def test_the_proof_of_identity_goes_earlier(county: County, old: Case) -> None:
    name = str(old.applicant.identity_proof.name)
    destroy(county, "identity_proof")
    old.refresh_from_db()
    who = Applicant.objects.get(pk=old.applicant_id)
    assert not who.identity_proof
    assert not default_storage.exists(name)
    assert who.name == "钱小禾"
    assert old.destroyed_on is None
    assert old.files.get().file.open("rb").read() == PNG


def test_it_takes_two_people_with_their_duties(county: County, old: Case) -> None:
    with pytest.raises(PermissionDenied):
        services.propose_destruction(
            actor=county.stranger, agency=county.finance, code="case_file", as_of=today()
        )
    made = services.propose_destruction(
        actor=county.officer, agency=county.finance, code="case_file", as_of=today()
    )
    for actor in (county.officer, county.administrator, county.stranger):
        with pytest.raises(PermissionDenied):
            services.approve_destruction(actor=actor, protocol=made, as_of=today())
    with pytest.raises(StepRefused, match="没有保存期满"):  # the same case is not proposed twice
        services.propose_destruction(
            actor=county.administrator, agency=county.finance, code="case_file", as_of=today()
        )
    made.approved_by = county.officer
    with pytest.raises(IntegrityError), transaction.atomic():
        made.save()
    services.refuse_destruction(actor=county.leader, protocol=made)
    with pytest.raises(StepRefused, match="已经处理"):
        services.approve_destruction(actor=county.leader, protocol=made, as_of=today())
    assert Applicant.objects.get(pk=old.applicant_id).name == "钱小禾"


def test_what_is_held_back_or_no_longer_due_stays(
    county: County, old: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = services.propose_destruction(
        actor=county.officer, agency=county.finance, code="case_file", as_of=today()
    )
    monkeypatch.setattr(retention, "holders", [lambda ids: set(ids)])
    done = services.approve_destruction(actor=county.leader, protocol=made, as_of=today())
    assert done.cases == []
    old.refresh_from_db()
    assert old.destroyed_on is None
    assert not retention.waiting([county.finance], retention.rules()["case_file"], today())


def test_periods_are_data_that_an_administrator_changes(county: County, old: Case) -> None:
    assert all("[I]" in rule.source for rule in retention.bundled().values())
    services.set_retention(actor=county.administrator, code="case_file", years=30, source="本机关归档范围")
    assert retention.rules()["case_file"].years == 30
    assert not retention.waiting([county.finance], retention.rules()["case_file"], today())
    for years, source in ((1, "依据"), (101, "依据"), (10, " ")):
        with pytest.raises(StepRefused):
            services.set_retention(actor=county.administrator, code="case_file", years=years, source=source)
    for actor in (county.officer, county.leader, county.supervisor):
        with pytest.raises(PermissionDenied):
            services.set_retention(actor=actor, code="case_file", years=10, source="依据")


def test_a_period_ends_on_its_day(county: County, old: Case) -> None:
    rule = retention.rules()["case_file"]
    assert not retention.waiting([county.finance], rule, date(2022, 3, 13))
    assert retention.waiting([county.finance], rule, date(2022, 3, 14))
    assert retention.bundled()["identity_proof"].last_day(date(2024, 2, 29)) == date(2022, 2, 28)


def test_a_file_that_cannot_be_removed_is_tried_again(
    county: County, old: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(_name: str) -> None:
        raise OSError

    monkeypatch.setattr(
        type(default_storage._wrapped or default_storage), "delete", lambda _self, name: away(name)
    )  # type: ignore[attr-defined]
    protocol = destroy(county)
    assert len(protocol.files_left) == 2
    monkeypatch.undo()
    assert services.remove_files(protocol) == 0


def test_the_protocol_on_paper(county: County, old: Case) -> None:
    protocol = destroy(county)
    assert protocols.pdf(protocol).startswith(b"%PDF")
    assert protocols.pdf(protocol) == protocols.pdf(protocol)


def test_through_the_office(county: County, old: Case) -> None:
    page = reverse("foi_office:retention")
    officer, leader = signed_in(county.officer), signed_in(county.leader)
    assert old.receipt_number in officer.get(page).content.decode()
    typed: dict[str, Any] = {"agency": county.finance.pk, "rule": "case_file"}
    officer.post(reverse("foi_office:propose_destruction"), typed)
    made = DestructionProtocol.objects.get()
    assert "份销毁提议等您批准" in leader.get("/office/").content.decode()
    assert "份销毁提议等您批准" not in officer.get("/office/").content.decode()
    decide = reverse("foi_office:decide_destruction", args=[made.pk])
    assert "批准并销毁" not in officer.get(page).content.decode()
    assert "批准并销毁" in leader.get(page).content.decode()
    leader.post(decide, {"decision": "approve", "password": "wrong"})
    made.refresh_from_db()
    assert made.state == "proposed"
    leader.post(decide, {"decision": "approve", "password": PASSWORD})
    made.refresh_from_db()
    assert made.state == "done"
    pdf = officer.get(reverse("foi_office:destruction_protocol", args=[made.pk]))
    assert pdf.content.startswith(b"%PDF")
    case_page = officer.get(reverse("foi_office:case", args=[old.pk])).content.decode()
    assert "销毁" in case_page
    letter = old.letters.first()
    assert officer.get(reverse("foi_office:letter", args=[old.pk, letter.pk, "pdf"])).status_code == 404  # type: ignore[union-attr]
    assert officer.get(reverse("foi_office:archive", args=[old.pk, "masked"])).status_code == 404
    admin = signed_in(county.administrator)
    admin.post(
        reverse("foi_office:set_retention"), {"code": "case_file", "years": 20, "source": "本机关规定"}
    )
    assert retention.rules()["case_file"].years == 20


def test_every_sealed_table_is_reached() -> None:
    reached = {model for model, _path in models_of_case()} | {Applicant, Case}
    of_cases = {
        model for model in resealing.personal_models() if model._meta.app_label in ("foi", "remedies")
    }
    assert of_cases <= reached


def test_a_pending_proceeding_holds_the_case_back(county: County, old: Case) -> None:
    remedies.file_remedy(
        actor=county.officer, case=old, kind="reconsideration", filed_on=today(), body="云溪县人民政府"
    )
    rule = retention.rules()["case_file"]
    assert not retention.waiting([county.finance], rule, today())
