"""Every address of the room, asked for by everybody."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import reverse

from gongkai.foi import services
from gongkai.foi.models import CaseFile, DestructionProtocol, Letter
from gongkai.foi.office import registry
from gongkai.foi.office.urls import urlpatterns
from gongkai.ledger.models import Event
from tests.foi.office.desk import back, signed_in, today
from tests.foi.requests import register
from tests.world import County

PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c489"
    "0000000d49444154789c6360606060000000050001a5f645400000000049454e44ae426082"
)
# What each person gets by GET: the page, the way back to the desk, or nothing at all.
PAGE, BACK, NOTHING, POST_ONLY = 200, 302, 404, 405
POSTED = (
    "issue_receipt",
    "turn_proactive",
    "set_retention",
    "propose_destruction",
    "decide_destruction",
    "delivery_slip",
)
STEPS_OF_DECIDERS = {"approve-decision", "decide", "notify-third-party"}
STEPS_OF_STAGES = {"endorse-decision", "return-decision"}


@pytest.fixture
def addresses(county: County) -> dict[str, str]:
    """One of each address, of a request with a letter, a file and a proof."""
    case = register(
        county, back(3), identity_proof=ContentFile(PNG, "id.png"), files=[ContentFile(PNG, "scan.png")]
    )
    services.issue_receipt(actor=county.officer, case=case, on=today())
    services.extend_reply_limit(
        actor=county.officer,
        case=case,
        on=back(1),
        working_days=5,
        consented_by=county.leader,
        reasons="调取材料",
    )
    consulted = services.send_consultation(
        actor=county.officer, case=case, on=back(1), party="agency", name="云溪县教育局"
    )
    letter = Letter.objects.filter(case=case).first()
    file = CaseFile.objects.get(case=case)
    event = Event.objects.get(type="foi.case.extended", object_id=case.pk)
    protocol = DestructionProtocol.objects.create(
        agency=county.finance,
        rule="case_file",
        basis="办结后保存10年",
        cases=[{"id": case.pk, "number": case.receipt_number}],
        proposed_by=county.officer,
    )
    arguments: dict[str, list[Any]] = {
        "worklist": [],
        "export": [],
        "register": [],
        "handover": [],
        "looks": [],
        "stages": [],
        "change_stages": [county.finance.pk],
        "consultation_proof": [case.pk, consulted.ref],
        "find_person": [],
        "retention": [],
        "set_retention": [],
        "propose_destruction": [],
        "decide_destruction": [protocol.pk],
        "destruction_protocol": [protocol.pk],
        "archive": [case.pk, "full"],
        "letter": [case.pk, letter.pk if letter else 0, "pdf"],
        "delivery": [case.pk, letter.pk if letter else 0],
        "delivery_slip": [case.pk, letter.pk if letter else 0],
        "file": [case.pk, file.pk],
        "void": [case.pk, event.pk],
    }
    found = {}
    for pattern in urlpatterns:
        name = str(pattern.name)
        if name == "step":
            for slug in registry.PAGES:
                found[f"step:{slug}"] = reverse("foi_office:step", args=[case.pk, slug])
        else:
            found[name] = reverse(f"foi_office:{name}", args=arguments.get(name, [case.pk]))
    return found


EVERYBODY = {"officer", "reviewer", "leader", "secrecy", "supervisor", "administrator", "stranger"}
HANDLERS = {"officer", "leader", "reviewer"}
READERS = {*HANDLERS, "secrecy"}
# Pages of no request, or open to more than one duty: who gets them; everybody else is sent back.
OPEN_TO = {
    "worklist": EVERYBODY,
    "export": EVERYBODY,
    "register": {"officer", "stranger"},
    "handover": {*HANDLERS, "stranger"},
    "stages": {"administrator"},
    "looks": {"supervisor", "administrator"},
    "find_person": EVERYBODY - {"supervisor", "administrator"},
    "retention": EVERYBODY - {"secrecy"},
}
OF_A_CASE = {
    "case": EVERYBODY,
    "change_stages": {"administrator"},
    **dict.fromkeys(("delivery", "void", "assign"), HANDLERS),
    **dict.fromkeys(("letter", "file", "identity_proof", "receipt", "archive", "application_form"), READERS),
    **{f"step:{slug}": {"leader", "reviewer"} for slug in STEPS_OF_DECIDERS},
    **{f"step:{slug}": {"leader", "reviewer", "secrecy"} for slug in STEPS_OF_STAGES},
}


def expected(who: str, name: str) -> int:
    """What that person gets there."""
    if name in POSTED:
        return POST_ONLY
    if name in OPEN_TO:
        return PAGE if who in OPEN_TO[name] else BACK
    if name == "destruction_protocol":
        return NOTHING if who in ("secrecy", "stranger") else PAGE
    if who == "stranger":
        return NOTHING
    return PAGE if who in OF_A_CASE.get(name, {"officer"}) else BACK


@pytest.mark.parametrize(
    "who", ["officer", "reviewer", "leader", "secrecy", "supervisor", "administrator", "stranger"]
)
def test_everybody_gets_what_is_theirs(county: County, addresses: dict[str, str], who: str) -> None:
    client = signed_in(getattr(county, who))
    got = {}
    for name, url in addresses.items():
        answer = client.get(url)
        got[name] = answer.status_code
        _ = answer.getvalue()  # read to the end, so that files are closed
    assert got == {name: expected(who, name) for name in addresses}


def test_nobody_gets_anything_without_signing_in(addresses: dict[str, str]) -> None:
    for url in addresses.values():
        for answer in (Client().get(url), Client().post(url)):
            assert answer.status_code == 302
            assert answer["Location"].startswith("/office/login/")


def test_posting_is_guarded_like_reading(county: County, addresses: dict[str, str]) -> None:
    before = Event.objects.count()
    for who in ("stranger", "supervisor", "administrator", "secrecy"):
        client = signed_in(getattr(county, who))
        for name, url in addresses.items():
            if (name, who) in (
                ("register", "stranger"),
                ("handover", "stranger"),
                ("find_person", "stranger"),
                ("find_person", "secrecy"),
                ("change_stages", "administrator"),
                ("step:endorse-decision", "secrecy"),
                ("step:return-decision", "secrecy"),
            ):
                continue
            status = client.post(url, {"stage": "confirm"}).status_code
            assert status in (NOTHING, BACK, POST_ONLY), (who, name, status)
    assert Event.objects.count() == before


def test_a_letter_of_another_request_is_not_found_under_this_one(
    county: County, addresses: dict[str, str]
) -> None:
    other = register(county, back(2))
    letter = Letter.objects.order_by("id").first()
    assert letter is not None
    client = signed_in(county.officer)
    assert client.get(reverse("foi_office:letter", args=[other.pk, letter.pk, "pdf"])).status_code == 404
    assert client.get(reverse("foi_office:delivery", args=[other.pk, letter.pk])).status_code == 404
    file = CaseFile.objects.get()
    assert client.get(reverse("foi_office:file", args=[other.pk, file.pk])).status_code == 404
    event = Event.objects.get(type="foi.case.extended")
    assert client.get(reverse("foi_office:void", args=[other.pk, event.pk])).status_code == 404


@pytest.mark.parametrize("name", ["letter", "file", "identity_proof"])
def test_papers_leave_as_attachments_of_their_own_type(
    county: County, addresses: dict[str, str], name: str
) -> None:
    answer = signed_in(county.officer).get(addresses[name])
    assert answer.status_code == 200
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "no-store" in answer["Cache-Control"]
    assert answer["Content-Type"] == ("application/pdf" if name == "letter" else "image/png")
    assert answer.getvalue()


def test_a_letter_comes_as_word_too(county: County, addresses: dict[str, str]) -> None:
    answer = signed_in(county.officer).get(addresses["letter"].replace(".pdf", ".docx"))
    assert answer.status_code == 200
    assert answer.content.startswith(b"PK")


def test_a_supervisor_sees_the_case_without_the_person(county: County, addresses: dict[str, str]) -> None:
    page = signed_in(county.supervisor).get(addresses["case"]).content.decode()
    assert "2025年度农村公路养护资金分配方案" in page
    for secret in (
        "钱小禾",
        "00000019900101000X",
        "0999-7654321",
        "qian@example.com",
        "柳桥镇1号",
        "scan.png",
    ):
        assert secret not in page
    assert "钱**" in page
    assert "step-card" not in page.replace("office.css", "")
    full = signed_in(county.officer).get(addresses["case"]).content.decode()
    assert "00000019900101000X" in full
    assert "钱小禾" in full
