"""Deciding by keyboard in a real browser: take the next, read, decide, undo; two people; a connection that breaks."""

import pytest
from playwright.sync_api import expect

from claims import reviewing
from claims.models import Discrepancy, Lease, Opinion, Review
from tests import make
from tests.browser.conftest import log_in, tops

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


class Keys:
    """Counts what is pressed."""

    def __init__(self, tab):
        self.tab = tab
        self.pressed = 0

    def press(self, *keys):
        for key in keys:
            self.tab.keyboard.press(key)
            self.pressed += 1


def some(number):
    """Rows of falling severity, each about something else."""
    rows = []
    for at in range(number):
        rows.append(make.discrepancy(severity=0.9 - at / 20))
        rows[-1].fact.label = f"question {at}"
        rows[-1].fact.save()
    return rows


def see(tab, row):
    tab.goto(f"/admin/claims/discrepancy/{row.pk}/change/")
    expect(tab.locator("h1", has_text=str(row.fact))).to_be_visible()


def at(tab, row):
    tab.wait_for_url(f"**/discrepancy/{row.pk}/change/**")
    expect(tab.locator("html.has-keys")).to_be_attached()


def settle(tab):
    """A key that decides at once is not heard in a page's first 300 ms: it may be one still held down."""
    tab.wait_for_timeout(400)


def reviewer(name):
    return make.member("Reviewer", name, is_staff=True)


def test_ten_are_decided_by_keyboard_alone_with_two_key_presses_each(tab):
    rows = some(11)
    log_in(tab)
    see(tab, rows[0])
    keys = Keys(tab)
    for row, following, key in zip(rows, rows[1:], "rnedrnednr", strict=False):
        at(tab, row)
        keys.press(key, key)
        at(tab, following)
    assert keys.pressed == 20
    assert Review.objects.count() == 10
    verdicts = [row.reviews.get().verdict for row in rows[:4]]
    assert verdicts == ["reconciled", "not_same_fact", "extraction_error", "dismissed"]


def test_one_key_press_decides_where_that_is_switched_on_but_never_without_a_needed_note(tab):
    first, second, third = some(3)
    log_in(tab)
    see(tab, first)
    tab.keyboard.press("?")
    tab.get_by_label("A verdict's key records it at once").check()
    tab.keyboard.press("Escape")
    expect(tab.get_by_role("dialog")).to_be_hidden()
    settle(tab)
    tab.keyboard.press("d")
    at(tab, second)
    settle(tab)
    tab.keyboard.press("c")
    expect(tab.get_by_label("Note:")).to_be_focused()
    tab.keyboard.type("Read both: d, e, u.")
    assert Review.objects.count() == 1
    tab.keyboard.press("Control+Enter")
    at(tab, third)
    assert second.reviews.get().note == "Read both: d, e, u."


def test_take_the_next_decide_undo_and_go_on(tab):
    first, second = some(2)
    log_in(tab)
    see(tab, first)
    tab.keyboard.press("j")
    at(tab, second)
    tab.keyboard.press("k")
    at(tab, first)
    tab.keyboard.press("d")
    expect(tab.get_by_label("Dismissed")).to_be_checked()
    expect(tab.locator("#told")).to_contain_text("Chosen.")
    tab.keyboard.press("Enter")
    at(tab, second)
    expect(tab.locator(".just-decided [role=status]")).to_have_text("Dismissed: question 0")
    tab.keyboard.press("u")
    at(tab, first)
    expect(tab.locator(".messagelist")).to_contain_text("Taken back: question 0")
    assert Discrepancy.objects.get(pk=first.pk).status == "open"
    tab.keyboard.press("r")
    tab.keyboard.press("s")
    at(tab, second)
    tab.keyboard.press("u")
    at(tab, first)
    assert [review.verdict for review in first.reviews.all()] == ["reopened", "reconciled", "reopened", "dismissed"]


def test_keys_do_nothing_while_somebody_types_and_can_be_switched_off(tab):
    first = some(2)[0]
    log_in(tab)
    see(tab, first)
    tab.get_by_label("Note:").fill("")
    tab.get_by_label("Note:").press_sequentially("duck")
    expect(tab.get_by_label("Dismissed")).not_to_be_checked()
    tab.keyboard.press("Escape")
    expect(tab.get_by_label("Note:")).not_to_be_focused()
    tab.get_by_role("button", name="Keys").click()
    tab.get_by_label("Single letters are keys").uncheck()
    tab.get_by_role("button", name="Close").click()
    tab.keyboard.press("d")
    expect(tab.get_by_label("Dismissed")).not_to_be_checked()
    expect(tab.locator("kbd", has_text="d").first).to_be_hidden()
    tab.reload()
    tab.keyboard.press("j")
    tab.wait_for_timeout(200)
    assert f"/{first.pk}/" in tab.url and Review.objects.count() == 0


