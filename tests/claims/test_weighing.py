"""The page of one discrepancy: what it shows, what it refuses and why, and how many queries that takes."""

import html
import re

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse
from django.utils import timezone

from claims import reviewing
from claims.admin.seen import opened
from claims.admin.sides import LONGEST, WEIGHED, sides_of
from claims.models import Discrepancy, Lease, Opinion, Position, Review
from claims.workbench import leasing
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(client):
    client.force_login(make.superuser())
    return client


@pytest.fixture
def looker(client):
    """Staff who may look at everything and decide nothing."""
    person = make.user("looker", is_staff=True)
    person.user_permissions.set(Permission.objects.filter(codename__startswith="view_"))
    client.force_login(person)
    return client


def address(row, name="change"):
    return reverse(f"admin:claims_discrepancy_{name}", args=[row.pk])


def page(client, row, **query):
    response = client.get(address(row), query)
    assert response.status_code == 200
    return html.unescape(response.content.decode())


def seen_by(client, row):
    """What the form carries that the page gives out."""
    return re.search(r'name="seen" value="([^"]*)"', page(client, row))[1]


def decide(client, row, verdict, note="", seen=None, **more):
    seen = seen_by(client, row) if seen is None else seen
    headers = more.pop("headers", {})
    return client.post(address(row), {"verdict": verdict, "note": note, "seen": seen, **more}, headers=headers)


# What it shows


def test_the_page_has_the_words_the_sides_and_where_they_stand(editor):
    row = make.discrepancy(severity=0.7, status_reason="Re-opened since South Post changed.")
    shown = page(editor, row)
    for words in (
        "North Post says 3 districts; South Post says 7.",
        "7 - 3 = 4",
        "intervals do not meet",
        "Part and whole",
        "1 origin: North Post",
        "Re-opened since South Post changed.",
        "Nobody has decided on this yet.",
    ):
        assert words in shown
    for claim in row.fact.claims.all():
        article = reverse("admin:sources_article_change", args=[claim.version.article_id])
        assert f'href="{article}?version=1#c{claim.pk}"' in shown
        assert f'<mark class="claim value">{claim.value_text}</mark>' in shown


def test_the_values_stand_on_one_axis_and_in_a_table(editor):
    shown = page(editor, make.discrepancy())
    assert shown.count('class="chart chart-line"') == 1
    assert "The answers on one axis: number of districts" in shown
    assert re.search(r'<th scope="row">three</th><td class="number">3</td><td class="number">3</td>', shown)


def test_an_open_value_has_no_bound_in_the_table(editor):
    row = make.discrepancy()
    row.positions.filter(number=2).update(answer={"value": {"low": 42.0, "high": None, "unit": "day"}})
    assert '<td class="number">42</td><td class="number">…</td><td>day</td>' in page(editor, row)


def test_the_parts_of_the_severity_are_shown_with_their_weights(editor):
    row = make.discrepancy(severity_parts={"gap": 0.5, "origins": 1.0, "sureness": 0.9, "recency": 0.25})
    shown = page(editor, row)
    gap = '<th scope="row">Size of the gap</th><td class="number">0.50</td><td class="number">0.25</td>'
    assert f'{gap}<td class="number">0.11</td>' in shown  # 0.5 times 0.25 times 0.9
    assert '<td class="number">0.90</td><td class="number"></td>' in shown
    assert "Its parts were not kept." in page(editor, make.discrepancy())


def test_wordings_are_aligned_word_by_word(editor):
    said = make.utterance()
    row = make.discrepancy(kind="wording", utterance=said)
    for number, words in enumerate(("They don't answer our calls", "They do not hear our calls"), start=1):
        side = Position.objects.create(discrepancy=row, number=number, label=words, answer={"wording": words})
        side.quotes.add(make.quote(words, make.article(f'"{words}," she said.').current, utterance=said))
    shown = page(editor, row)
    assert re.findall(r'<mark class="differs"[^>]*>([^<]*)</mark>', shown) == ["answer", "hear"]
    assert "The answers on one axis" not in shown


