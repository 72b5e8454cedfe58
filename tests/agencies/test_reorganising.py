"""Agencies merge, split and change their names: what they published stays, who answers for it moves (〔2019〕14号)."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import Error
from django.test import Client
from django.utils import timezone

from gongkai.agencies import access, queries, reorganising
from gongkai.agencies.models import Agency, Duty, Reorganisation, Succession
from gongkai.agencies.reorganising import Heir
from gongkai.catalog import queries as catalog
from gongkai.catalog import services as documents
from gongkai.foi import services as foi
from gongkai.foi.models import Case
from gongkai.review.rules import Refused
from tests.catalog import desk
from tests.foi import requests
from tests.portal import pages
from tests.world import PASSWORD, County, make_post

pytestmark = pytest.mark.django_db
AUTHORITY = "云溪县机构改革方案（云委发〔2026〕9号）"
Kind = Reorganisation.Kind


def merge(county: County, into: Agency | None = None, agency: Agency | None = None) -> Reorganisation:
    """Merge the finance bureau into the education bureau."""
    return reorganising.reorganise(
        actor=county.administrator,
        agency=agency or county.finance,
        kind=Kind.MERGED,
        heirs=[Heir(into or county.education)],
        on=timezone.localdate(),
        authority=AUTHORITY,
    )


def codes(refused: ValidationError) -> set[str]:
    return {str(error.code) for error in refused.error_list}


def test_after_a_merger_the_documents_stay_and_the_keeper_answers_for_them(
    county: County, client: Client
) -> None:
    document = desk.published(county)
    number = document.index_number
    merge(county)
    county.finance.refresh_from_db()
    assert county.finance.kept_by == county.education
    assert [row.pk for row in catalog.public_documents(None)] == [document.pk]
    html = client.get(f"/d/{document.pk}/").content.decode()
    assert number in html
    assert "已撤销，现由" in html
    assert county.education.name in html
    assert "已于" in client.get("/a/finance/").content.decode()
    assert "承接职责，来自" in client.get("/a/education/").content.decode()
    assert f'value="{county.education.code}" selected' in client.get("/apply/finance/").content.decode()
    assert county.finance.name not in client.get("/agencies/").content.decode()
    stranger = type(county.stranger).objects.get(pk=county.stranger.pk)
    assert access.holds(stranger, county.finance, Duty.INFORMATION_OFFICER)
    assert county.finance in access.acting_agencies(stranger, Duty.INFORMATION_OFFICER)
    documents.withdraw(actor=stranger, document=document, reason="数据有误，待更正", on=timezone.localdate())
    officer = type(county.officer).objects.get(pk=county.officer.pk)
    assert not access.can_see(officer, county.education)
    with pytest.raises(PermissionDenied):
        documents.revise(actor=officer, document=document, title="改题")


def test_who_signs_for_the_keeper_signs_what_the_closed_agency_left(county: County) -> None:
    document = desk.published(county)
    for duty, name in ((Duty.REVIEWER, "r"), (Duty.SECRECY_REVIEWER, "s"), (Duty.LEADER, "l")):
        desk_person = type(county.officer).objects.create_user(username=f"keeper-{name}", password=PASSWORD)
        make_post(county.education, desk_person, duty)
    merge(county)
    stranger = type(county.stranger).objects.get(pk=county.stranger.pk)
    document.refresh_from_db()
    documents.revise(actor=stranger, document=document, summary="更正后的概述。")
    documents.submit_for_review(actor=stranger, document=document)
    for name in ("r", "s", "l"):
        signer = type(county.officer).objects.get(username=f"keeper-{name}")
        documents.approve(actor=signer, document=document)
    document.refresh_from_db()
    assert document.summary == "更正后的概述。"
    fresh = documents.create_draft(
        actor=stranger,
        agency=Agency.objects.get(pk=county.finance.pk),
        column=document.column,
        title="新文件",
    )
    with pytest.raises(Refused) as refused:
        documents.submit_for_review(actor=stranger, document=fresh)
    assert "DOC-AGENCY-CLOSED" in {blocker.code for blocker in refused.value.blockers}


def test_what_was_kept_for_others_goes_on_to_the_next_keeper(county: County) -> None:
    merge(county)
    merge(county, into=county.government, agency=county.education)
    assert set(Agency.objects.filter(kept_by=county.government)) == {county.finance, county.education}
    assert queries.successions_of(county.government)[0].reorganisation.agency == county.education


def test_a_new_name_leaves_the_old_one_beside_what_was_published_under_it(
    county: County, client: Client
) -> None:
    document = pages.document(county)
    old = county.finance.name
    reorganising.rename(
        actor=county.administrator,
        agency=county.finance,
        name="云溪县财政和国有资产管理局",
        short_name="财政国资局",
        on=timezone.localdate(),
        authority=AUTHORITY,
    )
    day = timezone.localdate() - timedelta(days=1)
    assert queries.names_on([county.finance], day) == {county.finance.pk: old}
    assert queries.names_on([county.finance], timezone.localdate()) == {}
    type(document).objects.filter(pk=document.pk).update(published_on=timezone.now() - timedelta(days=3))
    assert f"（发布时名称：{old}）" in client.get(f"/d/{document.pk}/").content.decode()
    assert "更名" in client.get("/a/finance/").content.decode()


@pytest.mark.parametrize(
    ("kind", "heirs", "expected"),
    [
        (Kind.MERGED, [], {"REORGANISE-HEIRS", "REORGANISE-KEEPER"}),
        (Kind.MERGED, ["finance"], {"REORGANISE-ITSELF"}),
        (Kind.SPLIT, ["education"], {"REORGANISE-SPLIT", "REORGANISE-FUNCTIONS", "REORGANISE-KEEPER"}),
        (
            Kind.SPLIT,
            ["education", "education"],
            {"REORGANISE-TWICE", "REORGANISE-FUNCTIONS", "REORGANISE-KEEPER"},
        ),
        (Kind.MOVED, ["education"], {"REORGANISE-FUNCTIONS"}),
        ("vanished", ["education"], {"REORGANISE-KIND"}),
    ],
)
def test_every_reason_against_a_reorganisation_is_said(
    county: County, kind: str, heirs: list[str], expected: set[str]
) -> None:
    with pytest.raises(ValidationError) as refused:
        reorganising.reorganise(
            actor=county.administrator,
            agency=county.finance,
            kind=kind,
            heirs=[Heir(getattr(county, code)) for code in heirs],
            on=timezone.localdate() + timedelta(days=1),
            authority=" ",
        )
    assert codes(refused.value) == expected | {"REORGANISE-FUTURE", "REORGANISE-AUTHORITY"}
    assert not Reorganisation.objects.exists()


def test_a_closed_agency_a_parent_and_a_stranger_are_refused(county: County) -> None:
    merge(county)
    with pytest.raises(ValidationError) as refused:
        merge(county)
    assert codes(refused.value) == {"REORGANISE-CLOSED"}
    with pytest.raises(ValidationError) as refused:
        merge(county, into=county.town, agency=county.government)
    assert codes(refused.value) == {"REORGANISE-CHILDREN"}
    with pytest.raises(PermissionDenied):
        reorganising.rename(
            actor=county.officer,
            agency=county.town,
            name="甲",
            short_name="甲",
            on=date(2026, 1, 1),
            authority="乙",
        )


def test_the_history_cannot_be_changed(county: County) -> None:
    act = merge(county)
    with pytest.raises(PermissionDenied):
        act.save()
    with pytest.raises(Error):
        Succession.objects.update(functions="别的")


def test_the_office_page_splits_an_agency(county: County, client: Client) -> None:
    client.login(username="administrator", password=PASSWORD)
    url = f"/office/agencies/{county.finance.pk}/reorganise/"
    said: dict[str, Any] = {
        "kind": "split",
        "authority": AUTHORITY,
        "on": timezone.localdate().isoformat(),
        "heir0-agency": county.education.pk,
        "heir0-functions": "学校经费管理",
        "heir1-agency": county.town.pk,
        "heir1-functions": "乡镇财政",
    }
    answer = client.post(url, said)
    assert "须有且只有一个机关承接档案" in answer.content.decode()
    assert "学校经费管理" in answer.content.decode()
    assert client.post(url, said | {"heir1-is_keeper": "on"}).status_code == 302
    county.finance.refresh_from_db()
    assert county.finance.kept_by == county.town
    assert "乡镇财政" in client.get(url).content.decode()
    client.login(username="stranger", password=PASSWORD)
    assert client.get(url).url == "/office/"  # Wagtail sends the refused back to the start


def test_an_open_request_is_answered_by_the_keeper_in_its_own_name(county: County) -> None:
    case = requests.register(county, timezone.localdate())
    merge(county)
    stranger = type(county.stranger).objects.get(pk=county.stranger.pk)
    case = Case.objects.get(pk=case.pk)
    letter = foi.request_correction(actor=stranger, case=case, on=timezone.localdate(), wanted="请写明年度")
    assert letter.content["issuer"] == letter.content["signature"] == county.education.name
    assert letter.number.startswith(county.education.short_name)
    assert f"{county.finance.name}（已撤销，职责由本机关承接）" in "".join(letter.content["paragraphs"])


def test_the_day_is_filled_in_as_a_browser_reads_it(county: County, client: Client) -> None:
    client.login(username="administrator", password=PASSWORD)
    html = client.get(f"/office/agencies/{county.finance.pk}/reorganise/").content.decode()
    assert f'value="{timezone.localdate().isoformat()}"' in html
