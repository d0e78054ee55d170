"""A reviewer's day in a real browser: no console error, no breach of the content policy, no request to other hosts."""

import pytest
from playwright.sync_api import expect

from claims.models import Discrepancy, Review
from sources.models import Article
from tests import make
from tests.browser.conftest import log_in, tops

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_reviewer_logs_in_opens_the_queue_and_decides(tab):
    row = make.discrepancy()
    log_in(tab)
    tab.get_by_role("link", name="The whole queue (1)").click()
    tab.get_by_role("link", name="number of districts").click()
    expect(tab.get_by_text("North Post says 3 districts; South Post says 7.")).to_be_visible()
    expect(tab.locator(".position")).to_have_count(2)
    assert len(tops(tab.locator(".position"))) == 1
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
    expect(tab.locator(".messagelist")).to_contain_text("nothing is open")
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
    expect(value).to_have_css("outline-style", "solid")
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
    expect(tab.locator("kbd").first).to_be_hidden()
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


def left_of_the_page(tab):
    return tab.locator("#content-start").evaluate("page => page.getBoundingClientRect().left")


def test_a_page_comes_with_its_sidebar_as_it_was_left_and_does_not_move_aside(tab, forgive):
    """What the stock script does once the page has been read is as good as done before."""
    forgive("ERR_FAILED")
    make.discrepancy()
    log_in(tab)
    tab.set_viewport_size({"width": 1400, "height": 900})
    for is_open in (True, False):
        tab.goto("/admin/claims/discrepancy/")
        if not is_open:
            tab.get_by_role("button", name="Toggle navigation").click()
        at_rest = left_of_the_page(tab)
        assert (at_rest > 200) is is_open
        tab.route("**/nav_sidebar*.js", lambda route: route.abort())
        tab.goto("/admin/claims/fact/")
        assert left_of_the_page(tab) == at_rest
        tab.unroute("**/nav_sidebar*.js")


def test_an_article_does_not_move_when_its_text_can_be_selected(tab, forgive):
    forgive("ERR_FAILED")
    article = make.article("Officials said three districts were ceded.")
    log_in(tab)
    tab.goto(f"/admin/sources/article/{article.pk}/change/")
    expect(tab.locator("#how")).to_be_visible()
    at_rest = tops(tab.locator("#text"))
    tab.route("**/select*.js", lambda route: route.abort())
    tab.reload()
    expect(tab.locator("#how")).to_be_hidden()
    assert tops(tab.locator("#text")) == at_rest