def test_an_attribution_has_neither_axis_nor_wordings(editor):
    row = make.discrepancy(kind="attribution", utterance=make.utterance())
    Position.objects.create(discrepancy=row, number=1, label="the officers", answer={"speaker": "the officers"})
    shown = page(editor, row)
    assert "the officers" in shown and "The evidence of this side is gone." in shown
    assert "The answers on one axis" not in shown and "Word by word" not in shown


def held_by_many(row, number, text="All seven districts were lost in {}.", reprint_of=None):
    side = row.positions.last()
    for at in range(number):
        article = make.article(text.format(at), source=make.source(f"Post {at}"), reprint_of=reprint_of)
        side.claims.add(make.claim("seven", article.current, fact=row.fact))
    return side


def test_a_side_with_many_claims_loads_the_first_and_says_how_many_more(editor):
    row = make.discrepancy()
    held_by_many(row, 30)
    side = sides_of(row)[1]
    assert (len(side.cards), side.held, side.more) == (20, 31, 11)
    assert "and 11 more" in page(editor, row)


def test_reprints_stand_under_the_first_of_them_with_their_number(editor):
    row = make.discrepancy()
    first = row.positions.last().claims.get().version.article
    held_by_many(row, 8, reprint_of=first)
    (card,) = sides_of(row)[1].cards
    assert (card.article, card.alike_number, len(card.alike), card.alike_beyond) == (first, 8, 5, 3)
    shown = page(editor, row)
    assert "8 more with much the same words" in shown and "and 3 more" in shown


def test_much_the_same_words_of_one_origin_are_folded_and_others_are_not():
    row = make.discrepancy()
    side = row.positions.last()
    texts = ("All seven districts were ceded on that day.", "All seven districts were ceded on this day.")
    for text, origin in (
        (texts[0], "AFP"),
        (texts[1], "AFP"),
        (texts[1], "Reuters"),
        ("He lost seven of them.", "AFP"),
    ):
        side.claims.add(make.claim("seven", make.article(text, origin=origin).current))
    cards = sides_of(row)[1].cards
    assert [(card.origin, card.alike_number) for card in cards] == [
        ("South Post", 0),
        ("AFP", 1),
        ("Reuters", 0),
        ("AFP", 0),
    ]


def test_the_page_takes_as_many_queries_for_many_as_for_two(editor, django_assert_num_queries):
    row = make.discrepancy()
    held_by_many(row, 2, reprint_of=row.positions.last().claims.get().version.article)
    page(editor, row)
    with django_assert_num_queries(32, exact=False) as few:
        page(editor, row)
    for number, side in enumerate([*row.positions.all()] * 15):
        version = make.article("All seven districts.", source=make.source(f"Other {number}")).current
        side.claims.add(make.claim("seven", version, holder=make.mention(f"Ada {number}", version)))
    for number in range(3, 9):
        Position.objects.create(discrepancy=row, number=number, label=f"{number}", answer={"value": {"low": number}})
    person = make.user()
    for _ in range(5):
        Review.objects.create(discrepancy=row, verdict="dismissed", reviewer=person)
    with django_assert_num_queries(len(few)):
        page(editor, row)


def test_no_text_is_loaded_whole(editor, django_assert_max_num_queries):
    row = make.discrepancy()
    huge = make.article("Before. " * 50_000 + "All seven districts. " + "After. " * 50_000).current
    claim = make.claim("seven", huge, start=400_000, end=400_020, exact="All seven districts.")
    row.positions.last().claims.add(claim)
    with django_assert_max_num_queries(12) as asked:
        card = sides_of(row)[1].cards[1]
    assert not any('"sources_articleversion"."text", "' in query["sql"] for query in asked.captured_queries)
    assert "".join(piece.text for piece in card.passage.segments if piece.marks) == "All seven districts."
    assert card.passage.more_before and card.passage.more_after
    assert len(page(editor, row)) < 60_000


@pytest.mark.parametrize("words", ['<script>alert("x")</script>', "a\u202ebc\u200bd", "e\u0301\U0001f600 ﷺ"])
def test_the_passage_is_shown_exactly_and_harmlessly(editor, words):
    row = make.discrepancy()
    text = f"{words} and seven districts {words}"
    row.positions.last().claims.add(make.claim("seven", make.article(text).current))
    response = editor.get(address(row)).content.decode()
    assert "<script>alert" not in response
    passages = [html.unescape(re.sub(r"<[^>]+>", "", one)) for one in re.findall(r"<q[^>]*>(.*?)</q>", response, re.S)]
    assert text in passages


