"""Whose information it is (Art 10; 国办公开办函〔2019〕14号): every question has one answer with its article."""

from __future__ import annotations

from itertools import product

import pytest

from gongkai.foi.responsibility import Change, Origin, Question, Verdict, resolve

OTHER = "云溪县水务局"


@pytest.mark.parametrize(
    ("question", "verdict", "article", "words"),
    [
        (Question(Origin.MADE, True), Verdict.OURS, "第十条第一款", "制作"),
        (Question(Origin.MADE, False, OTHER), Verdict.THEIRS, "第十条第一款", OTHER),
        (Question(Origin.FROM_PUBLIC, True), Verdict.OURS, "第十条第一款", "保存"),
        (Question(Origin.FROM_ORGAN, False, OTHER), Verdict.THEIRS, "第十条第一款", "最初获取"),
        (Question(Origin.JOINT, False, OTHER), Verdict.THEIRS, "第十条", "牵头"),
        (Question(Origin.JOINT, True), Verdict.OURS, "第十条", "牵头"),
        (Question(Origin.MADE, False, OTHER, own_name=True), Verdict.EITHER, "第十条第二款", "自己的名义"),
        (Question(Origin.MADE, True, OTHER, Change.FUNCTION_MOVED), Verdict.EITHER, "14号", "征求其意见"),
        (
            Question(Origin.MADE, False, OTHER, Change.FUNCTION_MOVED, successor_is_us=True),
            Verdict.OURS,
            "14号",
            "不得以档案尚未移交",
        ),
        (Question(Origin.MADE, False, OTHER, Change.MERGED), Verdict.THEIRS, "14号", "合并"),
        (Question(Origin.MADE, True, "", Change.TO_PARTY), Verdict.OTHER_RULES, "14号", "党务公开条例"),
        (Question(Origin.MADE, True, "", Change.TO_PARTY_WITH_PLATE), Verdict.OURS, "14号", "加挂"),
        (Question(Origin.MADE, True, "", Change.ARCHIVED), Verdict.OTHER_RULES, "档案法", "档案馆"),
        (Question(Origin.MADE, True, "", Change.ARCHIVED_EARLY), Verdict.OURS, "档案法", "提前移交"),
    ],
)
def test_who_answers_and_why(question: Question, verdict: Verdict, article: str, words: str) -> None:
    answer = resolve(question)
    assert answer.verdict is verdict
    assert article in str(answer.article)
    assert words in answer.text


def test_every_question_has_an_answer_and_a_letter_unless_it_is_ours() -> None:
    for origin, ours, other, change, successor, own in product(
        Origin, (True, False), ("", OTHER), Change, (True, False), (True, False)
    ):
        answer = resolve(Question(origin, ours, other, change, successor, own))
        assert answer.text
        assert answer.article
        assert bool(answer.letter) is (answer.verdict is not Verdict.OURS)
        if answer.verdict is Verdict.THEIRS and other:
            assert f"请向{OTHER}提出申请" in answer.letter
