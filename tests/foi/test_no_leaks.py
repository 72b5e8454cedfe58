"""When something breaks, neither log, mail, page nor address tells who asked."""

from __future__ import annotations

import logging
from typing import Any

import pytest
from django.core import mail
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.test import Client
from django.urls import reverse
from django.utils.log import AdminEmailHandler

from gongkai.agencies import sealing
from gongkai.foi import letters, services
from gongkai.foi.models import Applicant, Case
from gongkai.foi.office import case_page, register
from gongkai.portal.views import apply
from tests.foi.office.desk import back, registration, signed_in, step_url
from tests.foi.office.test_access import PNG
from tests.foi.requests import register as keyed_in
from tests.world import County

SECRETS = ("钱小禾", "00000019900101000X", "0999-7654321", "qian@example.com", "柳桥镇1号")


@pytest.fixture
def case(county: County) -> Case:
    return keyed_in(county, back(4), identity_proof=ContentFile(PNG, "id.png"))


@pytest.fixture
def told(settings: Any, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Everything the installation says to anybody but the reader, with mail to the administrators switched on."""
    settings.DEBUG = False
    settings.ADMINS = [("admin", "admin@example.com")]
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    handler = AdminEmailHandler(include_html=True)
    logger = logging.getLogger("django.request")
    logger.addHandler(handler)
    caplog.set_level(logging.DEBUG)
    yield lambda: "\n".join(
        [
            caplog.text,
            *(
                f"{record.getMessage()} {record.args}"
                for record in caplog.records
                if record.name != "django.db.backends"
            ),
            *(f"{message.subject}\n{message.body}\n{message.alternatives}" for message in mail.outbox),  # type: ignore[attr-defined]
        ]
    )
    logger.removeHandler(handler)


def breaking(*_arguments: Any, **named: Any) -> Any:
    """A fault deep in the program, with personal data in the variables around it."""
    found = {
        **named,
        "who": list(Applicant.objects.all()),
        "names": [who.name for who in Applicant.objects.all()],
    }
    raise RuntimeError(f"broken with {len(found)} values")


def test_a_fault_while_registering(county: County, told: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(register, "_store", breaking)
    client = signed_in(county.officer)
    client.raise_request_exception = False
    answer = client.post(
        reverse("foi_office:register"), registration(agency=county.finance.pk, email="qian@example.com")
    )
    assert answer.status_code == 500
    assert mail.outbox
    assert "broken with" in told()
    for secret in SECRETS:
        assert secret not in told()
        assert secret not in answer.content.decode()


def test_faults_with_the_person_at_hand(
    county: County, case: Case, told: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(case_page.registry, "actions_for", breaking)
    monkeypatch.setattr(letters, "compose", breaking)
    client = signed_in(county.officer)
    client.raise_request_exception = False
    pages = [
        client.get(reverse("foi_office:case", args=[case.pk])),
        client.get(reverse("foi_office:receipt", args=[case.pk])),
        client.post(reverse("foi_office:find_person"), {"identity_number": "00000019900101000X"}),
    ]
    assert [page.status_code for page in pages] == [500, 500, 200]
    for secret in SECRETS:
        assert secret not in told()
        for page in pages[:2]:
            assert secret not in page.content.decode()
    assert len(mail.outbox) >= 2


def test_a_fault_online(county: County, told: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(apply, "_check", breaking)
    client = Client(raise_request_exception=False)
    answer = client.post(
        reverse("portal:apply"), {"name": "钱小禾", "phone": "0999-7654321", "step": "check"}
    )
    assert answer.status_code == 500
    for secret in SECRETS:
        assert secret not in told()
        assert secret not in answer.content.decode()


def test_a_missing_key_breaks_the_page_and_says_which(
    county: County, case: Case, told: Any, settings: Any
) -> None:
    needed = sealing.keyring()[0].id
    settings.APPLICANT_KEYS = [sealing.new_key()]
    client = signed_in(county.officer)
    client.raise_request_exception = False
    assert client.get(reverse("foi_office:case", args=[case.pk])).status_code == 500
    assert f"PRIVACY-KEY-MISSING] 申请人信息由密钥 {needed} 加密" in told()
    assert client.get(reverse("foi_office:worklist")).status_code == 200  # the list needs no key


def test_no_address_and_no_file_name_is_personal(county: County, case: Case) -> None:
    services.issue_receipt(actor=county.officer, case=case, on=back(1))
    client = signed_in(county.officer)
    for url in (reverse("foi_office:case", args=[case.pk]), step_url(case, "propose-decision")):
        page = client.get(url).content.decode()
        for part in page.split('href="')[1:] + page.split('action="')[1:]:
            for secret in SECRETS:
                assert secret not in part.split('"')[0]
    assert "钱小禾" not in str(default_storage.listdir("foi"))
