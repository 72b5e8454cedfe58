"""Documents with planted values: the same seed gives the same file, what is planted stands in it, and the independent eyes can see it."""

from __future__ import annotations

import io
import random

import docx
import openpyxl
import pikepdf
import pytest

from benchmarks.planted import CONTAINERS, FINAL, extractors, generate, measuring
from benchmarks.planted.decoys import failed_resident_id, impossible_resident_id
from benchmarks.planted.identifiers import check_character, credit_code, luhn
from benchmarks.planted.scoring import Found, accused, recalled
from benchmarks.planted.spelling import LATER, SPELLINGS, plain

TEXT = [name for name in CONTAINERS if name != "picture"]


@pytest.mark.parametrize("container", TEXT)
def test_the_same_seed_gives_the_same_file(container: str) -> None:
    assert [generate(n, container).data for n in range(4)] == [generate(n, container).data for n in range(4)]


def test_what_is_planted_stands_in_the_file() -> None:
    """Seen by the extractors, which share no code with the readers; PDF loses what Typst breaks over lines of a narrow cell."""
    for container in ("txt", "html", "docx", "xlsx", "pptx", "ofd", "zip"):
        for seed in range(15):
            made = generate(seed, container)
            values = [one.value for one in made.planted if one.spelling != "boxes"]
            assert extractors.Seen(made.data, made.name).of(values) == values, (container, seed)


def test_other_libraries_open_the_files() -> None:
    for seed in range(5):
        assert docx.Document(io.BytesIO(generate(seed, "docx").data)).paragraphs
        assert openpyxl.load_workbook(io.BytesIO(generate(seed, "xlsx").data)).worksheets
        assert pikepdf.open(io.BytesIO(generate(seed, "pdf").data)).pages


def test_check_digits_are_those_of_published_examples() -> None:
    """GB 11643, annex A; ISO/IEC 7812-1, annex B; the code of GB 32100 has eighteen characters."""
    assert check_character("11010519491231002") == "X"
    assert luhn("7992739871") == "3"
    assert len(credit_code(random.Random(1))) == 18


@pytest.mark.parametrize("name", [*SPELLINGS, *LATER])
def test_every_spelling_comes_back_to_one(name: str) -> None:
    assert plain({**SPELLINGS, **LATER}[name]("11010519491231002X")) == "11010519491231002X"


def test_decoys_are_wrong_in_what_they_say() -> None:
    for seed in range(50):
        failed, impossible = (
            make(random.Random(seed)) for make in (failed_resident_id, impossible_resident_id)
        )
        assert check_character(failed[:17]) != failed[17]
        assert check_character(impossible[:17]) == impossible[17]


def test_a_miss_and_a_false_accusation_are_counted() -> None:
    made = generate(3, "docx")
    assert made.planted
    assert not any(right for _, right in recalled(made, []))
    everything = [Found(one.detector, "serious", one.value) for one in made.planted]
    assert all(right for _, right in recalled(made, everything))
    assert [
        right for _, right in accused(made, [*everything, Found("person.mobile", "serious", "10000000000")])
    ].count(False) == 1


def test_final_seeds_hold_sentences_of_their_own() -> None:
    early, late = (
        "".join(
            block.text for seed in range(first, first + 120) for block in generate(seed, "txt").draft.blocks
        )
        for first in (0, FINAL)
    )
    held_out = ("生前系本村村民", "现居住在", "无人接听", "交回", "网格员")
    assert not any(phrase in early for phrase in held_out)
    assert any(phrase in late for phrase in held_out)


def test_finding_keeps_its_quality() -> None:
    """A smoke measurement; the figures proper come from benchmarks/bench_scan.py."""
    total = measuring.many(((seed, container) for seed in range(12) for container in TEXT), processes=1)
    assert total.recall["read"].recall == 1, total.unread
    assert total.recall["checked"].recall >= 0.995, total.recall["checked"].examples
    assert total.recall["all"].recall >= 0.98, total.recall["all"].examples
    assert total.precision["all"].precision >= 0.99, total.precision["all"].examples
    assert not total.unread
