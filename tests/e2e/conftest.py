"""A real server with the demonstration county, and a real browser."""

from __future__ import annotations

import fcntl
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests import database_template

CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
GONGKAI = [sys.executable, "-m", "gongkai"]
PHONE = {"width": 390, "height": 844}
DESKTOP = {"width": 1280, "height": 900}


@dataclass(frozen=True)
class Site:
    """Where the server listens, and how people sign in."""

    url: str
    var: Path
    environment: dict[str, str]


def free_port() -> int:
    """A loopback port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_until_up(url: str, process: subprocess.Popen[bytes]) -> None:
    """Until the home page answers, at most two minutes."""
    for _ in range(600):
        if process.poll() is not None:
            raise RuntimeError(f"the server ended with code {process.returncode}")
        try:
            with urllib.request.urlopen(url, timeout=5) as answer:
                if answer.status == 200:
                    return
        except OSError:
            time.sleep(0.2)
    raise RuntimeError("the server did not come up")


def loaded_county(shared: Path, environment: dict[str, str]) -> Path:
    """The county's files, loaded by whichever worker comes first, to be copied by each."""
    loaded = shared / "county"
    with (shared / "county.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not loaded.exists():
            loading = shared / "county.loading"
            migrated = database_template.FOLDER / f"{database_template.fingerprint()}.sqlite3"
            if migrated.exists():  # the rooms' tests migrated one; migrating again would cost a minute
                loading.mkdir()
                shutil.copyfile(migrated, loading / "gongkai.sqlite3")
            command = [*GONGKAI, "demo", "load"]
            subprocess.run(
                command,
                env={**environment, "GONGKAI_VAR": str(loading)},
                check=True,
                stderr=subprocess.DEVNULL,
            )
            loading.rename(loaded)
    return loaded


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The county, loaded once and copied for this worker; its server as one process group, stopped at the end."""
    folder = tmp_path_factory.getbasetemp()
    shared = folder.parent if "PYTEST_XDIST_WORKER" in os.environ else folder
    environment = {**os.environ, "GONGKAI_DEMO": "on", "PYTHONWARNINGS": "ignore"}
    environment.pop("GONGKAI_DATABASE", None)
    var = folder / "site"
    shutil.copytree(loaded_county(shared, environment), var)
    environment["GONGKAI_VAR"] = str(var)
    port = free_port()
    process = subprocess.Popen(
        [*GONGKAI, "serve", "--port", str(port)], env=environment, start_new_session=True
    )
    try:
        wait_until_up(f"http://127.0.0.1:{port}/", process)
        yield Site(f"http://127.0.0.1:{port}", var, environment)
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        process.wait(timeout=20)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Headless Chromium from the system's packages."""
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(
            executable_path=CHROMIUM,
            args=[
                "--no-sandbox",
                "--disable-gpu",
                "--disable-background-networking",
                "--disable-component-update",
            ],
        )
        yield launched
        launched.close()


def open_context(browser: Browser, site: Site, viewport: dict[str, int]) -> BrowserContext:
    """A fresh profile: no cookies, nothing remembered; script errors fail the test."""
    context = browser.new_context(base_url=site.url, viewport=viewport, locale="zh-CN")  # type: ignore[arg-type]
    context.set_default_timeout(10_000)
    return context


def fail_on_script_errors(page: Page) -> list[str]:
    """Collect what the page's scripts complain about (CSP violations included)."""
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
    return errors


@pytest.fixture
def phone(browser: Browser, site: Site) -> Iterator[Page]:
    """A citizen's phone."""
    context = open_context(browser, site, PHONE)
    page = context.new_page()
    errors = fail_on_script_errors(page)
    yield page
    context.close()
    assert not errors, errors


@pytest.fixture
def desktop(browser: Browser, site: Site) -> Iterator[Page]:
    """A visitor's desktop browser."""
    context = open_context(browser, site, DESKTOP)
    page = context.new_page()
    errors = fail_on_script_errors(page)
    yield page
    context.close()
    assert not errors, errors


@pytest.fixture
def sign_in(browser: Browser, site: Site) -> Iterator[Callable[..., Page]]:
    """Sign in as one of the demonstration's accounts; each in a profile of its own."""
    from gongkai.demo.people import PASSWORD

    contexts: list[BrowserContext] = []

    def enter(username: str, viewport: dict[str, int] | None = None) -> Page:
        context = open_context(browser, site, viewport or DESKTOP)
        contexts.append(context)
        page = context.new_page()
        page.goto("/office/login/")
        page.fill("input[name=username]", username)
        page.fill("input[name=password]", PASSWORD)
        page.press("input[name=password]", "Enter")
        page.wait_for_url("**/office/")
        return page

    yield enter
    for context in contexts:
        context.close()


@pytest.fixture(scope="session")
def axe() -> Callable[..., None]:
    """Assert that axe finds nothing against WCAG 2.2 AA on the page as it stands."""
    checker = Axe()
    tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]

    def check(page: Page, within: str | None = None) -> None:
        page.wait_for_load_state()
        page.locator(within or "main").first.wait_for()
        options: dict[str, Any] = {"runOnly": {"type": "tag", "values": tags}}
        results = checker.run(page, context=within, options=options)
        found = [
            f"{violation['id']}: {violation['help']} {[node['html'][:120] for node in violation['nodes'][:3]]}"
            for violation in results.response["violations"]
        ]
        assert not found, f"{page.url}\n" + "\n".join(found)

    return check
