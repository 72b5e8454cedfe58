"""Searches, parts withheld, stages of approval, fees and deliveries, as people see them in the browser."""

from __future__ import annotations

from decimal import Decimal

from django.core.files.base import ContentFile
from django.test import Client
from django.urls import reverse

from gongkai.foi import services
from gongkai.foi.models import Case, FeeRefund, ProcessingFee
from tests.foi.office.desk import back, hidden, iso, signed_in, step, step_url, take, today
from tests.foi.requests import register
from tests.world import County

GRANT = {"answer": "grant", "content": "随函提供纸质文件一份。"}
SEARCH = {
    "searched_by": "财政信息员",
    "place_kind": "archive",
    "place": "本机关档案室",
    "terms": "养护资金 2025",
    "found_any": "no",
    "found": "没有相符的材料",
    "minutes": 40,
}


def page_of(client: Client, case: Case) -> str:
    return client.get(reverse("foi_office:case", args=[case.pk])).content.decode()


def test_not_held_is_refused_until_somebody_looked(county: County) -> None:
    case = register(county, back(5))
    officer = signed_in(county.officer)
    draft = {"on": today(), "answer": "cannot.not_held", "reasons": "经检索没有"}
    refused = take(officer, step_url(case, "propose-decision"), **draft)
    page = refused.content.decode()
    assert refused.status_code == 422
    assert "没有检索记录" in page
    assert "条例第三十六条第四项" in page
    assert "FOI-NOT-SEARCHED" in page
    step(officer, case, "log-search", on=today(), **SEARCH)
    page = page_of(officer, case)
    for text in ("检索记录 · 1 条", "养护资金 2025", "本机关档案室", "用时 40 分钟", "没有相符的材料"):
        assert text in page
    assert "养护资金 2025" not in page_of(signed_in(county.supervisor), case)
    step(officer, case, "propose-decision", **draft)


def test_the_check_page_of_a_search_says_what_was_found(county: County) -> None:
    case = register(county, back(5))
    officer = signed_in(county.officer)
    url = step_url(case, "log-search")
    seen = hidden(officer.get(url).content.decode(), "seen")
    page = officer.post(url, iso({**SEARCH, "on": today(), "seen": seen, "stage": "check"})).content.decode()
    assert "没有检索到" in page
    assert "不改变答复期限" in page


def test_parts_fill_the_draft_and_the_copy_is_asked_for(county: County) -> None:
    case = register(county, back(5))
    officer = signed_in(county.officer)
    part = {"what": "附件二银行账号", "ground": "personal_privacy", "reason": "涉及个人隐私"}
    step(officer, case, "add-withheld-part", on=today(), **part)
    page = page_of(officer, case)
    assert "还没有区分处理后的副本" in page
    assert f"{reverse('foi_office:add_file', args=[case.pk])}?role=redacted" in page
    form = officer.get(step_url(case, "propose-decision")).context["form"]
    assert form.initial["withheld"] == "附件二银行账号"
    assert form.initial["grounds"] == "条例第十五条"
    draft = {"on": today(), "answer": "partial", "content": "其余部分", **{
        name: form.initial[name] for name in ("withheld", "grounds", "reasons")
    }}  # fmt: skip
    assert "FOI-REDACTED-COPY" in take(officer, step_url(case, "propose-decision"), **draft).content.decode()
    file = ContentFile("副本".encode(), "copy.txt")
    added = officer.post(
        reverse("foi_office:add_file", args=[case.pk]), {"role": "redacted", "title": "副本", "file": file}
    )
    assert added.status_code == 302
    step(officer, case, "propose-decision", **draft)
    part_pk = case.withheld_parts.get().pk
    step(officer, case, "remove-withheld-part", on=today(), part=part_pk)
    refused = take(
        signed_in(county.leader), step_url(case, "approve-decision"), on=today(), served_by="electronic"
    )
    assert "FOI-PARTS-MISSING" in refused.content.decode()