def test_evidence_that_is_very_long_is_cut():
    row = make.discrepancy(kind="wording", utterance=make.utterance())
    side = Position.objects.create(discrepancy=row, number=1, label="x", answer={"wording": "x"})
    side.quotes.add(make.quote("word " * 5_000, make.article("Said: " + "word " * 5_001).current))
    (card,) = sides_of(row)[0].cards
    shown = "".join(piece.text for piece in card.passage.segments)
    assert shown.startswith("Said: word") and LONGEST <= len(shown) < LONGEST + 1_000 and card.passage.more_after


# More of the article


def test_more_of_the_article_is_given_out_exactly_for_evidence_of_this_discrepancy(editor):
    row = make.discrepancy()
    text = "Left. " * 200 + "All seven <b>districts</b>. " + "Right. " * 2_000
    claim = make.claim("seven", make.article(text).current)
    row.positions.last().claims.add(claim)
    assert f'data-more="{address(row, "change")[: -len("change/")]}evidence/c{claim.pk}/"' in page(editor, row)
    answer = editor.get(reverse("admin:claims_discrepancy_evidence", args=[row.pk, f"c{claim.pk}"]))
    shown = html.unescape(re.sub(r"<[^>]+>", "", answer.content.decode())).strip().removesuffix(" …")
    assert text.startswith(shown) and len(shown) > 2_600
    assert "<html" not in answer.content.decode() and "<b>" not in answer.content.decode()


@pytest.mark.parametrize("name", ["c0", "q{}", "x{}", "c", "c-1", "c99999999999999999999", "c²"])
def test_there_is_no_more_of_what_is_no_evidence_of_it(editor, name):
    row, other = make.discrepancy(), make.discrepancy()
    name = name.format(row.fact.claims.first().pk)
    assert editor.get(reverse("admin:claims_discrepancy_evidence", args=[row.pk, name])).status_code == 404
    held = f"c{other.fact.claims.first().pk}"
    assert editor.get(reverse("admin:claims_discrepancy_evidence", args=[row.pk, held])).status_code == 404


def test_nobody_sees_more_without_a_permission(client):
    row = make.discrepancy()
    more = reverse("admin:claims_discrepancy_evidence", args=[row.pk, f"c{row.fact.claims.first().pk}"])
    assert "login" in client.get(more).url
    client.force_login(make.user("staff", is_staff=True))
    assert client.get(more).status_code == 403


# Deciding


def test_a_decision_is_recorded_and_shown(editor):
    row = make.discrepancy()
    response = decide(editor, row, "confirmed", "Both say so.")
    assert response.url == address(row)
    shown = page(editor, row)
    assert "Both say so." in shown and "Confirmed conflict: number of districts" in shown
    assert Discrepancy.objects.get().status == "confirmed"


def test_a_decision_leads_on_to_the_next_in_the_queue_and_from_the_last_to_the_list(editor):
    low, high = make.discrepancy(severity=0.2), make.discrepancy(severity=0.8)
    assert decide(editor, high, "dismissed", _next="1").url == address(low)
    assert Lease.objects.get().discrepancy == low
    assert decide(editor, low, "dismissed", _next="1").url == reverse("admin:claims_discrepancy_changelist")


def test_the_queue_that_the_reviewer_came_from_is_gone_on_with(editor):
    kinds = ("value", "edit", "value")
    first, other, last = (make.discrepancy(severity=1 - at / 10, kind=kind) for at, kind in enumerate(kinds))
    assert 'name="_in" value="kind=value"' in page(editor, first, _in="kind=value")
    assert decide(editor, first, "dismissed", _next="1", _in="kind=value").url == f"{address(last)}?_in=kind%3Dvalue"
    following = editor.get(address(last, "next"), {"_in": "kind=edit"})
    assert following.url == f"{address(other)}?_in=kind%3Dedit"


def test_sent_by_the_page_itself_a_decision_is_answered_with_where_to_go(editor):
    low, high = make.discrepancy(severity=0.2), make.discrepancy(severity=0.8)
    answer = decide(editor, high, "dismissed", _next="1", headers={"X-Requested-With": "fetch"})
    assert answer.json() == {"go": address(low)}


