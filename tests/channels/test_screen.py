"""The big screen and the reading places: for everybody, without a cookie, with nothing that is not public."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

from django.test import Client

from gongkai.catalog import services as catalog
from gongkai.channels import screen
from gongkai.channels.models import ReadingPlace, Screen
from tests.catalog import desk as catalog_desk
from tests.channels import desk
from tests.world import County

PAGE, SLIDES = "/screen/finance/", "/screen/finance/slides.json"


def texts() -> list[str]:
    """Everything the screen shows."""
    slides = Client().get(SLIDES).json()["slides"]
    return [line["text"] for slide in slides for line in slide["lines"]]


def test_the_page_is_alone_strict_and_sets_no_cookie(county: County) -> None:
    document = desk.document(county)
    answer = Client().get(PAGE)
    page = answer.content.decode()
    assert document.title in page
    assert not answer.cookies
    assert "default-src 'self'" in answer["Content-Security-Policy"]
    assert not re.search(r"(?:src|href)=\"(?:https?:)?//", page)
    assert '<noscript><meta http-equiv="refresh"' in page


def test_slides_are_fetched_anew_only_when_something_changed(county: County) -> None:
    document = desk.document(county)
    first = Client().get(SLIDES)
    again = Client().get(SLIDES, headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    catalog.withdraw(actor=county.leader, document=document, reason="内容有误", on=desk.today())
    after = Client().get(SLIDES, headers={"If-None-Match": first["ETag"]})
    assert after.status_code == 200
    assert document.title not in after.content.decode()
    assert not after.cookies


def test_drafts_and_other_agencies_stay_away(county: County) -> None:
    document = desk.document(county)
    catalog_desk.draft(county, title="不该出现的草稿")
    assert document.title in texts()
    assert "不该出现的草稿" not in texts()
    assert document.title not in Client().get("/screen/education/slides.json").content.decode()
    assert document.title not in Client().get("/screen/yunxi/slides.json").content.decode()
    Screen.objects.create(agency=county.government, with_subordinates=True)
    assert document.title in Client().get("/screen/yunxi/slides.json").content.decode()


def test_settings_decide_what_is_shown(county: County) -> None:
    document = desk.document(county)
    settings = Screen.objects.create(
        agency=county.finance,
        newest=0,
        show_catalogue=False,
        show_contact=False,
        show_matters=True,
        seconds=30,
    )
    assert texts() == []
    settings.columns.add(catalog_desk.column(county))
    assert texts() == [document.title]
    results = lambda agency: [screen.line("王**", agency.name)]  # noqa: E731
    kinds = [slide["kind"] for slide in screen.content(county.finance, results)["slides"]]
    assert kinds == ["documents", "matters"]
    settings.is_on = False
    settings.save()
    assert texts() == []


def test_long_lists_become_several_slides(county: County) -> None:
    lines = [screen.line(str(number), "") for number in range(12)]
    slides = list(screen._pages("documents", "最新公开", lines))
    assert [len(slide["lines"]) for slide in slides] == [5, 5, 2]


def test_unknown_agencies_have_no_screen(county: County) -> None:
    assert Client().get("/screen/nowhere/").status_code == 404
    assert Client().get("/screen/nowhere/slides.json").status_code == 404


def test_reading_places_show_what_is_open(county: County) -> None:
    values: dict[str, Any] = {"agency": county.government, "address": "学府路2号", "hours": "9:00—17:00"}
    ReadingPlace.objects.create(kind="library", name="县图书馆查阅点", **values)
    yesterday = desk.today() - timedelta(days=1)
    ReadingPlace.objects.create(
        kind="archive", name="旧档案馆", since=yesterday - timedelta(days=9), closed_on=yesterday, **values
    )
    ReadingPlace.objects.create(kind="board", name="政府门前公告栏", **{**values, "hours": ""})
    page = Client().get("/reading-places/").content.decode()
    assert "县图书馆查阅点" in page
    assert "政府门前公告栏" in page
    assert "旧档案馆" not in page


def test_pinned_documents_come_first_and_are_public(county: County) -> None:
    document = desk.document(county)
    draft = catalog_desk.draft(county, title="草稿", document_number="云财发〔2026〕8号")
    client = desk.signed_in(county.officer)
    data = {
        "agency": county.finance.pk, "is_on": "on", "theme": "dark", "seconds": 15, "newest": 5, "keep_minutes": 30,
        "pinned": f"https://yunxi.example/d/{document.pk}/\n{draft.pk}",
    }  # fmt: skip
    refused = client.post("/office/screen/new/", data)
    assert str(draft.pk) in refused.content.decode()
    assert not Screen.objects.exists()
    client.post("/office/screen/new/", {**data, "pinned": str(document.pk)})
    slides = Client().get(SLIDES).json()["slides"]
    assert (slides[0]["title"], slides[0]["lines"][0]["text"]) == ("重点内容", document.title)
    catalog.withdraw(actor=county.leader, document=document, reason="内容有误", on=desk.today())
    assert document.title not in texts()
