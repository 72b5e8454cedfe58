"""Administrators edit letters: with every fault in sight, a preview, versions and a way back."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from gongkai.foi import letter_rules, letter_texts, services
from gongkai.foi.models import LetterTemplate
from tests.foi.office.desk import back, signed_in, today
from tests.foi.requests import register
from tests.world import County

NAME = "decision.deny.process"


def url(view: str = "edit", agency: str = "finance", name: str = NAME) -> str:
    return reverse(f"foi_letters:{view}", args=[name]) + f"?agency={agency}"


def typed(**changes: str) -> dict[str, str]:
    template = letter_texts.templates()[NAME]
    text = letter_rules.written(template.body)
    return {"title": template.title, "text": text, "since": today().isoformat(), "stage": "save", **changes}


def test_every_letter_is_listed_with_its_source(county: County) -> None:
    client = signed_in(county.administrator)
    page = client.get(reverse("foi_letters:list"))
    html = page.content.decode()
    for name in letter_rules.names():
        assert reverse("foi_letters:edit", args=[name]) in html
    assert html.count("内置") >= len(letter_rules.names())
    assert client.post(url(), typed(title="财政局的题目")).status_code == 302
    html = client.get(reverse("foi_letters:list") + "?agency=finance").content.decode()
    assert "财政局的题目" in html
    assert "本级修改" in html
    assert (
        "财政局的题目" not in client.get(reverse("foi_letters:list") + "?agency=education").content.decode()
    )


def test_every_editor_opens_with_its_fields_and_a_letter_in_view(county: County) -> None:
    client = signed_in(county.administrator)
    for name in letter_rules.names():
        html = client.get(url(name=name, agency="")).content.decode()
        for field in letter_rules.allowed(name):
            assert f"{{{field.word}}}" in html
        assert '<article class="paper">' in html
        assert "还不能保存" not in html


def test_what_is_not_complete_is_not_saved_and_nothing_typed_is_lost(county: County) -> None:
    client = signed_in(county.administrator)
    page = client.post(url(), typed(text="{来文摘要}自己的话{姓名}"))
    html = page.content.decode()
    assert page.status_code == 422
    for words in (
        "没有“姓名”这个字段",
        "应当说明理由",
        "缺少{复议机关}",
        "缺少{管辖法院}",
        "六十日",
        "十五日",
    ):
        assert words in html
    assert "自己的话" in html
    assert not LetterTemplate.objects.exists()


def test_preview_saves_nothing_and_escapes_everything(county: County) -> None:
    client = signed_in(county.administrator)
    text = typed()["text"] + "\n<script>alert(1)</script>"
    for answer in (
        client.post(url(), typed(text=text, stage="preview")),
        client.post(url("preview"), typed(text=text)),
    ):
        html = answer.content.decode()
        assert answer.status_code == 200
        assert "&lt;script&gt;alert(1)" in html
        assert "<script>alert" not in html
        assert "先向云溪县人民政府申请行政复议" in html
    assert "缺少{理由}" in client.post(url("preview"), typed(text="甲")).content.decode()
    assert not LetterTemplate.objects.exists()


def test_versions_stay_and_the_way_back_is_one_of_them(county: County) -> None:
    client = signed_in(county.administrator)
    client.post(url(), typed(title="一"))
    client.post(url(), typed(title="二"))
    assert "第 2 版" in client.get(url()).content.decode()
    assert client.post(url("reset")).status_code == 302
    html = client.get(url()).content.decode()
    assert "第 3 版" in html
    assert letter_texts.chosen(county.finance, NAME, today()).row is None
    client.post(url("reset"))
    assert LetterTemplate.objects.count() == 3


@pytest.mark.parametrize("who", ["officer", "reviewer", "leader", "supervisor", "stranger"])
def test_nobody_else_gets_there(county: County, who: str) -> None:
    client = signed_in(getattr(county, who))
    for address in (reverse("foi_letters:list"), url(), url(agency="")):
        assert client.get(address).status_code in (302, 404)
    for address in (url(), url("preview"), url("reset")):
        assert client.post(address, typed()).status_code in (302, 404)
    assert Client().get(url())["Location"].startswith("/office/login/")
    assert not LetterTemplate.objects.exists()


def test_an_unknown_letter_or_agency_is_not_found(county: County) -> None:
    client = signed_in(county.administrator)
    assert client.get(url(name="nothing")).status_code == 404
    assert client.get(url(agency="nowhere")).status_code == 404


def test_a_slip_is_one_press_away_and_an_evaluation_is_seen(county: County) -> None:
    case = register(county, back(3))
    decision = services.decide(
        actor=county.leader, case=case, on=today(), outcome="grant", served_by="post", content="甲"
    )
    services.evaluate_by_applicant(case=case, on=timezone.localdate(), score=2, words="等得太久")
    client = signed_in(county.officer)
    page = reverse("foi_office:case", args=[case.pk])
    assert "等得太久" in client.get(page).content.decode()
    assert "等得太久" not in signed_in(county.supervisor).get(page).content.decode()
    slip = reverse("foi_office:delivery_slip", args=[case.pk, decision.letter_id])
    assert slip in client.get(page).content.decode()
    assert client.post(slip)["Location"] == page
    assert case.letters.filter(kind="delivery_slip").count() == 1
    assert "平均 2.0 分" in client.get(reverse("foi_office:worklist")).content.decode()
