"""Wordings are kept by version, inherited down the tree, and used for the letters that follow."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from gongkai.foi import letter_rules, letter_texts, services
from gongkai.foi.errors import StepRefused
from gongkai.foi.models import LetterTemplate
from gongkai.ledger.models import Event
from tests.foi.requests import register
from tests.world import County

NAME = "decision.deny.process"
OWN = "{来文摘要}\n不予公开。理由：{理由}\n不服的，应当自收到之日起六十日内先向{复议机关}申请行政复议；对复议决定不服的，十五日内向{管辖法院}提起行政诉讼。"


def save(county: County, agency: object = None, **changes: object) -> LetterTemplate:
    typed = {"name": NAME, "title": "不予公开告知书", "text": OWN, "since": timezone.localdate(), **changes}
    return services.save_wording(actor=county.administrator, agency=agency, **typed)  # type: ignore[arg-type]


def title_at(agency: object, on: date | None = None) -> str:
    return letter_texts.chosen(agency, NAME, on or timezone.localdate()).title  # type: ignore[arg-type]


def test_the_nearest_wording_holds_and_a_reset_uncovers_the_next(county: County) -> None:
    built_in = letter_texts.templates()[NAME].title
    assert title_at(county.finance) == built_in
    save(county, title="全体")
    save(county, county.government, title="县级")
    save(county, county.finance, title="财政")
    assert [title_at(agency) for agency in (county.finance, county.education)] == ["财政", "县级"]
    second = save(county, county.finance, title="财政第二版")
    assert (second.version, title_at(county.finance)) == (2, "财政第二版")
    for agency, after in ((county.finance, "县级"), (county.government, "全体"), (None, built_in)):
        services.reset_wording(
            actor=county.administrator, agency=agency, name=NAME, since=timezone.localdate()
        )
        assert title_at(county.finance) == after
    rows = LetterTemplate.objects.filter(agency=county.finance).order_by("version")
    assert [(row.version, row.active, row.title) for row in rows] == [
        (1, True, "财政"), (2, True, "财政第二版"), (3, False, "财政第二版"),
    ]  # fmt: skip
    assert Event.objects.filter(kind="foi.letter_template").count() == LetterTemplate.objects.count()


def test_a_wording_holds_from_its_day_on(county: County) -> None:
    tomorrow = timezone.localdate() + timedelta(days=1)
    save(county, title="明天", since=tomorrow)
    assert title_at(county.finance) != "明天"
    assert title_at(county.finance, tomorrow) == "明天"
    with pytest.raises(StepRefused, match="不能早于今天"):
        save(county, since=timezone.localdate() - timedelta(days=1))


def test_what_lacks_something_is_not_saved_and_everything_is_told(county: County) -> None:
    with pytest.raises(services.WordingRefused) as refused:
        save(county, title="", text="{来文摘要}{姓名}")
    codes = {fault.code for fault in refused.value.faults}
    assert {"LETTER-TITLE", "LETTER-FIELD", "LETTER-REASONS", "LETTER-REMEDY", "LETTER-BODY"} <= codes
    assert not LetterTemplate.objects.exists()


def test_who_may_change_what(county: County) -> None:
    for actor in (county.officer, county.leader, county.supervisor):
        for agency in (None, county.finance):
            with pytest.raises(PermissionDenied):
                services.save_wording(
                    actor=actor, agency=agency, name=NAME, title="题", text=OWN, since=timezone.localdate()
                )
    with pytest.raises(StepRefused):
        save(county, name="decision.nothing")
    with pytest.raises(StepRefused):
        services.reset_wording(actor=county.administrator, agency=None, name=NAME, since=timezone.localdate())


def test_a_letter_is_written_in_the_offices_own_words(county: County) -> None:
    row = save(county, county.government)
    case = register(county, timezone.localdate())
    letter = services.decide(
        actor=county.leader, case=case, on=timezone.localdate(), outcome="deny.process", served_by="post",
        reasons="所涉材料未定稿{you}", grounds="条例第十六条第二款",
    ).letter  # fmt: skip
    assert letter is not None
    assert letter.template == row
    text = "\n".join(letter.content["paragraphs"])
    assert "先向云溪县人民政府申请行政复议" in text
    assert "云溪县人民法院" in text
    assert "所涉材料未定稿{you}" in text, "what was typed is no template"
    save(county, county.government, title="后来的题目")
    letter.refresh_from_db()
    assert letter.title == "不予公开告知书", "what was issued stays"


def test_a_paragraph_for_a_field_is_left_out_without_it(county: County) -> None:
    text = letter_rules.written(letter_texts.templates()["decision.grant"].body)
    assert "[如有：理由]" in text
    save(county, name="decision.grant", title="答复", text=text)
    case = register(county, timezone.localdate())
    letter = services.decide(
        actor=county.leader, case=case, on=timezone.localdate(), outcome="grant", served_by="post", content="见附件",
    ).letter  # fmt: skip
    assert letter is not None
    assert not any(part.startswith("说明") for part in letter.content["paragraphs"])