def test_the_same_decision_again_is_recorded_once_and_leads_on_again(editor):
    row, other = make.discrepancy(severity=0.8), make.discrepancy(severity=0.2)
    seen = seen_by(editor, row)
    answers = [decide(editor, row, "dismissed", "x", seen, _next="1").url for _ in range(3)]
    assert answers == [address(other)] * 3
    assert Review.objects.count() == 1


@pytest.mark.parametrize(
    ("verdict", "note", "seen", "why"),
    [
        ("confirmed", "", None, "needs a note"),
        ("", "x", None, "This field is required"),
        ("not_same_entity", "x", None, "not one of the available choices"),
        ("dismissed", "x", "forged", "The evidence changed since"),
        ("dismissed", "x", "", "The evidence changed since"),
    ],
)
def test_what_is_refused_is_said_on_the_page_and_the_note_is_kept(editor, verdict, note, seen, why):
    row = make.discrepancy()
    response = decide(editor, row, verdict, note, seen)
    assert response.status_code == 200
    shown = response.content.decode()
    assert why in shown and f">\n{note}</textarea>" in shown
    assert Review.objects.count() == 0
    assert Discrepancy.objects.get().status == "open"


def test_what_changed_meanwhile_is_said_position_by_position(editor):
    row = make.discrepancy()
    seen = seen_by(editor, row)
    row.positions.filter(number=1).update(origins=["North Post", "East Post"])
    row.positions.filter(number=2).delete()
    Position.objects.create(discrepancy=row, number=2, label="five", answer={}, origins=["West Post"])
    Discrepancy.objects.update(fingerprint="1" * 64)
    shown = html.unescape(decide(editor, row, "dismissed", "My note.", seen).content.decode())
    for words in (
        "Gone: “seven” (South Post).",
        "New: “five” (West Post).",
        "“three” was held by North Post, and is now by North Post, East Post.",
        "My note.</textarea>",
    ):
        assert words in shown
    assert Review.objects.count() == 0


def test_who_decided_what_meanwhile_is_said_and_then_it_can_be_decided(editor):
    row = make.discrepancy()
    seen = seen_by(editor, row)
    leasing.let_go(row, Lease.objects.get().holder)
    reviewing.decide(row, "reconciled", make.member("Reviewer", "ada"), "Four and three are seven.")
    shown = html.unescape(decide(editor, row, "dismissed", "Mine.", seen).content.decode())
    assert re.search(r"<li>ada decided “Reconciled” on [^<]*: Four and three are seven\.</li>", shown)
    assert "Mine.</textarea>" in shown and Review.objects.count() == 1
    again = re.search(r'name="seen" value="([^"]*)"', shown)[1]
    assert decide(editor, row, "dismissed", "Mine.", again).status_code == 302
    assert [review.verdict for review in Review.objects.all()] == ["dismissed", "reconciled"]


def test_what_was_seen_cannot_be_written_by_hand(editor):
    row = make.discrepancy()
    seen = seen_by(editor, row)
    assert opened(seen).positions == (("three", ("North Post",)), ("seven", ("South Post",)))
    assert opened(seen[:-1] + ("a" if seen[-1] != "a" else "b")).fingerprint == ""


def test_who_may_only_look_sees_no_form_and_cannot_post_one(looker):
    row = make.discrepancy()
    shown = page(looker, row)
    assert 'name="verdict"' not in shown and 'name="_take_over"' not in shown
    assert Lease.objects.count() == 0
    assert decide(looker, row, "dismissed", seen="x").status_code == 403
    assert looker.post(address(row), {"_take_over": "1"}).status_code == 403
    assert looker.post(address(row, "lease")).status_code == 403
    assert looker.post(address(row, "take_back")).status_code == 403
    assert Review.objects.count() == Lease.objects.count() == 0


def test_who_may_only_look_can_go_on_and_back(looker):
    low, high = make.discrepancy(severity=0.2), make.discrepancy(severity=0.8)
    assert looker.get(address(high, "next")).url == address(low)
    assert looker.get(address(low, "before")).url == address(high)
    assert Lease.objects.count() == 0


