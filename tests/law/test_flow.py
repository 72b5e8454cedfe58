"""The request procedure: its numbers are the parameters in force, its ends the 21 results, its wording dated."""

from __future__ import annotations

import re
from datetime import date

import pytest

from gongkai.law import datafiles, flow, parameters
from gongkai.law.errors import LawInputError
from gongkai.law.outcomes import OUTCOMES
from gongkai.law.parameters import Dated, Parameter

TODAY, BEFORE_FEES, OLD = date(2026, 11, 28), date(2020, 6, 1), date(2010, 1, 1)
# Limits that are no part of the way from the request to the suit.
ELSEWHERE = {
    "publication_limit", "correction_period", "roll_forward", "agency_consultation_excluded", "reconsideration_first",
    "reconsideration_untold_limit", "reconsideration_answer_ordinary", "reconsideration_answer_summary",
    "reconsideration_decision_ordinary", "reconsideration_decision_summary", "suit_defence_limit", "appeal_limit",
    "retrial_limit", "consultation_period", "consultation_outcome_limit", "hearing_notice_limit",
    "pre_decision_notice_period",
}  # fmt: skip


def said(on: date) -> str:
    found = flow.flow(on)
    boxes = [part for box in found.boxes for part in (box.text, *box.notes, *box.sources)]
    return "\n".join([*boxes, *(arrow.label for arrow in found.arrows)])


def box(box_id: str, on: date) -> flow.Box:
    return next(box for box in flow.flow(on).boxes if box.id == box_id)


@pytest.mark.parametrize("name", sorted(set(parameters.parameters()) - ELSEWHERE))
def test_the_chart_changes_with_every_limit_of_the_procedure(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = said(TODAY)
    known = parameters.parameters()
    changed = Dated(date(2026, 1, 1), 77, "《样例条例》", "第九十九条", "M")
    old = known[name]
    longer = Parameter(name, old.title, old.unit, old.note, (*old.history, changed))
    monkeypatch.setattr(parameters, "parameters", lambda: {**known, name: longer})
    now = said(TODAY)
    assert "77" in now
    assert "《样例条例》第九十九条" in now
    assert "77" not in before


def test_no_text_of_the_chart_holds_a_number_of_its_own() -> None:
    data = datafiles.read("flow.yaml")
    rows = [row for box in data.tables("boxes") for row in box.tables("rows")]
    texts = [text for row in rows for text in (row.text("text"), *row.texts("notes"))]
    texts += [arrow.text("label") for arrow in data.tables("arrows")]
    assert not [text for text in texts if re.search(r"[\d十百]|[一二三四五六七八九](?:个|日|年)", text)]


@pytest.mark.parametrize("on", flow.turns())
def test_every_arrow_leads_from_box_to_box_and_every_box_cites_its_source(on: date) -> None:
    found = flow.flow(on)
    ids = [box.id for box in found.boxes]
    assert len(set(ids)) == len(ids)
    assert {end for arrow in found.arrows for end in (arrow.source, arrow.target)} == set(ids)
    assert all(box.sources for box in found.boxes)
    assert {box.kind for box in found.boxes} == {"start", "step", "decision", "end"}


def test_the_procedure_of_today() -> None:
    assert "7个工作日" in box("correction", TODAY).notes[0]
    assert "15个工作日" in box("third_party", TODAY).notes[0]
    assert box("third_party", TODAY).sources == ("国务院令第711号第三十三条第三款、第三十二条",)
    assert "15个工作日" in box("other_agency", TODAY).notes[0]
    assert "20个工作日" in box("in_time", TODAY).notes[0]
    assert "最长20个工作日" in box("extension", TODAY).notes[0]
    assert box("either", TODAY).notes == ("申请行政复议：60日内", "直接起诉：6个月内")
    assert "国办函〔2020〕109号第六条" in box("fee", TODAY).sources
    shown = {note for box in flow.flow(TODAY).boxes for note in box.notes}
    labels = {outcome.label for outcome in OUTCOMES.values()} - {"予以公开", "部分公开"}
    assert labels <= shown


def test_where_reconsideration_comes_first_since_2024() -> None:
    def against(on: date, group: str) -> list[tuple[str, str]]:
        return [(arrow.target, arrow.label) for arrow in flow.flow(on).arrows if arrow.source == group]

    assert against(TODAY, "partial") == [("reconsideration_first", "")]
    assert against(TODAY, "deny") == [("reconsideration_first", ""), ("either", "属于行政查询事项")]
    assert against(TODAY, "grant") == [("either", "")]
    assert against(date(2023, 12, 31), "deny") == [("either", "")]


def test_no_fee_before_the_rules_on_it() -> None:
    found = flow.flow(BEFORE_FEES)
    assert "fee" not in {box.id for box in found.boxes}
    assert "费" not in said(BEFORE_FEES)


def test_the_procedure_of_the_regulation_of_2008() -> None:
    assert "15个工作日" in box("in_time", OLD).notes[0]
    assert "最长15个工作日" in box("extension", OLD).notes[0]
    assert box("either", OLD).notes == ("申请行政复议：60日内", "直接起诉：3个月内")
    assert "711" not in said(OLD)
    assert {"granted", "in_part", "denied", "not_held"} <= {box.id for box in flow.flow(OLD).boxes}
    with pytest.raises(LawInputError, match="尚未施行"):
        flow.flow(date(2008, 4, 30))


def test_the_days_on_which_it_changed() -> None:
    assert flow.turns() == [
        date(2008, 5, 1), date(2015, 5, 1), date(2019, 5, 15), date(2021, 1, 1), date(2024, 1, 1),
    ]  # fmt: skip
