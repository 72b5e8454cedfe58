"""What lies in the database and on disk cannot be read without the key, and says which key it wants."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import FieldError
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import IntegrityError, connection, transaction

from gongkai.agencies import sealing
from gongkai.foi import hashes, queries, services
from gongkai.foi.models import Applicant, Case, CaseFile, Consultation, Letter
from gongkai.foi.queries import privacy
from gongkai.foi.services import resealing
from tests.foi.office.desk import back, signed_in, today
from tests.foi.office.test_access import PNG
from tests.foi.requests import PERSON, register
from tests.world import County

SECRETS = (
    "钱小禾",
    "00000019900101000X",
    "0999-7654321",
    "qian@example.com",
    "柳桥镇1号",
    "证件照",
    "第三方公司",
)


def stored_text() -> str:
    """Every value of every table of the room, as the database has it."""
    found = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            if table.startswith(("foi_", "ledger_")):
                cursor.execute(f"SELECT * FROM {table}")
                found.append(repr(cursor.fetchall()))
    return "\n".join(found)


@pytest.fixture
def case(county: County) -> Case:
    made = register(
        county, back(5), identity_proof=ContentFile(PNG, "钱小禾.png"), files=[ContentFile(PNG, "证件照.png")]
    )
    services.issue_receipt(actor=county.officer, case=made, on=back(5))
    services.send_consultation(
        actor=county.officer, case=made, on=back(4), party="third_party", name="第三方公司", contact="0999-1"
    )
    return made


def test_the_database_holds_nothing_readable(case: Case) -> None:
    found = stored_text()
    assert "gk1:" in found
    for secret in SECRETS:
        assert secret not in found


def test_it_opens_when_it_is_read(case: Case) -> None:
    who = Applicant.objects.get()
    assert (who.name, who.telephone, who.email) == (PERSON.name, PERSON.telephone, PERSON.email)
    assert who.representative == ""
    assert Letter.objects.get(kind="receipt").content["addressee"] == "钱小禾"
    assert Consultation.objects.get().name == "第三方公司"
    assert CaseFile.objects.get().title == "证件照.png"
    assert repr(Applicant.objects.values_list("name", flat=True)[0]) == "<sealed foi.applicant.name>"


def test_files_lie_sealed_and_open_whole(case: Case) -> None:
    who, file = Applicant.objects.get(), CaseFile.objects.get()
    for field in (who.identity_proof, file.file):
        with default_storage.open(str(field.name)) as stored:
            data = stored.read()
        assert data.startswith(b"gk1:")
        assert b"PNG" not in data
        with field.open("rb") as opened:
            assert opened.read() == PNG
        assert field.size == len(PNG)


def test_the_list_decrypts_nothing(county: County, case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_arguments: Any) -> bytes:
        raise AssertionError("something was decrypted")

    monkeypatch.setattr(sealing, "_opened", refuse)
    assert signed_in(county.officer).get("/office/requests/").status_code == 200
    assert queries.table_three([county.finance], today().year)
    assert list(queries.worklist(county.officer, today()))
    with pytest.raises(AssertionError):
        _ = Applicant.objects.get().name


def test_a_missing_key_is_named(case: Case, settings: Any) -> None:
    needed = sealing.keyring()[0].id
    settings.APPLICANT_KEYS = [sealing.new_key()]
    with pytest.raises(sealing.SealBroken, match=needed) as broken:
        _ = Applicant.objects.get().name
    assert broken.value.code == "PRIVACY-KEY-MISSING"
    assert "GONGKAI_APPLICANT_KEY" in str(broken.value)
    with pytest.raises(sealing.SealBroken, match=needed):
        Applicant.objects.get().identity_proof.open("rb")


@pytest.mark.parametrize("change", [lambda t: t[:-6] + "AAAA==", lambda t: t[:30], lambda t: t[:-1] + "*"])
def test_damage_is_not_read_as_text(case: Case, change: Any) -> None:
    token = sealing.seal("钱小禾", "foi.applicant.name")
    with pytest.raises(sealing.SealBroken) as broken:
        sealing.unseal(change(token), "foi.applicant.name")
    assert broken.value.code == "PRIVACY-DAMAGED"
    with pytest.raises(sealing.SealBroken):  # put into another column
        sealing.unseal(token, "foi.applicant.email")
    with pytest.raises(sealing.SealBroken, match="NOT-SEALED"):
        sealing.unseal("钱小禾", "foi.applicant.name")


def test_a_text_that_looks_sealed_is_sealed_all_the_same(county: County) -> None:
    trick = sealing.seal("x", "foi.applicant.name")
    who = Applicant.objects.create(kind="natural", name=trick[:100], telephone="1", person_hash="p")
    assert Applicant.objects.get(pk=who.pk).name == trick[:100]


def test_somebody_must_be_reachable(county: County) -> None:
    for contact in ("telephone", "email", "postal_address"):
        Applicant.objects.create(kind="natural", name="甲", person_hash=contact, **{contact: "a@b.cn"})
    with pytest.raises(IntegrityError), transaction.atomic():
        Applicant.objects.create(kind="natural", name="甲", person_hash="nobody")


def test_a_sealed_field_is_not_searched(case: Case) -> None:
    assert Applicant.objects.exclude(name="").count() == 1
    for lookup in ({"name": "钱小禾"}, {"name__contains": "钱"}, {"name__in": ["钱小禾"]}):
        with pytest.raises(FieldError):
            Applicant.objects.filter(**lookup).count()


def test_people_are_found_by_their_numbers(county: County, case: Case) -> None:
    for number in ("00000019900101000X", "00000019900101000x", " 000000 19900101 000Ｘ "):
        assert list(privacy.cases_of_person(county.officer, identity_number=number)) == [case]
    for number in ("0999-7654321", "09997654321", "+86 0999 765-4321"):
        assert list(privacy.cases_of_person(county.officer, telephone=number)) == [case]
    assert not privacy.cases_of_person(county.officer, identity_number="000000199001010")
    assert not privacy.cases_of_person(county.officer)
    assert not privacy.cases_of_person(county.stranger, identity_number="00000019900101000X")
    stored = Applicant.objects.get().identity_hash
    assert stored != hashes.keyed(
        "identity_number", "00000019900101000x"
    )  # not under the key of the sessions


def test_a_key_is_replaced_while_people_work(county: County, case: Case, settings: Any) -> None:
    old = settings.APPLICANT_KEYS[0]
    new = sealing.new_key()
    settings.APPLICANT_KEYS = [new, old]
    second = register(county, back(2))
    found = privacy.cases_of_person(county.officer, identity_number="00000019900101000X")
    assert {row.pk for row in found} == {case.pk, second.pk}
    done = resealing.reseal()
    assert done.rows >= 4
    assert done.files == 2
    assert resealing.reseal() == resealing.Resealed(0, 0)
    settings.APPLICANT_KEYS = [new]
    assert set(resealing.key_ids()) == {sealing.keyring()[0].id}
    assert [who.name for who in Applicant.objects.order_by("id")] == ["钱小禾", "钱小禾"]
    assert CaseFile.objects.get().file.open("rb").read() == PNG
    found = privacy.cases_of_person(county.officer, telephone="09997654321")
    assert {row.pk for row in found} == {case.pk, second.pk}


def test_what_lay_open_before_is_sealed(county: County, case: Case) -> None:
    """What the migration does to an installation that has worked without keys."""
    file = CaseFile.objects.get()
    name = str(file.file.name)
    default_storage.delete(name)
    assert default_storage.save(name, ContentFile(PNG)) == name
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE foi_applicant SET name = '孙小苗', identity_number = '123456', identity_hash = ''"
        )
        cursor.execute("""UPDATE foi_letter SET content = '{"addressee": "孙小苗"}' WHERE kind = 'receipt'""")
    assert resealing.key_ids()[""] == 3
    assert resealing.reseal().files == 1
    assert "孙小苗" not in stored_text()
    assert Applicant.objects.get().name == "孙小苗"
    assert Letter.objects.get(kind="receipt").content == {"addressee": "孙小苗"}
    assert CaseFile.objects.get().file.open("rb").read() == PNG
    assert list(privacy.cases_of_person(county.officer, identity_number="123456")) == [case]