def test_nobody_gets_in_without_a_permission_or_a_log_in(client):
    row = make.discrepancy()
    names = ("change", "next", "before")
    assert all("login" in client.get(address(row, name)).url for name in names)
    client.force_login(make.user("staff", is_staff=True))
    assert [client.get(address(row, name)).status_code for name in names] == [403, 403, 403]


def test_a_discrepancy_that_is_not_there_leads_back_to_the_queue(editor):
    response = editor.get(reverse("admin:claims_discrepancy_change", args=[99]), follow=True)
    assert "There is no discrepancy 99" in response.content.decode()
    assert editor.get(reverse("admin:claims_discrepancy_next", args=[99])).status_code == 404


# Taking back, skipping


def test_the_last_decision_is_taken_back_from_the_next_page(editor):
    low, high = make.discrepancy(severity=0.2), make.discrepancy(severity=0.8)
    decide(editor, high, "dismissed", _next="1")
    shown = page(editor, low)
    assert "Dismissed: number of districts" in shown and address(high, "take_back") in shown
    back = editor.post(address(high, "take_back"))
    assert back.url == address(high)
    assert "Taken back: number of districts" in page(editor, high)
    high.refresh_from_db()
    assert high.status == "open"
    assert [review.verdict for review in high.reviews.all()] == ["reopened", "dismissed"]
    assert address(high, "take_back") not in page(editor, low)


def test_only_a_decision_of_ones_own_is_taken_back(editor):
    row = make.discrepancy()
    reviewing.decide(row, "dismissed", make.member("Reviewer", "ada"))
    assert address(row, "take_back") not in page(editor, row)
    assert "no decision of yours" in editor.post(address(row, "take_back"), follow=True).content.decode()
    assert Discrepancy.objects.get().status == "dismissed"
    assert editor.get(address(row, "take_back")).status_code == 405


def test_skipping_leads_down_the_queue_and_back_up(editor):
    high, middle, low = (make.discrepancy(severity=severity) for severity in (0.8, 0.5, 0.2))
    page(editor, high)
    assert editor.get(address(high, "next")).url == address(middle)
    assert editor.get(address(middle, "next")).url == address(low)
    assert [lease.discrepancy for lease in Lease.objects.all()] == [low]
    assert editor.get(address(low, "before")).url == address(middle)
    assert editor.get(address(low, "next")).url == address(high)
    alone = editor.get(address(high, "before"), follow=True)
    assert "This is the first in this queue." in alone.content.decode()
    assert Review.objects.count() == 0


def test_with_nothing_else_waiting_the_page_stays(editor):
    row = make.discrepancy()
    stayed = editor.get(address(row, "next"), follow=True)
    assert stayed.redirect_chain == [(address(row), 302)]
    assert "Nothing else waits in this queue." in stayed.content.decode()


# Leases


def leased_to(row, name="ada"):
    person = make.member("Reviewer", name, is_staff=True)
    leasing.hold(row, person)
    return person


def test_opening_the_page_has_it_before_them_but_only_when_it_is_opened(editor):
    row = make.discrepancy()
    editor.head(address(row))
    editor.get(address(row), headers={"Sec-Purpose": "prefetch"})
    assert Lease.objects.count() == 0
    page(editor, row)
    assert Lease.objects.get().holder.username == "editor"


@pytest.mark.parametrize("status", ["dismissed", "closed", "explained"])
def test_what_is_not_open_is_held_by_nobody(editor, status):
    page(editor, make.discrepancy(status=status))
    assert Lease.objects.count() == 0


def test_what_another_has_before_them_can_be_read_and_not_decided(editor):
    row = make.discrepancy()
    leased_to(row)
    shown = page(editor, row)
    assert "<strong>ada</strong> has this before them until" in shown
    assert '<fieldset class="all" disabled>' in shown
    refused = html.unescape(decide(editor, row, "dismissed", "Mine.").content.decode())
    assert "ada has this before them" in refused and 'name="note" value="Mine."' in refused
    assert Review.objects.count() == 0


