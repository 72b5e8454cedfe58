"""The review's pages: who gets where, what they show, and that lists do not ask more as they grow."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pyotp
import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from gongkai.agencies import deadlines
from gongkai.agencies.models import Agency, Duty, User
from gongkai.catalog import services as catalog
from gongkai.catalog.models import Document
from gongkai.review import queries, services
from gongkai.review.models import (
    AgencyWorkflow,
    Deputyship,
    Phrase,
    Referral,
    SecondFactor,
    Signature,
    Submission,
)
from gongkai.review.services import second_factor
from gongkai.review.services.chains import StepPlan
from tests.catalog import desk
from tests.review import chain
from tests.world import PASSWORD, County

TODAY = date.today().isoformat()


def client_of(person: User) -> Client:
    client = Client()
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    return client


def text(response: Any) -> str:
    assert response.status_code == 200, response.status_code
    return str(response.content.decode())


def sign_page(person: User) -> str:
    [row, *_others] = queries.waiting_for(User.objects.get(pk=person.pk))
    return f"{reverse('review_sign', args=[row.round.task_state_id])}?step={row.step.pk}"


def post_signature(person: User, **values: Any) -> Any:
    """Sign on the page, as a browser would."""
    address = sign_page(person)
    step = address.split("step=")[1]
    fields = {"decision": "approved", "opinion": "同意", "password": PASSWORD, "step": step, **values}
    return client_of(person).post(address, fields)


@pytest.fixture
def document(county: County) -> Document:
    return desk.submitted(county)


def test_the_page_of_a_step_shows_what_is_signed_and_what_changed(county: County, document: Document) -> None:
    page = text(client_of(county.reviewer).get(sign_page(county.reviewer)))
    assert "首次送审" in page
    assert document.title in page
    post_signature(county.reviewer, decision="returned", quote=["一档"], remark=["写明条件"])
    assert Signature.objects.get().remarks.get().quote == "一档"
    catalog.revise(
        actor=county.officer, document=document, body=desk.BODY.replace("一档", "第一档"), title="云溪县办法"
    )
    catalog.submit_for_review(actor=county.officer, document=document)
    page = text(client_of(county.reviewer).get(sign_page(county.reviewer)))
    assert "<ins>第</ins>" in page
    assert "<ins>云溪县办法</ins>" in page
    assert "上次退回时的批注" in page
    assert "写明条件" in page


def test_signing_needs_the_password_and_a_passage_that_exists(county: County, document: Document) -> None:
    assert "密码不正确" in text(post_signature(county.reviewer, password="wrong"))
    refused = text(post_signature(county.reviewer, decision="returned", quote=["没有这句话"], remark=["改"]))
    assert "正文中没有" in refused
    assert not Signature.objects.exists()
    assert post_signature(county.reviewer).status_code == 302
    assert Signature.objects.get().confirmed_by == "password"


def test_who_gets_to_the_page(county: County, document: Document) -> None:
    address = sign_page(county.reviewer)
    for stranger in (county.officer, county.stranger, county.supervisor, county.administrator):
        assert client_of(stranger).get(address).status_code == 302  # Wagtail sends the unauthorised home
        assert client_of(stranger).post(address, {}).status_code == 302
    later = client_of(county.leader).get(address)  # concerned, but it is not the leader's turn
    assert later["Location"] == reverse("review_progress", args=[Submission.objects.get().pk])
    assert not Signature.objects.exists()


def test_an_agency_that_asks_for_codes(county: County, document: Document) -> None:
    services.set_policy(
        actor=county.administrator,
        agency=county.finance,
        requires_code=True,
        allows_own_draft=False,
        allows_two_steps=False,
    )
    page = reverse("review_chain_agency", args=["finance"])
    assert "不能签署的：财政保密审查员、财政分管领导、财政审核人" in text(
        client_of(county.administrator).get(page)
    )
    assert "请先在“签署设置”中绑定验证器" in text(post_signature(county.reviewer))
    client = client_of(county.reviewer)
    enrolling = reverse("review_enrol")
    assert "<svg" in text(client.get(enrolling))
    totp = pyotp.TOTP(SecondFactor.objects.get().secret)
    assert "没有签署" in text(client.post(enrolling, {"code": "000000", "password": PASSWORD}))
    codes = text(
        client.post(
            enrolling, {"code": totp.at(timezone.now() - timedelta(seconds=30)), "password": PASSWORD}
        )
    )
    assert codes.count("<code>") == 10
    assert "验证码" in text(post_signature(county.reviewer))
    wrong = {"decision": "returned", "quote": ["没有这句话"], "remark": ["改"]}
    assert "正文中没有" in text(post_signature(county.reviewer, code=totp.now(), **wrong))
    assert post_signature(county.reviewer, code=totp.now()).status_code == 302  # the code was not used up
    assert Signature.objects.get().confirmed_by == "both"


def test_secrets_stay_out_of_error_pages_and_caches(county: County) -> None:
    client = client_of(county.leader)
    response = client.get(reverse("review_enrol"))
    assert "no-store" in response["Cache-Control"]
    secret = SecondFactor.objects.get(holder=county.leader).secret
    assert secret not in repr(SecondFactor.objects.get(holder=county.leader))


def test_chains_are_chosen_and_laid_down_on_their_page(county: County) -> None:
    client = client_of(county.administrator)
    assert "沿用上级" in text(client.get(reverse("review_chains")))
    page = reverse("review_chain_agency", args=["finance"])
    assert "采用六级审签" in text(client.get(page))
    client.post(reverse("review_chain_adopt", args=["finance"]), {"preset": "six"})
    assert str(AgencyWorkflow.objects.get(agency=county.finance).workflow) == "六级审签"
    assert "没有科室负责人、信息发布员" in text(client.get(page))
    fields: dict[str, Any] = {f"step{n}-duty": "leader" for n in range(12)}
    fields |= {
        "name": "公告流程",
        "review_class": "notice",
        "step0-name": "保密审查",
        "step0-duty": "secrecy_reviewer",
        "step0-limit_days": "2",
        "step1-name": "签发",
        "step1-alongside": "on",
        "step1-disclosure_class": ["proactive"],
    }
    address = reverse("review_chain", args=["finance"])
    bad = text(client.post(address, {**fields, "step0-duty": "leader"}))
    assert "没有保密审查环节" in bad
    assert "公告流程" in bad  # nothing typed is lost
    assert client.post(address, fields).status_code == 302
    workflow = AgencyWorkflow.objects.get(agency=county.finance, review_class="notice").workflow
    first, second = queries.steps_of(workflow)
    assert (first.limit_days, second.alongside) == (2, True)
    assert second.conditions == [{"fact": "disclosure_class", "any_of": ["proactive"]}]
    assert 'value="公告流程"' in text(client.get(f"{address}?review_class=notice"))
    client.post(reverse("review_chain_drop", args=["finance"]), {"review_class": "notice"})
    assert not AgencyWorkflow.objects.filter(review_class="notice").exists()


def test_chains_are_for_administrators_of_the_agency(county: County) -> None:
    for person in (county.officer, county.leader, county.stranger):
        client = client_of(person)
        assert client.get(reverse("review_chains")).status_code == 302
        assert client.get(reverse("review_chain", args=["finance"])).status_code == 404
        assert client.post(reverse("review_policy", args=["finance"])).status_code == 404
        assert (
            client.post(reverse("review_chain_adopt", args=["finance"]), {"preset": "six"}).status_code == 404
        )


def test_deputies_and_phrases_are_kept_on_ones_own_page(county: County, document: Document) -> None:
    client = client_of(county.reviewer)
    assert "没有登记代理" in text(client.get(reverse("review_mine")))
    post = county.reviewer.posts.get()
    fields = {"post": post.pk, "deputy": county.leader.pk, "since": TODAY, "until": TODAY}
    client.post(reverse("review_add_deputyship"), fields)
    assert "财政分管领导代财政审核人" in text(client.get(reverse("review_mine")))
    assert f"代{county.reviewer}" in text(client_of(county.leader).get(reverse("review_waiting")))
    foreign = {**fields, "post": county.secrecy.posts.get().pk}
    assert "error-message" in text(client.post(reverse("review_add_deputyship"), foreign))
    client.post(reverse("review_end_deputyship", args=[Deputyship.objects.get().pk]))
    assert not Deputyship.objects.exists()
    client.post(reverse("review_add_phrase"), {"text": "经审查，不涉及国家秘密，同意公开。"})
    assert "不涉及国家秘密" in text(client.get(sign_page(county.reviewer)))
    phrase = Phrase.objects.get()
    assert client_of(county.leader).post(reverse("review_remove_phrase", args=[phrase.pk])).status_code == 302
    assert Phrase.objects.exists()
    client.post(reverse("review_remove_phrase", args=[phrase.pk]))
    assert not Phrase.objects.exists()


def test_a_referral_on_its_pages(county: County, document: Document) -> None:
    post_signature(county.reviewer)
    assert "提请对象" in text(client_of(county.secrecy).get(sign_page(county.secrecy)))
    post_signature(
        county.secrecy,
        decision="referred",
        opinion="是否涉密",
        authority="secrecy",
        authority_name="县保密局",
    )
    row = Referral.objects.get()
    page, client = reverse("review_referral", args=[row.pk]), client_of(county.secrecy)
    assert "县保密局" in text(client.get(reverse("review_referrals")))
    for form, start in (("docx", b"PK"), ("pdf", b"%PDF")):
        letter = client.get(reverse("review_referral_letter", args=[row.pk, form]))
        assert letter.content.startswith(start)
        assert "attachment" in letter["Content-Disposition"]
    assert client_of(county.stranger).get(page).status_code == 404
    assert (
        client_of(county.officer).get(reverse("review_referral_letter", args=[row.pk, "pdf"])).status_code
        == 302
    )
    assert f'value="{TODAY}"' in text(client.get(page))  # a browser's date field takes no other form
    assert "待发函" in text(client.get(reverse("wagtailadmin_home")))
    client.post(page, {"act": "send", "number": "1号", "on": TODAY})
    assert "等待答复" in text(client.get(reverse("wagtailadmin_home")))
    assert "请填写答复文号" in text(client.post(page, {"act": "answer", "outcome": "publish", "on": TODAY}))
    client.post(page, {"act": "answer", "outcome": "publish", "on": TODAY, "number": "2号"})
    assert "可以公开" in text(client.get(page))
    assert post_signature(county.secrecy).status_code == 302


def test_progress_and_sheet_for_those_who_may_see_the_agency(county: County, document: Document) -> None:
    post_signature(county.reviewer)
    submission = Signature.objects.get().submission
    assert submission is not None
    page = reverse("review_progress", args=[submission.pk])
    shown = text(client_of(county.supervisor).get(page))
    assert "等待保密审查员签署" in shown
    assert "审签中" in shown
    assert client_of(county.stranger).get(page).status_code == 404
    sheet = reverse("review_sheet", args=[submission.pk, "pdf"])
    assert client_of(county.leader).get(sheet).content.startswith(b"%PDF")
    assert client_of(county.stranger).get(sheet).status_code == 404
    desk.sign(county, document, "secrecy", "leader")
    shown = text(client_of(county.supervisor).get(page))
    assert "已签署完成" in shown
    assert shown.count("review-steps__done") == 4


def test_a_returned_submission_waits_for_nobody(county: County, document: Document) -> None:
    post_signature(county.reviewer, decision="returned", opinion="请改")
    page = text(client_of(county.leader).get(reverse("review_progress", args=[Submission.objects.get().pk])))
    assert "已退回修改" in page
    assert "等待审核人签署" not in page


def test_what_is_late_is_told_first(county: County) -> None:
    chain.lay_down(county, StepPlan("保密审查", Duty.SECRECY_REVIEWER, limit_days=1))
    desk.submitted(county)
    [limit] = [
        item for item in deadlines.running(Agency.objects.all()) if item.matter.startswith("review.step-")
    ]
    assert limit.agency_id == county.finance.pk
    assert "惠农补助" not in limit.title  # no title of a draft goes into mails and calendars
    page = text(client_of(county.secrecy).get(reverse("review_waiting")))
    assert "还有1个工作日" in page
    assert "时限将到" in text(client_of(county.secrecy).get(reverse("wagtailadmin_home")))


def test_lists_ask_no_more_when_they_grow(
    county: County, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    client = client_of(county.secrecy)
    addresses = [
        reverse(name)
        for name in ("review_waiting", "review_register", "review_secrecy_register", "review_referrals")
    ]

    def work(title: str) -> None:
        made = desk.submitted(county, title=title)
        chain.sign(county.reviewer, made)
        chain.sign(county.secrecy, made, "referred", opinion="请确定")

    def queries_of(address: str) -> int:
        with django_assert_max_num_queries(200) as counted:
            assert client.get(address).status_code == 200
        return len(counted.captured_queries)

    work("第一件")
    before = [queries_of(address) for address in addresses]
    for number in range(4):
        work(f"另一件{number}")
    assert [queries_of(address) for address in addresses] == before


def test_a_lost_device_is_reset_by_the_administrator(county: County) -> None:
    second_factor.begin(actor=county.leader)
    totp = pyotp.TOTP(SecondFactor.objects.get().secret)
    second_factor.confirm(actor=county.leader, password=PASSWORD, code=totp.now())
    client = client_of(county.administrator)
    assert "财政分管领导" in text(client.get(reverse("review_mine")))
    client.post(reverse("review_reset_factor", args=[county.leader.pk]))
    assert not SecondFactor.objects.exists()
