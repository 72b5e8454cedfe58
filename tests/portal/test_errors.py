"""Error pages: what happened, what next, a code that also stands in the log, and nothing that could break again."""

from __future__ import annotations

import logging
import re
from typing import Any

import pytest
from django.core.exceptions import BadRequest, PermissionDenied
from django.db import OperationalError
from django.test import Client

from gongkai.portal.views import errors, home
from tests.world import County

CODE = re.compile(r"GK-[2-9A-HJ-NP-Z]{8}")


@pytest.mark.parametrize(
    ("view", "status", "said"),
    [
        (errors.bad_request, 400, "提交的内容读不出来"),
        (errors.forbidden, 403, "这一步不能继续"),
        (errors.not_found, 404, "没有这个网页"),
        (errors.too_many, 429, "操作太频繁"),
        (errors.server_error, 500, "网站暂时办不了这件事"),
    ],
)
def test_without_database_session_or_context_processors(
    rf: Any, settings: Any, caplog: pytest.LogCaptureFixture, view: Any, status: int, said: str
) -> None:
    settings.TEMPLATES[0]["OPTIONS"]["context_processors"].append("nowhere.at_all")
    try:
        with caplog.at_level(logging.INFO, "gongkai.portal"):
            answer = view(rf.get("/d/1/?name=钱小禾"))
    finally:
        settings.TEMPLATES[0]["OPTIONS"]["context_processors"].remove("nowhere.at_all")
    html = answer.content.decode()
    assert answer.status_code == status
    assert said in html
    assert "云溪县人民政府" in html
    code = CODE.search(html)
    assert code
    assert code.group() in caplog.text
    assert "钱小禾" not in caplog.text + html
    assert answer["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    ("trouble", "status"),
    [(OperationalError("the database is gone"), 500), (PermissionDenied(), 403), (BadRequest(), 400)],
)
def test_when_a_page_breaks(
    county: County, monkeypatch: pytest.MonkeyPatch, trouble: Exception, status: int
) -> None:
    def fail(*_arguments: Any) -> None:
        raise trouble

    monkeypatch.setattr(home.catalog, "latest", fail)
    answer = Client(raise_request_exception=False).get("/")
    html = answer.content.decode()
    assert answer.status_code == status
    assert CODE.search(html)
    assert "the database is gone" not in html
    assert "default-src 'self'" in answer["Content-Security-Policy"]


def test_search_engines_are_told_what_is_private(client: Client, db: None) -> None:
    text = client.get("/robots.txt").content.decode()
    for path in ("/track/", "/receipt/", "/office/"):
        assert f"Disallow: {path}" in text
