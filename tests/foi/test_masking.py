"""What is left of a person's data when it is masked."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.foi import masking


@pytest.mark.parametrize(
    ("mask", "plain", "masked"),
    [
        (masking.name, "张三", "张*"),
        (masking.name, "钱小禾", "钱**"),
        (masking.name, "张", "张*"),
        (masking.name, "", ""),
        (masking.identity, "510123199001011234", "510***********1234"),
        (masking.identity, "51012319900101123X", "510***********123X"),
        (masking.identity, "E12345678", "*******78"),
        (masking.identity, "1234", "****"),
        (masking.identity, "", ""),
        (masking.telephone, "13812341234", "138****1234"),
        (masking.telephone, "0999-7654321", "0999****4321"),
        (masking.telephone, "7654321", "*****21"),
        (masking.telephone, "", ""),
        (masking.email, "qian@example.com", "q***@example.com"),
        (masking.email, "qian", "***"),
        (masking.email, "", ""),
        (masking.address, "江宁省云溪县柳桥镇1号", "江宁省云溪县***"),
        (masking.address, "柳桥镇1号", "***"),
        (masking.address, "", ""),
    ],
)
def test_masks(mask: object, plain: str, masked: str) -> None:
    assert mask(plain) == masked  # type: ignore[operator]


def test_an_organisation_keeps_its_name() -> None:
    assert masking.name("云溪某某有限公司", organisation=True) == "云溪某某有限公司"


@given(st.text(alphabet="0123456789X", min_size=5, max_size=40))
def test_the_middle_of_a_number_is_never_shown(number: str) -> None:
    for mask in (masking.identity, masking.telephone):
        assert number not in mask(number)
        assert mask(number).count("*") >= 3
        assert len(mask(number)) <= len(number) + 1


def test_the_longest_secret_is_replaced_first() -> None:
    secrets = {"张三": "张*", "张三丰": "张**", "1": "*"}
    assert masking.within("张三丰和张三，第1号", secrets) == "张**和张*，第1号"
