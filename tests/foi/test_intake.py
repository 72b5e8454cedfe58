"""How requests come in: whole or not at all, once, by every channel."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, OperationalError, connection
from django.utils import timezone

from gongkai.convert.content_type import FileRefused
from gongkai.foi import hashes, queries, services
from gongkai.foi.errors import IncompleteRequest, StepRefused
from gongkai.foi.models import Applicant, Case, CaseFile, Correction, Letter, Number
from gongkai.foi.services import intake
from gongkai.ledger.models import Event
from tests.foi.requests import COMPANY, PERSON, WISH, register
from tests.world import County

PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 64
MORNING = datetime(2026, 3, 3, 1, 0, tzinfo=UTC)


def submit(county: County, key: str = "key-1", **changes: Any) -> services.Submission:
    fields: dict[str, Any] = {
        "agency": county.finance,
        "applicant": PERSON,
        "request": WISH,
        "submitted_at": MORNING,
        **changes,
    }
    return services.submit_online_request(idempotency_key=key, **fields)


def proof() -> SimpleUploadedFile:
    return SimpleUploadedFile("身份证.png", PNG)


def stored() -> list[Path]:
    return [path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()]


def test_an_online_request_waits_for_confirmation(county: County) -> None:
    sent = submit(county, identity_proof=proof(), files=[proof()])
    case = sent.case
    assert case.receipt_number == "FINANCE-2026-0001"
    assert (case.status, case.received_on, case.due_on) == ("awaiting_confirmation", None, None)
    assert len(stored()) == 2
    assert case.applicant.identity_proof_type == "image/png"
    assert "身份证" not in case.applicant.identity_proof.name
    services.confirm_receipt(actor=county.officer, case=case, on=date(2026, 3, 4))
    assert (case.received_on, case.due_on) == (date(2026, 3, 4), date(2026, 4, 1))
    with pytest.raises(StepRefused) as refused:
        services.confirm_receipt(actor=county.officer, case=case, on=date(2026, 3, 5))
    assert refused.value.code == "FOI-CONFIRMED"


def test_nothing_personal_reaches_the_ledger_or_the_names_of_things(county: County) -> None:
    case = submit(county).case
    services.confirm_receipt(actor=county.officer, case=case, on=date(2026, 3, 3))
    services.send_consultation(
        actor=county.officer, case=case, on=date(2026, 3, 4), party="third_party", name="丰禾公司"
    )
    told = str(list(Event.objects.filter(kind="foi.case").values_list("data", flat=True)))
    for secret in (PERSON.name, PERSON.telephone, PERSON.identity_number, "丰禾", WISH.subject):
        assert secret not in told
    assert PERSON.name not in str(case) + repr(case) + str(case.applicant) + repr(case.applicant)


def test_the_code_is_not_stored_and_the_key_neither(county: County) -> None:
    sent = submit(county)
    row = Case.objects.filter(pk=sent.case.pk).values().get()
    assert sent.tracking_code not in str(row)
    assert "key-1" not in str(row)
    assert queries.find_for_tracking(sent.case.receipt_number, sent.tracking_code) == sent.case


def test_sent_twice_is_one_request_with_one_code(county: County) -> None:
    first = submit(county, identity_proof=proof())
    again = submit(county, identity_proof=proof(), submitted_at=MORNING + timedelta(hours=3))
    assert again.repeated
    assert again.case == first.case
    assert again.tracking_code == first.tracking_code
    assert Case.objects.count() == Applicant.objects.count() == len(stored()) == 1
    services.reissue_tracking_code(actor=county.officer, case=first.case, on=date(2026, 3, 4))
    assert submit(county).tracking_code == "", "a code that has been replaced is not shown any more"


def test_the_same_key_with_other_content_is_another_request(county: County) -> None:
    first = submit(county)
    other = submit(county, request=replace(WISH, subject="另一件信息"))
    assert other.case != first.case
    assert other.tracking_code != first.tracking_code


def test_two_copies_at_the_same_moment_become_one(county: County, monkeypatch: pytest.MonkeyPatch) -> None:
    first = submit(county, identity_proof=proof())
    real, calls = intake._same_submission, []

    def blind_at_first(found: Any) -> Any:
        calls.append(1)
        return None if len(calls) == 1 else real(found)

    monkeypatch.setattr(intake, "_same_submission", blind_at_first)
    again = submit(county, identity_proof=proof())
    assert again.case == first.case
    assert Applicant.objects.count() == len(stored()) == 1


def test_an_integrity_error_of_another_kind_is_not_swallowed(
    county: County, monkeypatch: pytest.MonkeyPatch
) -> None:
    def collide(*_args: Any) -> str:
        raise IntegrityError("some other constraint")

    monkeypatch.setattr(intake.numbers, "receipt_number", collide)
    with pytest.raises(IntegrityError):
        submit(county)


@pytest.mark.parametrize(
    "subject", [WISH.subject, f" {WISH.subject} ", "２０２５年度农村公路养护资金分配方案"]
)
def test_without_the_key_a_twin_is_marked_not_lost(county: County, subject: str) -> None:
    first = submit(county)
    twin = submit(
        county,
        "key-2",
        request=replace(WISH, subject=subject),
        submitted_at=MORNING + timedelta(minutes=4),
    )
    assert twin.case != first.case
    assert twin.case.possible_duplicate_of == first.case
    later = submit(county, "key-3", submitted_at=MORNING + timedelta(hours=1))
    assert later.case.possible_duplicate_of is None
    assert set(queries.earlier_requests(later.case)) == {first.case, twin.case}
    assert submit(county, "key-4", applicant=COMPANY).case.possible_duplicate_of is None


@contextmanager
def failing_at(number: int, counted: list[str]) -> Iterator[None]:
    """The connection is lost at the given statement."""

    def execute(run: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        counted.append(sql)
        if len(counted) == number:
            raise OperationalError("connection lost")
        return run(sql, params, many, context)

    with connection.execute_wrapper(execute):
        yield


def state() -> tuple[int, ...]:
    """How much of everything is stored."""
    models = (Case, Applicant, CaseFile, Event, Letter, Correction)
    numbers = Number.objects.order_by("id").values_list("last", flat=True)
    return (*(model.objects.count() for model in models), len(stored()), *numbers)


def lose_connection_everywhere(act: Callable[[], Any]) -> int:
    """Run the act with the connection lost at its first, second, … statement until it gets through."""
    before = state()
    for number in range(1, 200):
        statements: list[str] = []
        try:
            with failing_at(number, statements):
                act()
        except OperationalError:
            assert state() == before, statements[-1]
        else:
            return number
    raise AssertionError("never got through")


def test_a_lost_connection_leaves_nothing_half_saved(county: County) -> None:
    submit(county, "before", request=replace(WISH, subject="先前的申请"), identity_proof=proof())
    statements = lose_connection_everywhere(lambda: submit(county, identity_proof=proof(), files=[proof()]))
    assert statements > 15
    assert Case.objects.count() == 2
    assert submit(county).repeated


def test_a_staff_act_is_whole_or_nothing(county: County) -> None:
    for _ in range(2):
        case = register(county, date(2026, 3, 3))
        act = {"actor": county.officer, "case": case, "on": date(2026, 3, 4), "wanted": "年份"}
        assert lose_connection_everywhere(lambda act=act: services.request_correction(**act)) > 10
        assert (case.status, case.letters.count()) == ("awaiting_correction", 1)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"applicant": replace(PERSON, name=" \u200b ")}, "name"),
        ({"applicant": replace(PERSON, kind="robot")}, "kind"),
        ({"applicant": replace(PERSON, email="不是邮箱")}, "email"),
        ({"applicant": replace(PERSON, telephone="", email="", postal_address="")}, "contact"),
        ({"applicant": replace(PERSON, identity_number="")}, "identity_proof"),
        ({"applicant": replace(PERSON, postal_address="")}, "postal_address"),
        ({"request": replace(WISH, subject="")}, "subject"),
        ({"request": replace(WISH, subject="长" * 201)}, "subject"),
        ({"request": replace(WISH, wanted_form="pigeon")}, "wanted_form"),
    ],
)
def test_everything_that_is_missing_is_named(county: County, changes: dict[str, Any], field: str) -> None:
    with pytest.raises(IncompleteRequest) as refused:
        submit(county, **changes)
    assert field in refused.value.faults
    assert not Case.objects.exists()


def test_all_faults_at_once(county: County) -> None:
    with pytest.raises(IncompleteRequest) as refused:
        submit(county, applicant=services.ApplicantDetails("", ""), request=services.RequestDetails(""))
    assert {"kind", "name", "contact", "identity_proof", "subject", "postal_address"} <= set(
        refused.value.faults
    )


@pytest.mark.parametrize(
    ("name", "data"), [("空.pdf", b""), ("照片.pdf", b"MZ\x90\0" * 20), ("页面.png", b"<html><script>")]
)
def test_a_file_that_is_not_what_it_says_is_refused(county: County, name: str, data: bytes) -> None:
    with pytest.raises(FileRefused):
        submit(county, files=[SimpleUploadedFile(name, data)])
    assert not Case.objects.exists()
    assert not stored()


def test_a_file_over_the_limit_is_refused(county: County, settings: Any) -> None:
    settings.ATTACHMENT_MAX_BYTES = 50
    with pytest.raises(FileRefused) as refused:
        submit(county, identity_proof=proof())
    assert refused.value.code == "too_large"


def test_control_signs_do_not_reach_the_database(county: County) -> None:
    wish = replace(WISH, subject="方\x00案\u202e", features="一\r\n二\x07")
    case = submit(county, request=wish).case
    assert (case.subject, case.features) == ("方案", "一\n二")


def test_a_closed_channel_is_refused_with_the_way_to_go(county: County) -> None:
    county.finance.disclosure_office.accepts_online = False
    county.finance.disclosure_office.save()
    with pytest.raises(StepRefused) as refused:
        submit(county)
    assert refused.value.code == "FOI-CHANNEL-CLOSED"
    assert "邮寄" in str(refused.value)


@pytest.mark.parametrize(
    ("channel", "confirmed", "status", "received"),
    [
        ("in_person", None, "running", date(2026, 3, 3)),
        ("registered_mail", None, "running", date(2026, 3, 3)),
        ("ordinary_mail", date(2026, 3, 3), "running", date(2026, 3, 3)),
        ("ordinary_mail", None, "awaiting_confirmation", None),
        ("fax", date(2026, 3, 5), "running", date(2026, 3, 5)),
        ("online", None, "awaiting_confirmation", None),
    ],
)
def test_staff_key_in_every_channel(
    county: County, channel: str, confirmed: date | None, status: str, received: date | None
) -> None:
    case = register(county, date(2026, 3, 3), channel=channel, confirmed_on=confirmed)
    assert (case.status, case.received_on) == (status, received)
    assert case.registered_by == county.officer


def test_an_oral_request_names_who_took_it_down(county: County) -> None:
    assert register(county, date(2026, 3, 3), oral=True).taken_down_by == county.officer
    assert register(county, date(2026, 3, 3)).taken_down_by is None


def test_keying_in_is_for_the_agency_officer_and_never_for_the_future(county: County) -> None:
    with pytest.raises(PermissionDenied):
        register(county, date(2026, 3, 3), actor=county.stranger)
    with pytest.raises(PermissionDenied):
        register(county, date(2026, 3, 3), actor=county.leader)
    with pytest.raises(StepRefused) as refused:
        register(county, timezone.localdate() + timedelta(days=1))
    assert refused.value.code == "FOI-FUTURE"
    with pytest.raises(IncompleteRequest, match="确认日期"):
        register(county, date(2026, 3, 3), channel="fax", confirmed_on=date(2026, 3, 2))
    with pytest.raises(IncompleteRequest):
        register(county, date(2026, 3, 3), channel="pigeon")


def test_numbers_run_by_agency_and_year(county: County) -> None:
    found = [
        register(county, date(2025, 12, 31)).receipt_number,
        register(county, date(2026, 1, 5)).receipt_number,
        register(county, date(2025, 12, 31)).receipt_number,
    ]
    assert found == ["FINANCE-2025-0001", "FINANCE-2026-0001", "FINANCE-2025-0002"]


def test_the_year_of_the_number_is_that_of_the_place(county: County) -> None:
    case = submit(county, submitted_at=datetime(2025, 12, 31, 17, 0, tzinfo=UTC)).case
    assert case.receipt_number == "FINANCE-2026-0001"


def test_codes_are_long_and_never_alike() -> None:
    drawn = {hashes.new_tracking_code() for _ in range(500)}
    assert len(drawn) == 500
    assert all(len(code) == 14 and code.count("-") == 2 for code in drawn)


def test_files_are_added_whole_or_not_at_all(county: County) -> None:
    case = register(county, date(2026, 3, 3))
    add = {"actor": county.officer, "case": case, "on": date(2026, 3, 4), "role": "search"}
    row = services.add_file(**add, file=proof(), title="检索记录")
    assert (row.title, row.content_type, row.size) == ("检索记录", "image/png", len(PNG))
    assert services.add_file(**add, file=SimpleUploadedFile("..\\..\\记录.png", PNG)).title == "记录.png"
    with pytest.raises(PermissionDenied):
        services.add_file(**{**add, "actor": county.stranger}, file=proof())
    assert len(stored()) == 2
    assert lose_connection_everywhere(lambda: services.add_file(**add, file=proof())) > 5
    assert len(stored()) == 3
