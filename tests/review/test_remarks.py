"""A return with remarks, each pinned to a passage of the text."""

from __future__ import annotations

import pytest

from gongkai.catalog import services as catalog
from gongkai.review import queries, remarks
from gongkai.review.remarks import Pinned
from gongkai.review.rules import Refused
from tests.catalog import desk
from tests.review import chain
from tests.world import County


def test_remarks_stay_with_the_return_and_say_whether_the_passage_still_stands(county: County) -> None:
    document = desk.submitted(county)
    pinned = [Pinned("规范补助 资金管理", "写明资金名称"), Pinned("一档", "写明条件")]
    signature = chain.sign(county.reviewer, document, "returned", opinion="见批注", pinned=pinned)
    assert [remark.text for remark in signature.remarks.all()] == ["写明资金名称", "写明条件"]
    catalog.revise(
        actor=county.officer, document=document, body=desk.BODY.replace("规范补助资金", "规范惠农补助资金")
    )
    version = document.get_latest_revision_as_object()
    assert [item.stands for item in remarks.followed(signature.remarks.all(), version)] == [False, True]


@pytest.mark.parametrize(
    ("decision", "pinned"),
    [
        ("returned", [Pinned("正文里没有的一句话", "改")]),
        ("returned", [Pinned(" ", "改")]),
        ("returned", [Pinned("一档", "改")] * (remarks.MOST + 1)),
        ("approved", [Pinned("一档", "改")]),
    ],
)
def test_remarks_that_cannot_be_kept(county: County, decision: str, pinned: list[Pinned]) -> None:
    document = desk.submitted(county)
    with pytest.raises(Refused, match="REVIEW-REMARK"):
        chain.sign(county.reviewer, document, decision, pinned=pinned)
    assert not queries.signatures(document).exists()
