"""Names and addresses without a blank, titles of 300 letters and thirty answers stay within their page."""

import pytest

from tests import make
from tests.browser.conftest import log_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

NAME = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft" * 2
WIDTHS = (1400, 800)
# Of the window, and of what may be scrolled within it.
TOO_WIDE = """() => [document.documentElement, ...document.querySelectorAll(".results, .wide")]
    .filter(each => each.scrollWidth > each.clientWidth + 1)
    .map(each => `${each.className} ${each.scrollWidth} > ${each.clientWidth}`)"""


@pytest.fixture
def row():
    """A discrepancy of thirty answers, with a name or an address without a blank wherever one may stand."""
    fact = make.fact((NAME * 2)[:300])
    for number in range(30):
        text = f"{NAME} said 1,234,567,{100 + number}.5 came. https://a.example/{'x' * 300}"
        version = make.article(
            text, title="T" * 300, source=make.source(NAME), key=f"https://a.example/{'p' * 400}{number}"
        ).current
        value = 1_234_567_100.5 + number
        make.claim(f"1,234,567,{100 + number}.5", version, fact=fact, label=NAME, low_number=value, high_number=value)
    make.quote(NAME, version, speaker=make.mention(NAME, of=version), speaker_text=NAME)
    return make.discrepancy(fact=fact, explanation={"text": NAME})


def too_wide(tab, addresses):
    for address in addresses:
        tab.goto(f"/admin/{address}")
        for width in WIDTHS:
            tab.set_viewport_size({"width": width, "height": 900})
            yield from (f"{address} at {width}: {found}" for found in tab.evaluate(TOO_WIDE))


def test_names_without_a_blank_keep_every_list_within_its_place(tab, row):
    log_in(tab)
    lists = ["discrepancy", "fact", "claim", "quote", "entity", "extraction"]
    assert not list(too_wide(tab, [*(f"claims/{name}/" for name in lists), "sources/article/", "sources/source/"]))


def test_names_without_a_blank_keep_every_page_within_the_window(tab, row):
    claim = row.fact.claims.first()
    article = claim.version.article
    pages = [
        f"claims/discrepancy/{row.pk}/change/",
        f"claims/fact/{row.fact_id}/change/",
        f"claims/fact/{row.fact_id}/split/",
        f"claims/claim/{claim.pk}/change/",
        f"sources/article/{article.pk}/change/",
        f"sources/source/{article.source_id}/change/",
    ]
    log_in(tab)
    assert not list(too_wide(tab, pages))


def test_the_way_to_its_history_does_not_lie_over_a_heading_of_many_words(tab):
    log_in(tab)
    source = make.source("The Courier of the Upper and Lower Provinces for Timely Reporting " * 2)
    tab.goto(f"/admin/sources/source/{source.pk}/change/")
    heading, tools = (tab.locator(each).bounding_box() for each in ("#content > h2", ".object-tools a"))
    assert heading["y"] + heading["height"] <= tools["y"]


def test_of_many_sides_the_queue_shows_the_first(tab, row):
    log_in(tab)
    tab.goto("/admin/claims/discrepancy/")
    sides = tab.locator("ul.sides li")
    assert sides.count() == 30
    assert sum(side.is_visible() for side in sides.all()) == 7