def test_enter_without_a_choice_says_what_is_missing(tab):
    row = make.discrepancy()
    log_in(tab)
    see(tab, row)
    tab.keyboard.press("Enter")
    expect(tab.locator("#told")).to_have_text("Choose a verdict first.")


def test_more_of_the_article_comes_in_place_exactly(tab):
    row = make.discrepancy()
    text = "Before it all. " * 40 + "All seven districts <i>were</i> ceded. " + "After that. " * 40
    row.positions.last().claims.add(make.claim("seven", make.article(text.strip()).current))
    log_in(tab)
    see(tab, row)
    card = tab.locator(".card").last
    card.get_by_role("link", name="More of the article").click()
    expect(card.locator("q.whole")).to_have_text(text.strip())
    expect(card.locator("q mark.value")).to_have_text("seven")
    expect(card.get_by_role("link", name="More of the article")).to_have_count(0)


def test_a_note_outlives_a_broken_connection_and_is_recorded_when_it_is_back(tab, forgive):
    forgive("ERR_INTERNET_DISCONNECTED")
    first, second = some(2)
    log_in(tab)
    see(tab, first)
    tab.keyboard.press("c")
    tab.keyboard.type("Asked both desks.")
    tab.context.set_offline(True)
    tab.keyboard.press("Control+Enter")
    expect(tab.locator("#told")).to_contain_text("There is no connection. Nothing is lost")
    expect(tab.get_by_role("button", name="Try again")).to_be_visible()
    expect(tab.get_by_label("Note:")).to_have_value("Asked both desks.")
    assert Review.objects.count() == 0
    tab.context.set_offline(False)
    at(tab, second)
    assert [review.note for review in Review.objects.all()] == ["Asked both desks."]


def test_a_note_outlives_a_closed_page_and_is_gone_once_recorded(tab):
    first, second = some(2)
    log_in(tab)
    see(tab, first)
    tab.get_by_label("Reconciled").check()
    tab.get_by_label("Note:").fill("Three and four are seven.")
    tab.goto("about:blank")
    see(tab, first)
    expect(tab.get_by_label("Note:")).to_have_value("Three and four are seven.")
    expect(tab.get_by_label("Reconciled")).to_be_checked()
    expect(tab.locator("#told")).to_contain_text("as you left them")
    tab.keyboard.press("s")
    at(tab, second)
    assert first.reviews.get().note == "Three and four are seven."
    assert tab.evaluate("Object.keys(localStorage).filter(name => name.startsWith('weigh:'))") == []


def test_an_expired_log_in_says_so_and_nothing_is_lost(tab):
    first, second = some(2)
    log_in(tab)
    see(tab, first)
    tab.get_by_label("Dismissed").check()
    tab.get_by_label("Note:").fill("Seen.")
    tab.context.clear_cookies(name="sessionid")
    tab.keyboard.press("Control+Enter")
    expect(tab.locator("#told")).to_contain_text("You are not logged in any more.")
    with tab.context.expect_page() as other:
        tab.get_by_role("link", name="Log in (opens a new tab)").click()
    other.value.get_by_label("Username").fill("editor")
    other.value.get_by_label("Password").fill("a long test password")
    other.value.get_by_role("button", name="Log in").click()
    expect(other.value.get_by_role("button", name="Log out")).to_be_visible()
    other.value.close()
    tab.get_by_role("button", name="Try again").click()
    at(tab, second)
    assert first.reviews.get().note == "Seen."


def test_a_second_tab_is_refused_with_what_changed_and_keeps_its_note(opened):
    row, other = some(2)
    tab = opened()
    log_in(tab)
    see(tab, row)
    second = tab.context.new_page()
    see(second, row)
    tab.keyboard.press("d")
    tab.keyboard.press("d")
    at(tab, other)
    second.get_by_label("Confirmed conflict").check()
    second.get_by_label("Note:").fill("I see it otherwise.")
    second.keyboard.press("Control+Enter")
    alert = second.locator(".meanwhile")
    expect(alert).to_contain_text("editor decided “Dismissed”")
    expect(second.get_by_label("Note:")).to_have_value("I see it otherwise.")
    assert row.reviews.get().verdict == "dismissed"
    second.get_by_label("Confirmed conflict").check()
    second.keyboard.press("Control+Enter")
    at(second, other)
    assert [review.verdict for review in row.reviews.all()] == ["confirmed", "dismissed"]