def test_stages_are_set_and_passed(county: County) -> None:
    administrator = signed_in(county.administrator)
    assert "沿用" in administrator.get(reverse("foi_office:stages")).content.decode()
    url = reverse("foi_office:change_stages", args=[county.government.pk])
    wrong = administrator.post(url, {"stage_1": "leader", "stage_2": "secrecy_reviewer"})
    assert wrong.status_code == 422
    assert "最后一个环节" in wrong.content.decode()
    assert administrator.post(url, {"stage_1": "reviewer", "stage_3": "leader"}).status_code == 302
    assert "审核人 → 分管负责人" in administrator.get(reverse("foi_office:stages")).content.decode()
    case = register(county, back(5))
    officer, reviewer, leader = (signed_in(who) for who in (county.officer, county.reviewer, county.leader))
    step(officer, case, "propose-decision", on=today(), **GRANT)
    assert "正在等待审核人审批" in page_of(leader, case)
    page = page_of(reviewer, case)
    assert step_url(case, "endorse-decision") in page
    assert step_url(case, "approve-decision") not in page
    step(reviewer, case, "endorse-decision", on=today(), opinion="同意")
    page = page_of(leader, case)
    assert step_url(case, "approve-decision") in page
    assert "第1个审批环节同意，共2个" in page
    step(leader, case, "approve-decision", on=today(), served_by="post", opinion="发")
    assert case.status == "decided"


def test_of_two_who_decide_at_once_the_second_is_told_who_was_first(county: County) -> None:
    case = register(county, back(5))
    step(signed_in(county.officer), case, "propose-decision", on=today(), **GRANT)
    leader, reviewer = signed_in(county.leader), signed_in(county.reviewer)
    url = step_url(case, "approve-decision")
    typed = {"on": today(), "served_by": "post"}
    seen = {who: hidden(who.get(url).content.decode(), "seen") for who in (leader, reviewer)}
    first = leader.post(url, iso({**typed, "seen": seen[leader], "stage": "confirm"}))
    second = reviewer.post(url, iso({**typed, "seen": seen[reviewer], "stage": "confirm"}))
    assert (first.status_code, second.status_code) == (302, 422)
    page = second.content.decode()
    assert "您填写期间，其他人办理了" in page
    assert "财政分管领导：作出答复：予以公开" in page
    assert "申请已经办结" in page
    assert case.decisions.filter(state="made").get().approved_by == county.leader
    assert case.letters.filter(kind="decision").count() == 1


def test_fees_side_by_side_then_paid_refunded(county: County) -> None:
    case = register(county, back(8))
    client = signed_in(county.officer)
    typed = {
        "on": back(4),
        "items": 1,
        "pages": 150,
        "method": "by_page",
        "reasons": "量大",
        "approved_by": county.leader.pk,
    }
    url = step_url(case, "serve-fee-notice")
    seen = hidden(client.get(url).content.decode(), "seen")
    page = client.post(url, iso({**typed, "seen": seen, "stage": "check"})).content.decode()
    assert "两种计收方式比较" in page
    assert "1,700" in page
    step(client, case, "serve-fee-notice", **typed)
    wrong = take(client, step_url(case, "record-fee-payment"), on=back(2), amount="1000")
    assert wrong.status_code == 422
    assert "还差700.00元" in wrong.content.decode()
    step(client, case, "record-fee-payment", on=back(2), amount="1700", treasury_receipt="票1")
    refund = {
        "amount": "200.50",
        "treasury_reference": "退1",
        "reason": "多计10页",
        "approved_by": county.leader.pk,
    }
    step(client, case, "refund-fee", on=back(1), **refund)
    assert FeeRefund.objects.get().amount == Decimal("200.50")
    page = page_of(client, case)
    assert "1,499.50 元" in page
    assert "退付凭证 退1" in page


