"""Who handles what: assigned, filtered, handed over."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from gongkai.foi import services
from gongkai.foi.errors import StepRefused
from gongkai.foi.models import Case
from gongkai.ledger.models import Event
from tests.foi.office.desk import back, signed_in
from tests.foi.requests import COMPANY, PERSON, WISH, register
from tests.world import County, make_post, make_user

LIST = reverse("foi_office:worklist")
HANDOVER = reverse("foi_office:handover")


def numbers(answer: object) -> set[str]:
    return {row.case.receipt_number for group in answer.context["groups"] for row in group["rows"]}  # type: ignore[attr-defined]


def test_a_request_is_handled_by_who_registered_it_until_somebody_else_is_named(county: County) -> None:
    case = register(county, back(3))
    assert case.handler == county.officer
    client = signed_in(county.reviewer)
    url = reverse("foi_office:assign", args=[case.pk])
    assert "财政信息员" in client.get(reverse("foi_office:case", args=[case.pk])).content.decode()
    assert client.post(url, {"handler": county.leader.pk}).status_code == 302
    case.refresh_from_db()
    assert case.handler == county.leader
    page = client.get(reverse("foi_office:case", args=[case.pk])).content.decode()
    assert "指定经办人：财政分管领导" in page
    client.post(url, {"handler": county.leader.pk})
    assert Event.objects.filter(type="foi.case.handler_assigned").count() == 1, "the same again is nothing"
    client.post(url, {"handler": ""})
    case.refresh_from_db()
    assert case.handler is None


def test_only_people_of_the_agency_assign_and_are_assigned(county: County) -> None:
    case = register(county, back(3))
    with pytest.raises(PermissionDenied):
        services.assign_handler(actor=county.stranger, case=case, handler=county.officer)
    with pytest.raises(StepRefused, match="受理机构"):
        services.assign_handler(actor=county.officer, case=case, handler=county.stranger)
    url = reverse("foi_office:assign", args=[case.pk])
    assert signed_in(county.officer).post(url, {"handler": county.stranger.pk}).status_code == 422
    assert signed_in(county.stranger).get(url).status_code == 404
    assert signed_in(county.supervisor).get(url).status_code in (302, 403)


def test_mine_my_agency_the_subtree_and_nobodys(county: County) -> None:
    mine = register(county, back(3))
    nobodys = register(county, back(2), applicant=COMPANY)
    services.assign_handler(actor=county.officer, case=nobodys, handler=None)
    elsewhere = services.register_request(
        actor=county.stranger,
        agency=county.education,
        applicant=PERSON,
        request=WISH,
        channel="in_person",
        on=back(2),
    ).case
    officer, supervisor = signed_in(county.officer), signed_in(county.supervisor)
    assert numbers(officer.get(LIST)) == {mine.receipt_number, nobodys.receipt_number}
    assert numbers(officer.get(LIST, {"scope": "mine"})) == {mine.receipt_number}
    assert numbers(officer.get(LIST, {"scope": "unassigned"})) == {nobodys.receipt_number}
    assert numbers(supervisor.get(LIST)) == {case.receipt_number for case in (mine, nobodys, elsewhere)}
    assert numbers(supervisor.get(LIST, {"scope": "agency"})) == set()
    assert "没有符合条件的申请" in supervisor.get(LIST, {"scope": "agency"}).content.decode()


def test_everything_of_a_colleague_who_leaves_is_handed_over(county: County) -> None:
    heir = make_user("heir", "接任信息员")
    make_post(county.finance, heir, "information_officer")
    cases = [register(county, back(number)) for number in (5, 4, 3)]
    services.withdraw_request(actor=county.officer, case=cases[2], on=back(1))
    client = signed_in(county.reviewer)
    url = f"{HANDOVER}?agency={county.finance.pk}&handler={county.officer.pk}"
    page = client.get(url)
    assert [case.pk for case in page.context["cases"]] == [cases[0].pk, cases[1].pk], "the open ones"
    answer = client.post(url, {"handler": heir.pk})
    assert answer.status_code == 422
    assert "请至少选择一件申请" in answer.content.decode()
    answer = client.post(url, {"handler": heir.pk, "case": [case.pk for case in cases]})
    assert answer["Location"] == url
    assert set(Case.objects.filter(handler=heir).values_list("pk", flat=True)) == {cases[0].pk, cases[1].pk}
    assert client.get(url).context["cases"] == []
    nobody = f"{HANDOVER}?agency={county.finance.pk}&handler=nobody"
    assert client.get(nobody).context["cases"] == []
    assert "移交" in client.get(LIST).content.decode()
    assert signed_in(county.supervisor).get(HANDOVER).status_code in (302, 403)
    foreign = signed_in(county.stranger).post(url, {"handler": county.stranger.pk, "case": [cases[0].pk]})
    assert foreign.status_code == 422, "the agency is not theirs: their own is listed instead"
    assert Case.objects.get(pk=cases[0].pk).handler == heir
