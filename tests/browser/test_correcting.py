"""What was missed is selected and added, what is wrong is set right, in a real browser; hostile texts do no harm."""

import pytest
from playwright.sync_api import expect

from claims import extracting
from claims.admin.parts import part_at
from claims.models import Claim, Quote, Review
from tests import make
from tests.browser.conftest import log_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
TEXT = (
    "The flood destroyed 12 bridges in Quellmouth.\n\n"
    "\U0001f6a2\U0001f6a2 \u202eodd\u202c e\u0301 zero\u200bwidth <script>alert(1)</script>\r\n\r\n"
    "Some 40 boats were lost. It could not be helped, Orla Finch said to us."
)


@pytest.fixture
def read(tab):
    """An article that was read, and somebody who may correct it."""
    version = make.article(TEXT, title="The flood", language="en").current
    extracting.read_pending()
    Claim.objects.filter(value_text__contains="40").delete()
    Quote.objects.all().delete()
    log_in(tab)
    return version


def article(tab, version, query=""):
    tab.goto(f"/admin/sources/article/{version.article_id}/change/{query}")


def select(tab, words):
    """Selects the words in the text, as dragging over them does."""
    tab.evaluate(
        """words => {
            const text = document.getElementById("text");
            const start = text.textContent.indexOf(words);
            const nodes = document.createTreeWalker(text, NodeFilter.SHOW_TEXT);
            const range = document.createRange();
            let at = 0;
            for (let node = nodes.nextNode(); node; node = nodes.nextNode()) {
                const inside = (place) => at <= place && place <= at + node.length;
                if (inside(start) && at + node.length > start) range.setStart(node, start - at);
                if (inside(start + words.length)) { range.setEnd(node, start + words.length - at); break; }
                at += node.length;
            }
            getSelection().removeAllRanges();
            getSelection().addRange(range);
        }""",
        words,
    )
    expect(tab.locator("#bar")).to_be_visible()


def place(words):
    start = TEXT.index(words)
    return f"{start}-{start + len(words)}"


def test_words_behind_astral_and_turned_characters_are_selected_and_added_as_a_claim(tab, read):
    article(tab, read)
    assert tab.locator("#text").evaluate("text => text.textContent") == TEXT
    select(tab, "40 boats")
    tab.get_by_role("link", name="Add a claim c").click()
    expect(tab.get_by_label("The words of the value:")).to_have_value(place("Some 40 boats"))
    expect(tab.locator(".reads")).to_contain_text("40")
    tab.get_by_label("What it is about:").fill("boats lost")
    tab.get_by_label("Note:").fill("It stands there.")
    tab.get_by_role("button", name="Record").click()
    expect(tab.locator(".messagelist")).to_contain_text("Added")
    claim = Claim.objects.get(label="boats lost")
    assert TEXT[claim.value_start : claim.value_end] == "Some 40 boats" and claim.low_number == 40.0
    expect(tab.locator(f"#i-c{claim.pk}")).to_contain_text("by hand")


def test_a_quote_is_added_by_keyboard_alone_with_a_speaker_selected_in_the_text(tab, read):
    article(tab, read)
    tab.keyboard.press("s")
    said = tab.locator("#bar .said")
    for _step in range(30):
        tab.keyboard.press("ArrowDown")
        if said.inner_text().startswith("It could not"):
            break
    expect(said).to_have_text("It could not be helped, Orla Finch said to us.")
    for _word in range(7):
        tab.keyboard.press("Shift+ArrowLeft")
    expect(said).to_have_text("It could not be helped")
    tab.keyboard.press("q")
    expect(tab.get_by_label("The words that were said:")).to_have_value(place("It could not be helped"))
    select(tab, "Orla Finch")
    tab.get_by_role("button", name="name whose it is").press("Enter")
    tab.get_by_label("Given:").select_option("indirect")
    tab.get_by_role("button", name="Record").press("Enter")
    expect(tab.locator(".messagelist")).to_contain_text("Added")
    quote = Quote.objects.get()
    assert (quote.content, quote.speaker.name) == ("It could not be helped", "Orla Finch")
    assert TEXT[quote.speaker_start : quote.speaker_end] == "Orla Finch"