def test_two_reviewers_at_once_are_never_given_the_same(opened):
    rows = some(5)
    ada, bob = opened(), opened()
    log_in(ada, reviewer("ada"))
    log_in(bob, reviewer("bob"))
    see(ada, rows[0])
    see(bob, rows[0])
    expect(bob.locator(".weighed .notice")).to_contain_text("ada has this before them until")
    bob.keyboard.press("d")
    expect(bob.get_by_label("Dismissed")).to_be_disabled()
    bob.keyboard.press("j")
    at(bob, rows[1])
    for tab, following in ((ada, rows[2]), (bob, rows[3]), (ada, rows[4])):
        tab.keyboard.press("d")
        tab.keyboard.press("d")
        at(tab, following)
    held = Lease.objects.values_list("holder__username", "discrepancy")
    assert set(held) == {("ada", rows[4].pk), ("bob", rows[3].pk)}
    assert Review.objects.count() == len({review.discrepancy_id for review in Review.objects.all()}) == 3


def test_an_item_is_taken_over_after_a_second_thought(opened):
    (row,) = some(1)
    ada, bob = opened(), opened()
    log_in(ada, reviewer("ada"))
    log_in(bob, reviewer("bob"))
    see(ada, row)
    see(bob, row)
    bob.get_by_text("Take it over…").click()
    bob.get_by_role("button", name="Take it over from ada").click()
    expect(bob.get_by_label("Dismissed")).to_be_enabled()
    ada.get_by_label("Dismissed").check()
    ada.get_by_label("Note:").fill("Mine.")
    ada.keyboard.press("Control+Enter")
    expect(ada.locator(".errorlist")).to_contain_text("bob has this before them")
    expect(ada.get_by_label("Note:")).to_have_value("Mine.")
    assert Review.objects.count() == 0


def test_two_differ_blind_and_a_third_settles_it(opened, settings):
    settings.DOUBLE_REVIEW_SHARE = 1.0
    (row,) = some(1)
    for name, key, note in (("ada", "r", "Part and whole."), ("bob", "d", "Trifle.")):
        tab = opened()
        log_in(tab, reviewer(name))
        see(tab, row)
        expect(tab.locator("body")).not_to_contain_text("Part and whole.")
        tab.get_by_label("Note:").fill(note)
        tab.keyboard.press("Escape")
        tab.keyboard.press(key)
        tab.keyboard.press("s")
        expect(tab.locator(".messagelist")).to_be_visible()
    assert Opinion.objects.count() == 2 and Review.objects.count() == 0
    eve = opened()
    log_in(eve, reviewer("eve"))
    see(eve, row)
    one, other = eve.locator(".opinion").all()
    assert len(tops(eve.locator(".opinion"))) == 1
    expect(one).to_contain_text("Part and whole.")
    expect(other).to_contain_text("Trifle.")
    eve.keyboard.press("r")
    eve.keyboard.press("r")
    expect(eve.locator(".messagelist")).to_contain_text("Reconciled: question 0")
    assert Discrepancy.objects.get().status == "reconciled"
    assert len(Review.objects.get().evidence["opinions"]) == 2


def test_without_scripts_everything_works_by_mouse(opened):
    first, second = some(2)
    tab = opened(java_script_enabled=False)
    log_in(tab)
    tab.goto(f"/admin/claims/discrepancy/{first.pk}/change/")
    expect(tab.get_by_role("button", name="Keys")).to_have_count(0)
    tab.get_by_label("Dismissed").check()
    tab.get_by_role("button", name="Record, and on to the next").click()
    tab.wait_for_url(f"**/discrepancy/{second.pk}/change/")
    tab.get_by_role("button", name="Undo").click()
    tab.wait_for_url(f"**/discrepancy/{first.pk}/change/")
    assert Discrepancy.objects.get(pk=first.pk).status == "open"


def test_a_button_clicked_five_times_records_once(tab):
    (row,) = some(1)
    log_in(tab)
    see(tab, row)
    sent = []
    tab.on("request", lambda asked: sent.append(asked) if asked.method == "POST" else None)
    tab.get_by_label("Dismissed").check()
    tab.evaluate("for (let i = 0; i < 5; i++) document.querySelector('#weigh [name=_next]').click()")
    expect(tab.locator(".messagelist")).to_contain_text("nothing is open")
    assert len(sent) == 1 and Review.objects.count() == 1


def test_what_was_decided_elsewhere_is_not_taken_back_from_here(tab):
    (row,) = some(1)
    reviewing.decide(row, "dismissed", reviewer("ada"))
    log_in(tab)
    see(tab, row)
    tab.keyboard.press("u")
    tab.wait_for_timeout(200)
    assert Discrepancy.objects.get().status == "dismissed"
