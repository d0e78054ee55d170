"""Putting two facts together in a real browser: found by search, shown first, done, being grouped again, taken back."""

import pytest
from playwright.sync_api import expect

from claims.models import Extraction, Review, Together
from tests import make
from tests.browser.conftest import log_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def facts():
    rows = [make.fact("number of districts ceded"), make.fact("number of regions handed over")]
    for number, (outlet, words, figure) in enumerate((("North Post", "three", 3.0), ("South Post", "seven", 7.0))):
        version = make.article(f"Officials said {words} districts were ceded.", source=make.source(outlet)).current
        make.claim(words, version, fact=rows[number], low_number=figure, high_number=figure)
    return rows


def test_two_facts_are_put_together_from_the_page_of_one_and_that_is_taken_back(tab, facts):
    log_in(tab)
    tab.goto(f"/admin/claims/fact/{facts[0].pk}/change/")
    tab.get_by_role("link", name="Put together with…").click()
    tab.get_by_label("Look for what is the same:").fill("regions")
    tab.keyboard.press("Enter")
    tab.get_by_label("number of regions handed over", exact=True).check()
    tab.get_by_role("button", name="Show what would be one").click()
    expect(tab.get_by_text("would open", exact=True)).to_be_visible()
    assert Review.objects.count() == 0
    tab.get_by_label("Note:").fill("The same districts.")
    tab.get_by_role("button", name="Put 2 together").click()
    expect(tab.locator(".messagelist")).to_contain_text("The worker groups it again now")
    expect(tab.get_by_role("status")).to_contain_text("Being grouped again")
    assert Together.objects.count() == 2
    Extraction.objects.update(state="done")
    tab.reload()
    expect(tab.get_by_role("status")).to_have_count(0)
    tab.get_by_role("link", name="Take back…").click()
    tab.get_by_label("Note:").fill("Others, after all.")
    tab.get_by_role("button", name="Take it back").click()
    expect(tab.locator(".reviews")).to_contain_text("Taken back by editor")
    assert Together.objects.count() == 0 and Review.objects.count() == 2


def test_names_are_taken_from_somebody_on_a_narrow_screen(tab):
    oak = make.mention("Lena Oak").entity
    make.mention("Leo Oak", entity=oak)
    log_in(tab)
    tab.set_viewport_size({"width": 800, "height": 900})
    tab.goto(f"/admin/claims/entity/{oak.pk}/change/")
    tab.get_by_role("link", name="Not the same person or thing…").click()
    tab.get_by_label("Leo Oak (1 mention)").check()
    tab.get_by_role("button", name="Show what this would do").click()
    expect(tab.get_by_text("these are kept apart from them")).to_be_visible()
    assert tab.evaluate("document.documentElement.scrollWidth <= innerWidth")
    tab.get_by_role("button", name="Keep them apart").click()
    expect(tab.locator(".messagelist")).to_contain_text("Leo Oak: kept apart.")
    expect(tab.locator(".reviews")).to_contain_text("stands")


def test_a_list_is_downloaded_as_it_is_filtered(tab, facts):
    log_in(tab)
    tab.goto("/admin/claims/claim/?q=seven")
    with tab.expect_download() as download:
        tab.get_by_role("link", name="Download all of these as CSV").click()
    lines = download.value.path().read_text().splitlines()
    assert download.value.suggested_filename.startswith("claims-") and len(lines) == 2 and "seven" in lines[1]