def test_a_mark_tells_what_was_read_and_leads_to_setting_it_right_and_back(tab, read):
    claim = Claim.objects.get(low_number=12)
    article(tab, read)
    tab.locator(f"#c{claim.pk} + mark").focus()
    expect(tab.locator("#note")).to_contain_text("12")
    tab.keyboard.press("Enter")
    expect(tab.locator("#note a").first).to_be_focused()
    tab.keyboard.press("Escape")
    expect(tab.locator("#note")).to_be_hidden()
    tab.locator(f"#c{claim.pk} + mark").hover()
    expect(tab.locator("#note")).to_be_visible()
    tab.locator("#note").get_by_role("link", name="Correct…").click()
    tab.get_by_label("From:").fill("13")
    tab.get_by_label("To:").fill("13")
    tab.get_by_role("button", name="Show how it reads").click()
    expect(tab.locator(".reads")).to_contain_text("13")
    tab.get_by_role("button", name="Record").click()
    expect(tab.locator(f"#i-c{claim.pk}")).to_contain_text("13")
    assert Claim.objects.get(pk=claim.pk).low_number == 13.0
    tab.locator(".corrections").get_by_role("link", name="Take back…").click()
    tab.get_by_label("Note:").fill("It was 12.")
    tab.get_by_role("button", name="Take it back").click()
    expect(tab.locator(f"#i-c{claim.pk}")).to_contain_text("12")
    expect(tab.locator(".corrections")).to_contain_text("Taken back by")


def test_what_is_rejected_is_gone_until_that_is_undone(tab, read):
    claim = Claim.objects.get(low_number=12)
    article(tab, read)
    tab.locator(f"#i-c{claim.pk}").get_by_role("link", name="Reject…").click()
    tab.get_by_label("Note:").fill("Twelve boats.")
    tab.get_by_role("button", name="Reject it").click()
    expect(tab.locator(".messagelist")).to_contain_text("Rejected")
    assert not Claim.objects.filter(pk=claim.pk).exists()
    tab.get_by_role("link", name="Take back…").click()
    tab.get_by_role("button", name="Take it back").click()
    expect(tab.locator(f"#c{claim.pk} + mark")).to_have_text("12 bridges")
    assert Review.objects.filter(verdict="undone").count() == 1


def test_the_keys_are_told_and_escape_lets_go(tab, read):
    article(tab, read)
    tab.keyboard.press("?")
    expect(tab.get_by_role("dialog", name="Keys")).to_be_visible()
    tab.keyboard.press("Escape")
    expect(tab.get_by_role("dialog", name="Keys")).to_be_hidden()
    select(tab, "boats")
    tab.keyboard.press("Escape")
    expect(tab.locator("#bar")).to_be_hidden()


def test_a_part_of_five_million_characters_is_exact_and_its_places_count_from_the_start(tab):
    line = "The \u202eflood\u202c of \U0001f6a2 cost them dear.\r\n"
    text = line * (5_000_000 // len(line))
    version = make.article(text, language="en").current
    make.extraction(version)
    log_in(tab)
    article(tab, version, "?version=1&at=3000000")
    span = part_at(text, 3_000_000).span
    assert tab.locator("#text").evaluate("text => text.textContent") == span.of(text)
    select(tab, "cost them")
    start = text.index("cost them", span.start)
    href = tab.get_by_role("link", name="Add a quote q").get_attribute("href")
    assert href.endswith(f"?start={start}&end={start + len('cost them')}")
    tab.get_by_role("link", name="the next part").first.click()
    assert tab.locator("#text").get_attribute("data-start") == str(span.end)