def test_it_is_taken_over_and_the_note_stays(editor):
    row = make.discrepancy()
    ada = leased_to(row)
    shown = editor.post(address(row), {"_take_over": "1", "verdict": "dismissed", "note": "Mine."}).content.decode()
    assert ">\nMine.</textarea>" in shown and 'value="dismissed"' in shown
    assert re.search(r'<input[^>]*value="dismissed"[^>]*checked', shown)
    assert 'fieldset class="all" disabled' not in shown
    assert leasing.held_by_another(row, ada).holder.username == "editor"


def test_an_open_page_prolongs_its_lease_and_hears_when_it_is_anothers(editor):
    row = make.discrepancy()
    page(editor, row)
    Lease.objects.update(until=timezone.now() + timezone.timedelta(seconds=5))
    assert editor.post(address(row, "lease")).json() == {"mine": True, "told": ""}
    assert Lease.objects.get().until > timezone.now() + timezone.timedelta(seconds=60)
    leasing.take_over(row, make.member("Reviewer", "ada"))
    answer = editor.post(address(row, "lease")).json()
    assert not answer["mine"] and "ada has this before them" in answer["told"]
    assert editor.get(address(row, "lease")).status_code == 405


# Two opinions


@pytest.fixture
def by_two(settings):
    settings.DOUBLE_REVIEW_SHARE = 1.0


def opinion_of(name, row, verdict, note):
    person = make.member("Reviewer", name, is_staff=True)
    return reviewing.decide(row, verdict, person, note)


def test_the_first_opinion_is_asked_for_as_one_of_two(editor, by_two):
    row = make.discrepancy()
    assert "Yours is the first opinion" in page(editor, row)
    told = decide(editor, row, "dismissed").url
    assert told == address(row) and Review.objects.count() == 0
    shown = page(editor, row)
    assert "It counts once another person has given an opinion too." in shown
    assert "Your opinion: <strong>Dismissed</strong>" in shown and 'name="verdict"' not in shown
    assert address(row, "take_back") in shown
    editor.post(address(row, "take_back"))
    assert 'name="verdict"' in page(editor, row)


def test_the_second_person_sees_nothing_of_the_first_opinion(editor, by_two):
    row = make.discrepancy()
    opinion_of("ada", row, "reconciled", "Telling words.")
    shown = page(editor, row)
    assert "One opinion is in; you do not see it" in shown
    assert "Telling words." not in shown and "ada" not in shown
    assert "badge-reconciled" not in shown


def test_two_that_agree_are_a_decision_that_shows_both(editor, by_two):
    row = make.discrepancy()
    opinion_of("ada", row, "reconciled", "Part and whole.")
    decide(editor, row, "reconciled", "Four others.")
    assert Review.objects.get().evidence["opinions"] == [opinion.pk for opinion in Opinion.objects.all()]
    shown = page(editor, row)
    assert "Part and whole." in shown and "Four others." in shown and "ada" in shown


def test_where_two_differ_a_third_person_sees_both_and_settles_it(client, by_two):
    row = make.discrepancy()
    ada = opinion_of("ada", row, "reconciled", "Part and whole.").reviewer
    opinion_of("bob", row, "dismissed", "Not worth it.")
    row.refresh_from_db()
    client.force_login(ada)
    shown = page(client, row)
    assert "The other one differs" in shown and 'name="verdict"' not in shown
    client.force_login(make.member("Editor", "eve", is_staff=True))
    shown = page(client, row)
    assert "Two opinions differ. What you decide settles it." in shown
    assert "Part and whole." in shown and "Not worth it." in shown and "Settle it" in shown
    decide(client, row, "reconciled", "Ada is right.")
    row.refresh_from_db()
    assert (row.status, row.awaits) == ("reconciled", "")
    assert "Not worth it." in page(client, row)


def test_of_many_positions_the_first_have_their_passages_and_all_of_them_their_answers(editor):
    fact = make.fact()
    for number in range(WEIGHED + 3):
        version = make.article(f"Officials said {number} bridges fell.", source=make.source(f"Post {number}")).current
        make.claim(str(number), version, fact=fact, low_number=number, high_number=number)
    told = page(editor, make.discrepancy(fact=fact))
    assert told.count("bridges fell") == WEIGHED
    assert told.count("1 piece of evidence, on the page of the question") == 3
    assert "The evidence of this side is gone" not in told
