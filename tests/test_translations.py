"""The second language is complete, and what is compiled is what is written."""

from __future__ import annotations

import re
from pathlib import Path

import polib
import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone

from gongkai.agencies.models import Agency, DisclosureOffice, User
from tests.foi import requests
from tests.world import County

LOCALES = Path(__file__).resolve().parent.parent / "src" / "gongkai" / "locale"
CATALOGUES = sorted(LOCALES.glob("*/LC_MESSAGES/django.po"))
SUBJECT = requests.WISH.subject
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*\}")


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.parts[-3])
def test_every_text_is_translated_with_its_placeholders(path: Path) -> None:
    catalogue = polib.pofile(str(path))
    assert len(catalogue) > 100
    untranslated = [entry.msgid for entry in catalogue.untranslated_entries()]
    fuzzy = [entry.msgid for entry in catalogue.fuzzy_entries()]
    assert not untranslated
    assert not fuzzy
    for entry in catalogue:
        for text in [entry.msgstr, *entry.msgstr_plural.values()]:
            if text:
                assert set(PLACEHOLDER.findall(text)) <= set(
                    PLACEHOLDER.findall(entry.msgid + entry.msgid_plural)
                ), entry.msgid


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.parts[-3])
def test_the_compiled_catalogue_is_current(path: Path) -> None:
    written = {
        (e.msgctxt, e.msgid): e.msgstr or e.msgstr_plural for e in polib.pofile(str(path)) if e.translated()
    }
    compiled = {
        (e.msgctxt, e.msgid): e.msgstr or e.msgstr_plural for e in polib.mofile(str(path.with_suffix(".mo")))
    }
    assert compiled == written


def test_both_catalogues_exist() -> None:
    assert {path.parts[-3] for path in CATALOGUES} == {"en", "zh_Hans"}


CJK = re.compile(r"[\u3000-\u303f\u3400-\u9fff\uff00-\uffef]+")
# Official reference numbers and sample words to search for are quoted in the English, too.
QUOTED = {run for entry in polib.pofile(str(CATALOGUES[0])) for run in CJK.findall(entry.msgstr)}
PORTAL = [
    "/",
    "/agencies/",
    "/a/finance/",
    "/a/finance/guide/",
    "/a/finance/rules/",
    "/a/finance/reports/",
    "/apply/",
    "/track/",
    "/search/",
    "/reports/",
    "/accessibility/",
    "/sitemap/",
    "/nowhere/",
]
OFFICE = [
    "/office/",
    "/office/requests/",
    "/office/requests/register/",
    "/office/remedies/",
    "/office/reports/",
]


def chinese_left(page: str) -> list[str]:
    """What an English reader still meets in Chinese, apart from what people have entered."""
    entered = {agency.name for agency in Agency.objects.all()} | {
        user.display_name for user in User.objects.all()
    }
    for office in DisclosureOffice.objects.all():
        entered |= {str(value) for value in vars(office).values()}
    entered |= {settings.SITE_NAME, SUBJECT, *QUOTED, "中文"}
    page = re.sub(
        r"<meta [^>]*>|<script.*?</script>", "", page, flags=re.DOTALL
    )  # <meta> values are fixed by a standard
    page = re.sub(
        r"<optgroup.*?</optgroup>", "", page, flags=re.DOTALL
    )  # results of table three, as the law words them
    page = re.sub(r'<span lang="zh-Hans-CN">.*?</span>', "", page)  # articles, as the law words them
    page = re.sub(r'<span class="office-logo".*?</span>', "", page)
    for text in sorted(entered, key=len, reverse=True):
        page = page.replace(text, "")
    return CJK.findall(page)


@pytest.mark.parametrize("address", PORTAL)
def test_the_portal_in_english(address: str, county: County, client: Client) -> None:
    response = client.get(address, headers={"accept-language": "en"})
    assert response.status_code == (404 if address == "/nowhere/" else 200)
    assert 'lang="en' in response.text
    assert chinese_left(response.text) == []


@pytest.mark.parametrize("address", OFFICE)
def test_the_office_in_english(address: str, county: County, client: Client) -> None:
    requests.register(county, timezone.localdate())
    client.force_login(county.officer)
    response = client.get(address, headers={"accept-language": "en"})
    assert response.status_code == 200
    assert chinese_left(response.text) == []


def test_chinese_is_what_an_unknown_language_gets(county: County, client: Client) -> None:
    assert "查找文件" in client.get("/", headers={"accept-language": "fr"}).text
