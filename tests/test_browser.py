"""A reviewer's day in a real browser: no console error, no breach of the content policy, no request to other hosts."""

import os
import shutil
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect, sync_playwright

from claims.models import Discrepancy, Review
from sources.models import Article
from tests import make

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

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


@pytest.fixture(scope="module")
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
def tab(browser, live_server):
    """A page that fails the test for anything it complains of."""
    context = browser.new_context(base_url=live_server.url, color_scheme="dark")
    page = context.new_page()
    complaints = []
    page.on("console", lambda said: complaints.append(said.text) if said.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("response", lambda answer: complaints.append(answer.url) if answer.status >= 400 else None)
    hosts = set()
    page.on("request", lambda asked: hosts.add(urlsplit(asked.url).netloc))
    yield page
    context.close()
    assert complaints == []
    assert hosts == {urlsplit(live_server.url).netloc}


def log_in(tab):
    make.superuser("editor")
    tab.goto("/")
    tab.get_by_label("Username").fill("editor")
    tab.get_by_label("Password").fill("a long test password")
    tab.get_by_role("button", name="Log in").click()


def test_a_reviewer_logs_in_opens_the_queue_and_decides(tab):
    row = make.discrepancy()
    log_in(tab)
    tab.get_by_role("link", name="The whole queue (1)").click()
    tab.get_by_role("link", name="number of districts").click()
    expect(tab.get_by_text("North Post says 3 districts; South Post says 7.")).to_be_visible()
    three, seven = tab.locator(".position").all()
    assert three.bounding_box()["y"] == seven.bounding_box()["y"]
    tab.get_by_label("Confirmed conflict").check()
    tab.get_by_label("Note:").fill("Read both; they cannot both be right.")
    tab.get_by_role("button", name="Record", exact=True).click()
    expect(tab.locator(".reviews")).to_contain_text("they cannot both be right")
    row.refresh_from_db()
    assert row.status == "confirmed"


def test_confirming_without_a_note_says_what_is_missing_and_keeps_the_choice(tab):
    row = make.discrepancy()
    log_in(tab)
    tab.goto(f"/admin/claims/discrepancy/{row.pk}/change/")
    tab.get_by_label("Confirmed conflict").check()
    tab.get_by_role("button", name="Record, and on to the next").click()
    expect(tab.locator(".errorlist")).to_contain_text("needs a note")
    expect(tab.get_by_label("Confirmed conflict")).to_be_checked()
    assert Review.objects.count() == 0
    tab.get_by_label("Note:").fill("Checked.")
    tab.get_by_role("button", name="Record, and on to the next").click()
    expect(tab.get_by_text("nothing is open")).to_be_visible()
    assert Discrepancy.objects.get().status == "confirmed"


def test_a_claim_leads_to_its_words_in_the_article_where_what_is_known_can_be_corrected(tab):
    row = make.discrepancy()
    claim = row.fact.claims.first()
    log_in(tab)
    tab.goto(f"/admin/claims/discrepancy/{row.pk}/change/")
    tab.locator(".card").first.get_by_role("link").click()
    assert tab.url.endswith(f"?version=1#c{claim.pk}")
    value = tab.locator(f"#c{claim.pk} + mark")
    expect(value).to_have_text("three")
    expect(value).to_be_in_viewport()
    assert value.evaluate("mark => getComputedStyle(mark).outlineStyle") == "solid"
    tab.get_by_label("Origin").fill("Wire Agency")
    tab.get_by_role("button", name="Save", exact=True).click()
    expect(tab.locator(".messagelist")).to_contain_text("changed successfully")
    assert Article.objects.get(pk=claim.version.article_id).origin == "Wire Agency"


def test_several_are_decided_together_on_a_narrow_screen(tab):
    for _ in range(2):
        make.discrepancy()
    log_in(tab)
    tab.set_viewport_size({"width": 800, "height": 900})
    tab.goto("/admin/claims/discrepancy/")
    tab.get_by_label("Select all objects on this page for an action").check()
    tab.get_by_label("Action:").select_option(label="Decide together…")
    tab.get_by_role("button", name="Go").click()
    tab.get_by_label("Dismissed").check()
    tab.get_by_role("button", name="Decide 2 together").click()
    expect(tab.locator(".messagelist")).to_contain_text("2 decided.")
    assert set(Discrepancy.objects.values_list("status", flat=True)) == {"dismissed"}
    assert tab.evaluate("document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.parametrize(
    "address",
    [
        "",
        "sources/source/",
        "sources/feed/add/",
        "sources/importrun/",
        "claims/claim/",
        "claims/quote/",
        "claims/fact/",
        "claims/utterance/",
        "claims/entity/",
        "claims/extraction/",
        "claims/review/",
    ],
)
def test_every_page_is_quiet(tab, address):
    make.discrepancy()
    log_in(tab)
    tab.goto(f"/admin/{address}")
    expect(tab.locator("h1")).to_be_visible()
