"""What agencies publish about themselves is recognised in any spelling."""

from __future__ import annotations

import pytest

from gongkai.scan import Published, scan_text

_PUBLISHED = Published(
    phones=["0571-88001234", "13800138000"],
    addresses=["云溪县翠竹小区3栋2单元501室（便民服务点）"],
    emails=["Yunxi@163.com"],
)


@pytest.mark.parametrize(
    "text",
    [
        "电话：0571-88001234",
        "电话：（0571）8800 1234",
        "电话：+86-571-88001234",
        "电话：０５７１－８８００１２３４",
        "电话：88001234",
        "电话：138 0013 8000",
        "电话：+86 138 0013 8000",
        "邮箱：yunxi@163.com",
        "地址：云溪县翠竹小区3栋2单元501室",
    ],
)
def test_it_is_not_reported(text: str) -> None:
    assert scan_text(text)
    assert not scan_text(text, published=_PUBLISHED)


@pytest.mark.parametrize(
    "text", ["电话：0571-88001235", "手机：13800138001", "寄至云溪县翠竹小区3栋2单元502室"]
)
def test_anything_else_is(text: str) -> None:
    assert scan_text(text, published=_PUBLISHED)
