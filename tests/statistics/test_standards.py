"""Standard catalogues on office and public pages: nothing is kept before it was looked at; nobody acts for another agency."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from gongkai.catalog.models import StandardCatalogue, StandardLink
from gongkai.catalog.standards import queries, services
from gongkai.statistics import evidence
from tests.catalog import desk
from tests.catalog.test_standards import HEAD, ROWS, bring_in, workbook
from tests.world import County

UPLOAD = "/office/statistics/standard/upload/"


@pytest.fixture
def catalogue(county: County, tmp_path: Path) -> StandardCatalogue:
    """Compulsory education."""
    return bring_in(county, workbook(tmp_path, [*HEAD, *ROWS]), "a" * 64)


def upload(client: Client, county: County, path: Path) -> Any:
    file = SimpleUploadedFile("目录.xlsx", path.read_bytes())
    return client.post(UPLOAD, {"agency": county.government.pk, "field": "义务教育", "file": file})


def test_a_file_is_looked_at_before_it_is_kept(client: Client, county: County, tmp_path: Path) -> None:
    client.force_login(county.administrator)
    answer = upload(client, county, workbook(tmp_path, [*HEAD, *ROWS]))
    assert answer.status_code == 200
    html = answer.content.decode()
    assert "读到 3 个事项" in html
    assert "承接上行" in html
    assert not StandardCatalogue.objects.exists()
    held = re.search(r'name="preview" value="([^"]+)"', html)
    assert held is not None
    assert client.post(UPLOAD, {"preview": held[1] + "x"}).url == UPLOAD
    assert not StandardCatalogue.objects.exists()
    made = client.post(UPLOAD, {"preview": held[1]})
    assert StandardCatalogue.objects.get().items.count() == 3
    assert client.get(made.url).status_code == 200
    assert (
        client.post(UPLOAD, {"preview": held[1]}).url == UPLOAD
    )  # the same again is refused with its reason
    client.force_login(county.officer)
    assert client.post(UPLOAD, {"preview": held[1]}).status_code == 404


def test_faults_are_told_by_row_and_nothing_typed_is_lost(
    client: Client, county: County, tmp_path: Path
) -> None:
    client.force_login(county.administrator)
    answer = upload(client, county, workbook(tmp_path, [*HEAD, ROWS[0], ROWS[0]]))
    assert answer.status_code == 422
    assert "第5行" in answer.content.decode()
    assert 'value="义务教育"' in answer.content.decode()
    assert upload(client, county, workbook(tmp_path, [["甲", "乙"]])).status_code == 422


def test_an_officer_links_documents_and_takes_the_link_back(
    client: Client, county: County, catalogue: StandardCatalogue
) -> None:
    document = desk.published(county, title="2026年教育经费预算")
    item = next(item for item in queries.items_of(catalogue) if item.matter == "教育经费")
    client.force_login(county.officer)
    place = f"/office/statistics/standard/{catalogue.pk}/suggestions/"
    pair = f"{item.pk}-{document.pk}"
    assert f'value="{pair}"' in client.get(place).content.decode()
    assert f'value="{pair}"' in client.get(f"/office/statistics/standard/items/{item.pk}/").content.decode()
    assert client.post("/office/statistics/standard/link/", {"pair": pair}).status_code == 302
    assert StandardLink.objects.count() == 1
    for state in ("", "missing", "late", "published", "stale", "unassigned"):
        assert client.get(f"/office/statistics/standard/{catalogue.pk}/?state={state}").status_code == 200
    assert client.get("/office/statistics/standard/").status_code == 200
    assert client.get(f"/office/statistics/standard/{catalogue.pk}/catalogue.xlsx").content[:2] == b"PK"
    client.force_login(county.stranger)
    assert client.post("/office/statistics/standard/link/", {"pair": pair}).status_code in (302, 403)
    undo = f"/office/statistics/standard/items/{item.pk}/unlink/{document.pk}/"
    client.post(undo)
    assert StandardLink.objects.count() == 1
    client.force_login(county.officer)
    assert client.post(undo).status_code == 302
    assert not StandardLink.objects.exists()
    for wrong in ("x-1", "1", f"{item.pk}-999999", "9" * 30 + "-" + "9" * 30):
        assert client.post("/office/statistics/standard/link/", {"pair": wrong}).status_code == 404


def test_publishers_that_were_not_recognised_are_settled(
    client: Client, county: County, catalogue: StandardCatalogue
) -> None:
    item = queries.items_of(catalogue)[0]
    client.force_login(county.administrator)
    place = f"/office/statistics/standard/items/{item.pk}/"
    assert client.post(place, {"agencies": [county.town.pk]}).status_code == 302
    assert [one.code for one in queries.standings([item], item.catalogue.imported_at.date())[0].agencies] == [
        "liuqiao"
    ]


def test_channels_without_a_record_are_named(county: County, catalogue: StandardCatalogue) -> None:
    item = queries.items_of(catalogue)[0]
    services.assign(actor=county.administrator, item=item, agencies=[county.finance])
    services.link(actor=county.officer, pairs=[(item, desk.published(county))])
    found = evidence.checked(queries.standings([item], item.catalogue.imported_at.date()))
    assert found[0].without_proof == ("两微一端", "社区/企事业单位/村公示栏（电子屏）")


def test_the_public_reads_the_catalogue_in_its_form(
    client: Client, county: County, catalogue: StandardCatalogue
) -> None:
    assert "义务教育" in client.get("/standard/").content.decode()
    html = client.get(f"/standard/{catalogue.pk}/").content.decode()
    assert "招生计划" in html
    assert "/apply/?about=" in html
    assert client.get(f"/standard/{catalogue.pk}/catalogue.xlsx").content[:2] == b"PK"
    assert "教育经费" in client.get("/a/finance/standard/").content.decode()
    assert "没有这个机关的事项" in client.get("/a/liuqiao/standard/").content.decode()
    assert client.get("/standard/999/").status_code == 404


def test_the_public_page_costs_the_same_with_many_items(
    client: Client, county: County, tmp_path: Path
) -> None:
    def cost(made: StandardCatalogue) -> int:
        with CaptureQueriesContext(connection) as found:
            assert client.get(f"/standard/{made.pk}/").status_code == 200
        return len(found)

    few = cost(bring_in(county, workbook(tmp_path, [*HEAD, *ROWS]), "a" * 64))
    rows = [[n, "类", f"事项{n}", "内容", "依据", "及时", "县教育局", "■政府网站"] for n in range(40)]
    assert cost(bring_in(county, workbook(tmp_path, [*HEAD, *rows]), "b" * 64)) == few
