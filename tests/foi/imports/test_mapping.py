"""A register's mapping is that of any table: what differs is said, letters to others are fields, every reason comes at once."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from gongkai.convert.tables import MappingRefused
from gongkai.foi.imports import fields
from gongkai.foi.imports.entry import Entry
from gongkai.foi.imports.mapping import BUILT_IN, load
from gongkai.foi.imports.register import open_register
from tests.foi.imports.registers import HEADINGS, row, save

TODAY = date(2026, 11, 28)
OWN = """
columns: {note: ""}
consultations:
  - {name: 第三方, sent_on: 征求意见日期, answered_on: 收到意见日期, opinion: 第三方意见}
  - {party: agency, name: 领导批示, sent_on: 缴费日期}
values:
  opinion: {agrees: [没意见]}
  outcome: {cannot.not_held: [查无]}
defaults: {postal_address: null}
unconfirmed: open
"""


def own(folder: Path, text: str) -> Path:
    file = folder / "own.yaml"
    file.write_text(text, encoding="utf-8")
    return file


def test_what_differs_is_said_and_the_rest_stays_known(tmp_path: Path) -> None:
    mapping = load(own(tmp_path, OWN))
    assert (mapping.letters, mapping.confirms) == (2, False)
    assert "note" not in mapping.layout.columns
    assert "postal_address" not in mapping.layout.defaults
    words = mapping.layout.words["outcome"]
    assert (words["查无"], words["信息不存在"]) == ("cannot.not_held", "cannot.not_held"), (
        "own words add to the known ones"
    )
    letters = {
        "征求意见日期": "20230302",
        "收到意见日期": "2023.3.9",
        "第三方意见": "没意见",
        "缴费日期": "2023-03-06",
        "领导批示": "县档案馆",
    }
    register = open_register(save(tmp_path / "a.csv", [row("1", **letters)]), mapping)
    entry = next(register.read(TODAY))
    assert isinstance(entry, Entry)
    assert [(one.ref, one.party, one.name, one.opinion) for one in entry.consultations] == [
        ("1", "third_party", "", "agrees"),
        ("2", "agency", "县档案馆", ""),
    ]


def test_every_reason_at_once(tmp_path: Path) -> None:
    text = "extends: other\nunconfirmed: maybe\nconsultations: [{party: nobody, name: 甲}]\ncolumns: {sourceid: 甲}\n"
    with pytest.raises(MappingRefused) as refused:
        load(own(tmp_path, text))
    told = " ".join(refused.value.reasons)
    for part in (
        "extends",
        "unconfirmed",
        "consultations[1] 缺少 sent_on",
        "consultations[1].party",
        "source_id",
    ):
        assert part in told


def test_an_address_stands_in_only_where_there_is_no_other_contact(tmp_path: Path) -> None:
    register = open_register(save(tmp_path / "a.csv", [row("1"), row("2", 联系电话="")]), load(BUILT_IN))
    addresses = [one.values["postal_address"] for one in register.read(TODAY) if isinstance(one, Entry)]
    assert addresses == ["", "原台账未记载"]


def test_the_headings_stand_in_two_rows_too(tmp_path: Path) -> None:
    upper = ["登记"] * 7 + [""] * (len(HEADINGS) - 7)
    path = save(tmp_path / "a.csv", [list(HEADINGS), row("1")], upper)
    register = open_register(path, load(BUILT_IN))
    assert (register.rows, register.headings.row) == (1, 3)


def test_rows_taken_over_before_keep_their_digest() -> None:
    named = {
        name: fields.digest_name(name)
        for name in ("source_id", "consultations[1].sent_on", "consultations[2].name")
    }
    assert list(named.values()) == ["source_id", "0.sent_on", "1.name"]