def test_a_waiver_shows_the_limit_before_it_is_confirmed(county: County) -> None:
    case = register(county, back(8))
    due = case.due_on
    services.serve_fee_notice(
        actor=county.officer, case=case, on=back(4), method="by_page", quantity=150, reasons="量大",
        approved_by=county.leader,
    )  # fmt: skip
    client = signed_in(county.officer)
    url = step_url(case, "waive-fee")
    typed = {"on": today(), "reason": "生活困难", "approved_by": county.leader.pk}
    seen = hidden(client.get(url).content.decode(), "seen")
    checked = client.post(url, iso({**typed, "seen": seen, "stage": "check"}))
    assert checked.context["effect"].after == due
    step(client, case, "waive-fee", **typed)
    assert case.due_on == due
    assert ProcessingFee.objects.get().waiver.reason == "生活困难"
    assert "已免收" in page_of(client, case)


def test_why_the_limit_moves(county: County) -> None:
    case = register(county, back(5))
    client = signed_in(county.officer)
    url = step_url(case, "send-consultation")
    typed = {"on": today(), "party": "third_party", "name": "丰禾公司"}
    seen = hidden(client.get(url).content.decode(), "seen")
    page = client.post(url, iso({**typed, "seen": seen, "stage": "check"})).content.decode()
    assert "这会把期限从" in page
    assert "因为征求意见所需的时间不计入答复期限（条例第三十三条第三款）。" in page


def test_an_objection_is_named_before_disclosure(county: County) -> None:
    case = register(county, back(8))
    services.send_consultation(
        actor=county.officer, case=case, on=back(6), party="third_party", name="丰禾公司"
    )
    services.record_consultation_answer(
        actor=county.officer, case=case, on=back(4), ref="1", opinion="objects", reasons="商业秘密"
    )
    client = signed_in(county.officer)
    url = step_url(case, "propose-decision")
    seen = hidden(client.get(url).content.decode(), "seen")
    page = client.post(url, iso({**GRANT, "on": today(), "seen": seen, "stage": "check"})).content.decode()
    assert "“丰禾公司”不同意公开" in page
    assert "条例第三十二条" in page


def test_the_proof_of_a_consultation_is_kept_with_it(county: County) -> None:
    case = register(county, back(5))
    client = signed_in(county.officer)
    step(client, case, "send-consultation", on=today(), party="agency", name="云溪县教育局")
    url = reverse("foi_office:consultation_proof", args=[case.pk, "1"])
    assert url in page_of(client, case)
    bad = client.post(url, {"file": ContentFile(b"MZ" + b"\0" * 300, "回执.pdf")})
    assert bad.status_code == 422
    assert client.post(url, {"file": ContentFile("收到".encode(), "回执.txt")}).status_code == 302
    proof = case.consultations.get().proof
    assert proof is not None
    assert reverse("foi_office:file", args=[case.pk, proof.pk]) in page_of(client, case)
    missing = reverse("foi_office:consultation_proof", args=[case.pk, "7"])
    assert client.get(missing).status_code == 404


def test_reading_at_the_office_in_another_form(county: County) -> None:
    case = register(county, back(6))
    leader, officer = signed_in(county.leader), signed_in(county.officer)
    step(leader, case, "decide", on=back(3), served_by="in_person", **GRANT)
    letter = case.letters.get(kind="decision")
    url = reverse("foi_office:delivery", args=[case.pk, letter.pk])
    typed = {"route": "inspection", "on": back(3), "instead_of": "paper"}
    faulty = take(officer, url, **typed)
    assert {"place", "instead_because"} <= set(faulty.context["form"].errors)
    whole = {
        **typed, "place": "县档案馆", "minutes": 50, "copies": 2, "instead_because": "底图陈旧", "help_given": "朗读",
    }  # fmt: skip
    assert take(officer, url, **whole).status_code == 302
    page = page_of(officer, case)
    for text in ("现场查阅、抄录", "县档案馆", "50 分钟", "复制 2 页", "底图陈旧", "提供帮助：朗读"):
        assert text in page
