"""A partial disclosure names every part it withholds and comes with the redacted copy (Art 37)."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.core.files.base import ContentFile

from gongkai.foi import queries, services
from gongkai.foi.errors import StepRefused
from gongkai.foi.models import CaseFile, WithheldPart
from gongkai.foi.services import withholding
from gongkai.ledger.models import Event
from tests.foi.requests import part_withheld, register
from tests.world import County

D = date
TEXTS = {"content": "提供其余部分", "withheld": "附件二", "grounds": "条例第十六条", "reasons": "过程性信息"}


def answer(county: County, case: Any, on: date) -> None:
    services.decide(actor=county.leader, case=case, on=on, outcome="partial", served_by="electronic", **TEXTS)


def code_of(act: Any) -> str:
    with pytest.raises(StepRefused) as caught:
        act()
    assert "第三十七条" in caught.value.article
    assert caught.value.next_step
    return caught.value.code


def test_first_the_parts_then_the_copy_then_the_answer(county: County) -> None:
    case = register(county, D(2026, 3, 3))
    on = D(2026, 3, 10)
    assert code_of(lambda: answer(county, case, on)) == "FOI-PARTS-MISSING"
    part_withheld(county, case, on, copy=False)
    assert code_of(lambda: answer(county, case, on)) == "FOI-REDACTED-COPY"
    file = ContentFile("副本".encode(), "copy.txt")
    services.add_file(actor=county.officer, case=case, on=on, file=file, role="provided")
    assert code_of(lambda: answer(county, case, on)) == "FOI-REDACTED-COPY"
    part_withheld(county, case, on, what="附件三银行账号", ground="personal_privacy")
    answer(county, case, on)
    made = case.decisions.get()
    assert [part.decision for part in case.withheld_parts.all()] == [made, made]
    assert not withholding.standing_parts(case).exists(), "fixed with the answer"
    roles = {file.role for file in queries.files_for_applicant(case)}
    assert roles == {CaseFile.Role.PROVIDED, CaseFile.Role.REDACTED}


def test_a_part_that_was_taken_off_does_not_count(county: County) -> None:
    case = register(county, D(2026, 3, 3))
    on = D(2026, 3, 10)
    part_withheld(county, case, on)
    part = WithheldPart.objects.get()
    services.remove_withheld_part(actor=county.officer, case=case, on=on, part=part.pk)
    with pytest.raises(StepRefused) as caught:
        services.remove_withheld_part(actor=county.officer, case=case, on=on, part=part.pk)
    assert caught.value.code == "FOI-PART-UNKNOWN"
    assert code_of(lambda: answer(county, case, on)) == "FOI-PARTS-MISSING"


def test_an_answer_that_was_undone_gives_its_parts_back(county: County) -> None:
    case = register(county, D(2026, 3, 3))
    on = D(2026, 3, 10)
    part_withheld(county, case, on)
    answer(county, case, on)
    event = Event.objects.get(type="foi.case.decided")
    services.void_event(actor=county.leader, case=case, event_id=event.pk, reason="误登")
    answer(county, case, on)
    assert case.decisions.filter(state="made").get().withheld_parts.count() == 1


@pytest.mark.parametrize("changes", [{"ground": "because"}, {"what": " "}, {"reason": ""}])
def test_ground_and_reason_are_needed(county: County, changes: dict[str, Any]) -> None:
    case = register(county, D(2026, 3, 3))
    with pytest.raises(StepRefused):
        part_withheld(county, case, D(2026, 3, 10), **changes)
    assert not WithheldPart.objects.exists()


def test_what_the_letter_says_of_the_parts(county: County) -> None:
    case = register(county, D(2026, 3, 3))
    part_withheld(county, case, D(2026, 3, 10))
    one = withholding.as_text(list(withholding.standing_parts(case)))
    assert one == ("附件二第三栏", "条例第十六条第二款", "属于讨论过程中的意见")
    part_withheld(county, case, D(2026, 3, 10), what="账号", ground="personal_privacy", reason="隐私")
    what, grounds, reasons = withholding.as_text(list(withholding.standing_parts(case)))
    assert what == "1．附件二第三栏；2．账号"
    assert grounds == "条例第十六条第二款、条例第十五条"
    assert reasons == "1．属于讨论过程中的意见；2．隐私"
