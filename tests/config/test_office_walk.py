"""Every address of the back office, opened by everybody: refused, redirected or shown, never an error of ours."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import URLPattern, get_resolver

from gongkai.catalog.models import Document
from gongkai.foi.models import Case
from tests.catalog.desk import draft, submitted
from tests.foi.requests import register
from tests.world import County

# Wagtail's page tree, libraries and accounts of its own, which nobody here has a right to.
WAGTAILS = re.compile(
    r"office/(api|bulk|choose|collections|documents/(chooser|edit|multiple)|failwhale|groups|images|pages|redirects|"
    r"reports/(aging|locked|page-types|site|workflow)|logout|sites|test404|users|workflows)"
)
OPEN_TO_ANYBODY = re.compile(r"/office/(login|password_reset|jsi18n|sprite)")
OF_DOCUMENT = re.compile(r"office/(snippets/catalog/document/.*<int:pk>|documents/(lists/)?<int:pk>)")
OF_CASE = re.compile(r"office/requests/(<int:pk>|\^\(\?P<pk>)")
NOWHERE = 10**17


@dataclass(frozen=True)
class Matters:
    """What exists at the finance bureau."""

    document: Document
    case: Case


@pytest.fixture
def matters(county: County) -> Matters:
    """A draft under review, one that is not, and a request."""
    draft(county)
    return Matters(submitted(county, title="审签中的文件"), register(county, date(2026, 3, 2)))


def patterns(resolver: Any = None, prefix: str = "") -> Iterator[str]:
    """The address patterns of the office that are ours."""
    for found in (resolver or get_resolver()).url_patterns:
        address = prefix + str(found.pattern)
        if not isinstance(found, URLPattern):
            yield from patterns(found, address)
        elif address.startswith("office/") and not WAGTAILS.match(address):
            yield address


def address(pattern: str, number: int) -> str:
    """The pattern with its arguments filled in: the finance bureau, its things, or what is not there."""
    fixed = {
        "code": "finance", "label": "catalog.Document", "item": "regs_rules_normdocs", "form": "docx",
        "extent": "full", "kind": "xlsx", "revision_id_a": "earliest", "revision_id_b": "latest",
    }  # fmt: skip

    def fill(match: re.Match[str]) -> str:
        kind, name = match["kind"] or "int", match["name"]
        return fixed.get(name) or (str(number) if kind == "int" else "none")

    plain = re.sub(r"[\^$\\]", "", pattern)
    named = r"<(?:(?P<kind>\w+):)?(?P<name>\w+)>"
    filled = re.sub(
        r"\(\?P(<\w+>)\([^()]*\)\)|\(\?P(<\w+>)[^)]*\)", lambda found: found[1] or found[2], plain
    )
    return "/" + re.sub(named, fill, filled)


def walk(client: Client, matters: Matters, method: str = "get") -> dict[str, int]:
    """Status by address, asked for or posted to without content: with the finance bureau's things, with the first of everything, with what is nowhere."""
    found = {}
    for pattern in patterns():
        own = matters.case.pk if OF_CASE.match(pattern) else matters.document.pk
        for number in dict.fromkeys((own, 1, NOWHERE) if "<" in pattern else (0,)):
            url = address(pattern, number)
            response = getattr(client, method)(url)
            if response.streaming:
                b"".join(response.streaming_content)  # at its end the file is closed
            found[url] = response.status_code
    return found


def test_nobody_enters_without_signing_in(matters: Matters) -> None:
    entered = {url: status for url, status in walk(Client(), matters).items() if status not in (302, 404)}
    assert [url for url in entered if not OPEN_TO_ANYBODY.match(url)] == []


@pytest.mark.parametrize(
    ("who", "method"), [("officer", "get"), ("officer", "post"), ("administrator", "get")]
)
def test_no_address_fails(county: County, matters: Matters, who: str, method: str) -> None:
    client = Client(raise_request_exception=False)
    client.force_login(getattr(county, who))
    found = walk(client, matters, method)
    assert sum(status in (200, 422) for status in found.values()) > 30
    assert {url: status for url, status in found.items() if status >= 500} == {}


def test_another_agency_opens_nothing_of_these(county: County, matters: Matters) -> None:
    client = Client()
    client.force_login(county.stranger)
    own = {
        address(pattern, matters.case.pk if of_case else matters.document.pk)
        for pattern in patterns()
        for of_case in [bool(OF_CASE.match(pattern))]
        if of_case or OF_DOCUMENT.match(pattern)
    }
    assert len(own) > 40
    assert {
        url: client.get(url).status_code for url in sorted(own) if client.get(url).status_code == 200
    } == {}
