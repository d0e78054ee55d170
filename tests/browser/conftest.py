"""A real browser: every page of it fails its test for whatever it complains of."""

import os
import re
import shutil
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Locator, Page, sync_playwright

from tests import make

CHROMIUM = shutil.which("chromium") or "/usr/bin/chromium"
FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="package")
def browser():
    """Playwright's loop runs in this thread, where Django would refuse to touch the database."""
    before = os.environ.get("DJANGO_ALLOW_ASYNC_UNSAFE")
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield chromium
        chromium.close()
    if before is None:
        del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]
    else:
        os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = before


@pytest.fixture
def forgive():
    """`forgive("ERR_INTERNET_DISCONNECTED")`: complaints that match are what the test is about."""
    patterns: list[str] = []
    yield patterns.append


@pytest.fixture
def complaints(live_server, forgive):
    """Console errors and warnings, answers that failed and requests to other hosts: none, at the end of the test."""
    heard: list[str] = []
    yield heard
    forgiven = forgive.__self__
    assert [complaint for complaint in heard if not any(re.search(one, complaint) for one in forgiven)] == []


@pytest.fixture
def opened(browser, live_server, complaints):
    """`opened()` is a page of a visitor of their own, with their own cookies: two of them are two people."""
    contexts = []
    home = urlsplit(live_server.url).netloc

    def page(**options) -> Page:
        context = browser.new_context(**{"base_url": live_server.url, "color_scheme": "dark", **options})
        contexts.append(context)
        context.on("page", lambda page: listen(page, home, complaints))
        return context.new_page()

    yield page
    for context in contexts:
        context.close()


def listen(page: Page, home: str, heard: list[str]) -> None:
    page.on("console", lambda said: heard.append(said.text) if said.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: heard.append(str(error)))
    page.on("response", lambda answer: heard.append(answer.url) if answer.status >= 400 else None)
    page.on("request", lambda asked: heard.append(asked.url) if urlsplit(asked.url).netloc not in (home, "") else None)


@pytest.fixture
def tab(opened):
    """One visitor's page."""
    return opened()


def log_in(tab: Page, person=None, password: str = "a long test password") -> None:
    """As a new superuser `editor`, or as that person."""
    tab.goto("/")
    tab.get_by_label("Username").fill((person or make.superuser("editor")).username)
    tab.get_by_label("Password").fill(password)
    tab.get_by_role("button", name="Log in").click()


def tops(found: Locator) -> set[float]:
    """Where these begin, measured in one step: a page that is still being laid out moves between two."""
    return set(found.evaluate_all("all => all.map(each => each.getBoundingClientRect().top)"))
