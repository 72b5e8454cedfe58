"""An answer for everybody: reviewed like anything else, and without the applicant."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.base import ContentFile
from django.urls import reverse

from gongkai.catalog.models import Document
from gongkai.foi import queries, services
from gongkai.foi.errors import StepRefused
from gongkai.foi.models import Case, CasePublication
from gongkai.foi.services import ApplicantDetails
from gongkai.foi.services.publishing import personal_matches
from tests.foi.office.desk import back, signed_in
from tests.foi.office.test_access import PNG
from tests.foi.requests import COMPANY, register, searched
from tests.world import County

TEXTS = {"title": "养护资金怎样分配", "question": "资金分到哪些乡镇？", "answer": "按里程分配。\n见附件。"}


@pytest.fixture
def case(county: County) -> Case:
    made = register(county, back(6))
    services.add_file(
        actor=county.officer, case=made, on=back(3), file=ContentFile(PNG, "方案.png"), role="provided"
    )
    services.decide(
        actor=county.leader, case=made, on=back(2), served_by="post", outcome="grant", content="方案见附件。"
    )
    return made


def test_a_neutral_question_becomes_a_draft(county: County, case: Case) -> None:
    made = services.publish_answer(actor=county.officer, case=case, **TEXTS)
    document = made.document
    assert (document.title, document.live, document.agency) == ("养护资金怎样分配", False, county.finance)
    assert "<p>问：资金分到哪些乡镇？</p>" in document.body
    assert "<p>见附件。</p>" in document.body
    with pytest.raises(StepRefused, match="已经起草过"):
        services.publish_answer(actor=county.officer, case=case, **TEXTS)


@pytest.mark.parametrize(
    ("text", "field"),
    [
        ("钱小禾问", "姓名或名称"),
        ("钱 小 禾问", "姓名或名称"),
        ("证件00000019900101000x", "证件号码"),
        ("电话0999-7654321", "联系电话"),
        ("电话 0999 7654321 。", "联系电话"),
        ("QIAN@example.com", "电子邮箱"),
        ("住在云溪县柳桥镇1号的人", "通信地址"),
    ],
)
def test_what_is_the_applicants_own_is_refused(county: County, case: Case, text: str, field: str) -> None:
    for name in TEXTS:
        with pytest.raises(StepRefused) as refused:
            services.publish_answer(actor=county.officer, case=case, **{**TEXTS, name: f"某{text}"})
        assert refused.value.code == "FOI-PUBLISH-PERSONAL"
        assert field in refused.value.text
        assert "钱" not in str(refused.value)
    assert not Document.objects.exists()


def test_common_words_are_no_match(county: County) -> None:
    short = ApplicantDetails(kind="natural", name="钱", telephone="13800000000", postal_address="乙")
    case = register(county, back(1), applicant=short)
    assert personal_matches(case, "钱怎样分，20250101号文") == []


def test_what_was_given_is_made_proactive_by_one_click(county: County, case: Case) -> None:
    client = signed_in(county.officer)
    url = reverse("foi_office:turn_proactive", args=[case.pk])
    for _again in range(2):
        answer = client.post(url)
        assert answer.status_code == 302
    made = CasePublication.objects.get(kind="proactive")
    assert str(made.document_id) in answer["Location"]
    document = made.document
    assert document.title == case.subject
    assert document.disclosure_class == "proactive"
    attached = document.get_latest_revision_as_object().attachments
    assert [item.title for item in attached] == ["方案"]
    with attached[0].file.open("rb") as stored:
        assert stored.read() == PNG  # for everybody: not sealed
    page = client.get(reverse("foi_office:case", args=[case.pk])).content.decode()
    assert "转为主动公开 ·" in page


def test_nothing_is_published_of_what_was_not_given(county: County) -> None:
    case = register(county, back(6))
    with pytest.raises(StepRefused) as refused:
        services.publish_answer(actor=county.officer, case=case, **TEXTS)
    assert refused.value.code == "FOI-PUBLISH-UNANSWERED"
    searched(county, case, back(2))
    services.decide(
        actor=county.leader,
        case=case,
        on=back(2),
        served_by="post",
        outcome="cannot.not_held",
        reasons="检索未见",
    )
    with pytest.raises(StepRefused) as refused:
        services.turn_proactive(actor=county.officer, case=case)
    assert refused.value.code == "FOI-PROACTIVE-NOTHING-GIVEN"
    with pytest.raises(PermissionDenied):
        services.publish_answer(actor=county.supervisor, case=case, **TEXTS)


def test_a_wish_of_several_is_hinted_at(county: County, case: Case) -> None:
    assert queries.other_applicants(case) == 0
    register(county, back(1))  # the same applicant once more
    assert queries.other_applicants(case) == 0
    register(county, back(1), applicant=COMPANY)
    assert queries.other_applicants(case) == 1
    page = signed_in(county.officer).get(reverse("foi_office:case", args=[case.pk])).content.decode()
    assert "另有 1 名申请人" in page


def test_through_the_form(county: County, case: Case) -> None:
    url = reverse("foi_office:publish_answer", args=[case.pk])
    client = signed_in(county.officer)
    assert client.get(url).status_code == 200
    refused = client.post(url, {**TEXTS, "answer": "钱小禾，按里程分配"})
    assert refused.status_code == 422
    assert "不能公开" in refused.content.decode()
    assert client.post(url, {"title": ""}).status_code == 422
    assert client.post(url, TEXTS).status_code == 302
