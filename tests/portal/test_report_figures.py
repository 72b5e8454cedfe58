"""Published figures on the portal: open data, charts, the picture story; nothing that is not published shows anywhere."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from django.test import Client
from lxml import html as lxml_html

from gongkai.cli.root import main
from gongkai.reports import services
from tests.portal import pages
from tests.portal.test_pages import cost
from tests.world import County

PATHS = (
    "/a/finance/reports/2025/story/",
    "/a/finance/reports/2025/story.svg",
    "/a/finance/reports/2025/story.png",
    "/a/finance/reports/2025/data.json",
    "/a/finance/reports/2025/data.csv",
    "/reports/2025/data.json",
    "/reports/2025/data.csv",
)


def content(client: Client, path: str) -> bytes:
    answer = client.get(path)
    assert answer.status_code == 200, path
    return answer.getvalue()


def test_the_open_data_is_what_was_signed(client: Client, county: County, signed_report: Any) -> None:
    one = json.loads(content(client, "/a/finance/reports/2025/data.json"))
    assert (one["agency"]["code"], one["year"], one["coverage"]) == ("finance", 2025, "own")
    values = {cell["id"]: cell["value"] for cell in one["cells"]}
    assert (values["t2.licence.decisions"], values["t2.admin_charges.amount"]) == (320, 12.5)
    assert len(values) == 200
    assert "{{" not in json.dumps(one["sections"], ensure_ascii=False)
    year = json.loads(content(client, "/reports/2025/data.json"))
    assert year["reports"] == [one]
    for path in ("/a/finance/reports/2025/data.csv", "/reports/2025/data.csv"):
        raw = content(client, path)
        assert raw.startswith(b"\xef\xbb\xbf")
        rows = list(csv.DictReader(io.StringIO(raw.decode("utf-8-sig"))))
        assert len(rows) == 200
        assert next(row["value"] for row in rows if row["cell"] == "t2.admin_charges.amount") == "12.5"
    schema = json.loads(content(client, "/reports/schema.json"))
    report = schema["$defs"]["report"]
    assert set(report["required"]) == set(one) == set(report["properties"])
    assert set(one["cells"][0]) == set(report["properties"]["cells"]["items"]["properties"])


@pytest.mark.parametrize("path", PATHS)
def test_what_is_not_published_is_nowhere(client: Client, county: County, path: str) -> None:
    assert client.get(path).status_code == 404
    report = services.open_year(actor=county.officer, agency=county.finance, year=2025)
    assert client.get(path).status_code == 404
    services.sign_off(actor=county.leader, report=report, exception_reason="样例")
    assert client.get(path).status_code == 404
    assert "还没有已公布的年度报告" in content(client, "/a/finance/reports/years/").decode()
    assert "还没有已公布的年度报告" in content(client, "/reports/years/").decode()


def test_the_story_in_picture_and_words(client: Client, county: County, signed_report: Any) -> None:
    tree = lxml_html.fromstring(content(client, "/a/finance/reports/2025/story/").decode())
    assert tree.xpath("//img[@alt][contains(@src, 'story.png')]")
    assert "新收信息公开申请0件" in tree.text_content()
    assert "未收取政府信息公开信息处理费，收费金额为0元" in tree.text_content()
    assert content(client, "/a/finance/reports/2025/story.png").startswith(b"\x89PNG")
    assert content(client, "/a/finance/reports/2025/story.svg").lstrip().startswith(b"<svg")
    saved = client.get("/a/finance/reports/2025/story.svg?save")
    assert saved["Content-Disposition"].startswith("attachment")
    assert saved["X-Content-Type-Options"] == "nosniff"


def test_every_chart_stands_beside_its_table(client: Client, county: County, signed_report: Any) -> None:
    for path in ("/a/finance/reports/years/", "/reports/years/"):
        tree = lxml_html.fromstring(content(client, path).decode())
        pictures, tables = tree.xpath("//svg"), tree.xpath("//table")
        assert len(pictures) == len(tables) == 5
        assert all(picture.get("role") == "img" for picture in pictures)
        described = {d.get("id") for d in tree.xpath("//svg/title | //svg/desc")}
        assert {key for p in pictures for key in p.get("aria-labelledby").split()} == described
        assert tree.xpath("//table//td[text()='320']")
        assert not tree.xpath("//*[@style] | //svg//style | //svg//script")


def test_pages_link_to_each_other(client: Client, county: County, signed_report: Any) -> None:
    links = lxml_html.fromstring(content(client, "/a/finance/reports/2025/").decode()).xpath(
        "//main//a/@href"
    )
    assert {"/a/finance/reports/2025/story/", "/a/finance/reports/years/", "/a/finance/reports/2025/data.csv"} <= set(links)  # fmt: skip
    links = lxml_html.fromstring(content(client, "/reports/").decode()).xpath("//main//a/@href")
    assert {"/reports/years/", "/reports/2025/data.json"} <= set(links)


def test_figures_cost_the_same_for_many_agencies(client: Client, county: County, signed_report: Any) -> None:
    paths = ("/a/finance/reports/2025/story/", "/a/finance/reports/years/", "/reports/years/")
    before = {path: cost(client, path) for path in paths}
    assert before == {paths[0]: 3, paths[1]: 2, paths[2]: 1}
    pages.reports(county, 10)
    assert {path: cost(client, path) for path in paths} == before


def test_the_command_line_writes_the_same(county: County, signed_report: Any, tmp_path: Path) -> None:
    for kind, start in (("csv", b"\xef\xbb\xbfagency_code"), ("svg", b"<svg"), ("png", b"\x89PNG")):
        out = tmp_path / f"report.{kind}"
        arguments = [
            "report",
            "compute",
            "--agency",
            "finance",
            "--format",
            kind,
            "--out",
            str(out),
            "--year",
        ]
        assert CliRunner().invoke(main, [*arguments, "2025"]).exit_code == 0
        assert out.read_bytes().lstrip().startswith(start)
        refused = CliRunner().invoke(main, [*arguments, "2024"])
        assert refused.exit_code == 2
        assert "还没有公布" in refused.output
