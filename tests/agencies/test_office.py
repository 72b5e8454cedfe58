"""The administrator's screens, asked for over HTTP by everybody."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from gongkai.agencies.models import Agency, HolidayNotice, Post, User
from gongkai.ledger.models import Event
from tests.agencies.test_notices import NOTICE
from tests.world import County, make_agency


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


SCREENS = ["agency", "disclosureoffice", "post", "user", "holidaynotice"]


@pytest.mark.parametrize("screen", SCREENS)
def test_lists_open_for_the_administrator(county: County, screen: str) -> None:
    response = signed_in(county.administrator).get(reverse(f"{screen}:index"))
    assert response.status_code == 200


@pytest.mark.parametrize("screen", ["agency", "post", "user", "holidaynotice"])
def test_officers_neither_add_nor_change(county: County, screen: str) -> None:
    client = signed_in(county.officer)
    assert client.get(reverse(f"{screen}:add")).status_code == 302
    if screen != "holidaynotice":
        subject = {
            "agency": county.finance,
            "post": Post.objects.get(holder=county.officer),
            "user": county.stranger,
        }
        assert client.get(reverse(f"{screen}:edit", args=[subject[screen].pk])).status_code == 302


def test_the_home_page_opens_on_work(county: County) -> None:
    page = signed_in(county.officer).get("/office/").content.decode()
    assert "今日待办" in page
    assert "云溪县财政局 · 信息员" in page


def test_an_agency_enters_the_tree_with_an_event(county: County) -> None:
    data = {
        "parent": county.government.pk,
        "name": "云溪县水务局",
        "short_name": "水务局",
        "kind": "department",
        "code": "water",
        "organization_code": "00000555X",
        "reconsideration_body": "",
        "court": "",
        "closed_on": "",
    }
    response = signed_in(county.administrator).post(reverse("agency:add"), data)
    assert response.status_code == 302
    agency = Agency.objects.get(code="water")
    assert agency.get_parent() == county.government
    assert agency.disclosure_office.missing_fields()
    assert Event.objects.filter(type="agencies.agency.made", object_id=agency.pk).exists()


def test_the_officer_revises_only_the_own_guide(county: County) -> None:
    client = signed_in(county.officer)
    own, other = county.finance.disclosure_office, county.education.disclosure_office
    page = client.get(reverse("disclosureoffice:edit", args=[own.pk]))
    assert page.status_code == 200
    data = {name: getattr(own, name) for name in own.GUIDE_FIELDS} | {"telephone": "0999-7654321"}
    assert client.post(reverse("disclosureoffice:edit", args=[own.pk]), data).status_code == 302
    own.refresh_from_db()
    assert own.telephone == "0999-7654321"
    assert client.get(reverse("disclosureoffice:edit", args=[other.pk])).status_code == 302
    listed = client.get(reverse("disclosureoffice:index")).content.decode()
    assert "财政局" in listed
    assert "教育局" not in listed


def test_an_administrator_of_one_agency_stays_there(county: County) -> None:
    elsewhere = make_agency(None, "other-county", "青岚县人民政府", Agency.Kind.GOVERNMENT, 9)
    client = signed_in(county.administrator)
    assert client.get(reverse("agency:edit", args=[elsewhere.pk])).status_code == 302
    data = {"agency": elsewhere.pk, "holder": county.officer.pk, "duty": "leader", "since": "2026-01-01"}
    client.post(reverse("post:add"), data)
    assert not Post.objects.filter(agency=elsewhere).exists()


def test_a_notice_is_loaded_in_the_office_and_faults_are_named(county: County) -> None:
    client = signed_in(county.administrator)
    faulty = client.post(reverse("holidaynotice:add"), {"content": json.dumps({"year": 2027})})
    assert faulty.status_code == 200
    assert not HolidayNotice.objects.exists()
    loaded = client.post(reverse("holidaynotice:add"), {"content": json.dumps(NOTICE, ensure_ascii=False)})
    assert loaded.status_code == 302
    assert HolidayNotice.objects.get().year == 2027


def test_a_notice_is_loaded_from_a_file(county: County) -> None:
    client = signed_in(county.administrator)
    text = json.dumps(NOTICE, ensure_ascii=False).encode()
    loaded = client.post(
        reverse("holidaynotice:add"), {"file": SimpleUploadedFile("2027.json", text), "content": ""}
    )
    assert loaded.status_code == 302
    assert HolidayNotice.objects.get().document == NOTICE["document"]
    again = client.post(reverse("holidaynotice:add"), {"content": text.decode()})
    assert "已经载入" in again.content.decode()
    assert HolidayNotice.objects.count() == 1


@pytest.mark.parametrize(
    ("data", "text"),
    [
        ({"content": ""}, "请选择通知文件"),
        ({"file": b"\xff\xfe\x00", "content": ""}, "不是 UTF-8"),
        ({"file": b"year: [", "content": ""}, "不是正确的 YAML"),
        ({"file": b"#" * (256 * 1024 + 1), "content": ""}, "文件太大"),
        ({"file": b'year: 2027\ndays_off: ["2027-02-30"]\n', "content": ""}, "2027-02-30"),
    ],
)
def test_what_is_no_notice_is_told_and_not_loaded(county: County, data: dict[str, Any], text: str) -> None:
    if "file" in data:
        data = data | {"file": SimpleUploadedFile("notice.yaml", data["file"])}
    page = signed_in(county.administrator).post(reverse("holidaynotice:add"), data)
    assert page.status_code == 200
    assert text in page.content.decode()
    assert not HolidayNotice.objects.exists()


def test_a_new_colleague_needs_a_good_password(county: County) -> None:
    client = signed_in(county.administrator)
    data = {"username": "newcomer", "display_name": "新同事", "is_active": "on", "new_password": "short"}
    assert client.post(reverse("user:add"), data).status_code == 200
    data["new_password"] = "a-long-enough-phrase"
    assert client.post(reverse("user:add"), data).status_code == 302
    assert User.objects.get(username="newcomer").check_password("a-long-enough-phrase")


def test_lists_cost_a_constant_number_of_queries(
    county: County, django_assert_max_num_queries: object
) -> None:
    client = signed_in(county.administrator)
    for number in range(10, 30):
        make_agency(county.government, f"a{number}", f"第{number}局", Agency.Kind.DEPARTMENT, number)
    for screen in SCREENS:
        with django_assert_max_num_queries(16):  # type: ignore[operator]
            assert client.get(reverse(f"{screen}:index")).status_code == 200
