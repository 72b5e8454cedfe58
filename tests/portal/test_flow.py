"""The page on the procedure of a request: drawn from the law of a day, to read, to print, to save."""

from __future__ import annotations

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db


def test_the_chart_of_today_and_of_another_day(client: Client) -> None:
    html = client.get("/flow/").content.decode()
    assert "最长20个工作日" in html
    assert html.count("<svg") == 1
    old = client.get("/flow/?as_of=2010-01-01").content.decode()
    assert "最长15个工作日" in old
    assert "国务院令第711号" not in old
    assert "/flow/chart.pdf?as_of=2010-01-01" in old


@pytest.mark.parametrize("typed", ["2008-01-01", "yesterday", "2026-02-30", "0000-00-00"])
def test_a_day_that_cannot_be_is_told_and_today_is_shown(client: Client, typed: str) -> None:
    answer = client.get("/flow/", {"as_of": typed})
    assert answer.status_code == 200
    assert "下面显示的是今天施行的流程" in answer.content.decode()


@pytest.mark.parametrize(("kind", "begins"), [("svg", b"<svg"), ("png", b"\x89PNG"), ("pdf", b"%PDF")])
def test_the_chart_is_saved(client: Client, kind: str, begins: bytes) -> None:
    answer = client.get(f"/flow/chart.{kind}")
    assert answer.content.startswith(begins)
    assert answer["Content-Disposition"].startswith("attachment")
    assert client.get("/flow/chart.exe").status_code == 404
