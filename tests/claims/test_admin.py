"""The reviewer's admin: what each page shows, what it lets whom do, and how many queries that takes."""

import html
import re

import pytest
from django.contrib.auth.models import Permission, User
from django.urls import reverse

from claims.models import Apart, Extraction, Fact, Review
from sources.models import Feed
from tests import make

pytestmark = pytest.mark.django_db
NASTY = '<script>alert("x")</script> & "three" districts'


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


def page(client, name, *args, **query):
    response = client.get(reverse(f"admin:{name}", args=args), query)
    assert response.status_code == 200
    return html.unescape(response.content.decode())


def text_of(markup):
    return html.unescape(re.sub(r"<[^>]+>", "", markup))


# Every list and every page


LISTS = ["article", "claim", "discrepancy", "entity", "extraction", "fact", "quote", "review", "utterance"]


def app_of(model):
    return "sources" if model == "article" else "claims"


def a_story(number=1):
    """One row of everything that the lists show, linked to each other."""
    row = make.discrepancy(severity=number / 100)
    said = make.utterance(f"We will win {number}")
    version = make.article(f'"We will win," said Ada Person {number}.', source=make.source(f"Post {number}")).current
    speaker = make.mention(f"Ada Person {number}", version)
    make.quote("We will win", version, speaker=speaker, speaker_text=f"Ada Person {number}", utterance=said)
    Review.objects.create(discrepancy=row, verdict="dismissed", reviewer=User.objects.create(username=f"r{number}"))
    return row


@pytest.mark.parametrize("model", LISTS)
def test_a_list_takes_as_many_queries_for_ten_rows_as_for_one(editor, django_assert_num_queries, model):
    name = f"{app_of(model)}_{model}_changelist"
    a_story()
    page(editor, name)
    with django_assert_num_queries(FEW, exact=False) as few:
        page(editor, name)
    for number in range(2, 11):
        a_story(number)
    with django_assert_num_queries(len(few)):
        page(editor, name)


FEW = 12


@pytest.mark.parametrize("model", LISTS)
def test_every_list_can_be_searched(editor, model):
    a_story()
    assert "0 results" in page(editor, f"{app_of(model)}_{model}_changelist", q="no such thing")


@pytest.mark.parametrize("model", LISTS)
def test_every_row_has_a_page_that_staff_may_look_at_and_not_change(looker, model):
    a_story()
    row = {rows.model._meta.model_name: rows.first() for rows in every_queryset()}[model]
    address = reverse(f"admin:{app_of(model)}_{model}_change", args=[row.pk])
    assert looker.get(address).status_code == 200
    assert looker.post(address, {}).status_code in (200, 403)
    assert Review.objects.count() == 1


def every_queryset():
    from claims import models
    from sources.models import Article

    names = ("Claim", "Discrepancy", "Entity", "Extraction", "Fact", "Quote", "Review", "Utterance")
    return [Article.objects, *(getattr(models, name).objects for name in names)]


# Articles


def test_an_article_is_shown_as_published_with_its_evidence_marked_and_escaped(editor):
    version = make.article(f"{NASTY} were ceded.", title="<b>Title</b>").current
    claim = make.claim('"three" districts', version)
    quote = make.quote("districts were ceded", version)
    response = editor.get(reverse("admin:sources_article_change", args=[version.article_id]))
    markup = response.content.decode()
    shown = re.search(r'<div class="text"[^>]*>(.*?)</div>', markup, re.S)[1]
    assert text_of(shown) == version.text
    assert "<script>alert" not in markup and "<b>Title" not in markup
    assert f'<span class="anchor" id="c{claim.pk}"></span>' in shown
    assert f'<span class="anchor" id="q{quote.pk}"></span>' in shown
    assert '<mark class="claim quote value"' in shown


def test_an_article_opens_at_the_version_that_is_asked_for(editor):
    article = make.article("Three districts were ceded.")
    make.version(article, "Seven districts were ceded.")
    newest, first = (page(editor, "sources_article_change", article.pk, **query) for query in ({}, {"version": "1"}))
    assert "Three districts were ceded." not in text_of(newest)
    assert "Three districts were ceded." in text_of(first)
    assert "not the current one" in first
    assert "changed; before: Three districts were ceded." in newest


@pytest.mark.parametrize("number", ["9", "x", "-1"])
def test_a_version_that_is_not_there_is_not_found(editor, number):
    address = reverse("admin:sources_article_change", args=[make.article().pk])
    assert editor.get(address, {"version": number}).status_code == 404


def test_what_is_known_about_an_article_can_be_corrected_and_is_then_not_inferred(editor):
    article = make.article(inferred={"published_at": "a caption", "byline": "the last line"}, byline="X")
    text = article.current.text
    response = editor.post(
        reverse("admin:sources_article_change", args=[article.pk]),
        {
            "source": make.source("Another Post").pk,
            "origin": "Wire Agency",
            "byline": "X",
            "published_at_0": "2021-04-01",
            "published_at_1": "10:00",
            "language": "en",
            "text": "Forged.",
        },
    )
    assert response.status_code == 302
    article.refresh_from_db()
    assert (article.source.name, article.origin, article.published_at.day) == ("Another Post", "Wire Agency", 1)
    assert article.inferred == {"byline": "the last line"}
    assert article.current.text == text


@pytest.mark.parametrize(("origin", "stale"), [("Wire Agency", True), ("", False)])
def test_another_origin_has_the_facts_it_speaks_to_compared_again(editor, origin, stale):
    row = make.discrepancy()
    article = row.fact.claims.first().version.article
    data = {"source": article.source_id, "origin": origin, "published_at_0": "2021-03-01", "published_at_1": "12:00"}
    editor.post(reverse("admin:sources_article_change", args=[article.pk]), data)
    article.refresh_from_db()
    assert (article.origin, Fact.objects.get().stale) == (origin, stale)


def test_the_page_of_an_article_takes_as_many_queries_for_many_claims_as_for_one(editor, django_assert_num_queries):
    words = [f"{number} districts" for number in range(11, 31)]
    version = make.article(". ".join(words)).current
    make.claim(words[0], version, fact=make.fact())
    page(editor, "sources_article_change", version.article_id)
    with django_assert_num_queries(20, exact=False) as few:
        page(editor, "sources_article_change", version.article_id)
    for word in words[1:]:
        make.claim(word, version, fact=make.fact(), holder=make.mention(word, version), holder_text="They")
    with django_assert_num_queries(len(few)):
        page(editor, "sources_article_change", version.article_id)


# Discrepancies


def test_the_queue_shows_what_is_open_worst_first_with_both_sides(editor):
    for status, severity in (("open", 0.2), ("dismissed", 0.9), ("open", 0.8)):
        make.discrepancy(status=status, severity=severity, fact=labelled(f"{status} {severity}"))
    make.discrepancy(severity=0.5)
    shown = page(editor, "claims_discrepancy_changelist")
    assert shown.index("open 0.8") < shown.index("number of districts") < shown.index("open 0.2")
    assert "dismissed 0.9" not in shown
    assert "<b>three</b> <span>North Post</span>" in shown and "<b>seven</b> <span>South Post</span>" in shown
    assert "dismissed 0.9" in page(editor, "claims_discrepancy_changelist", status="dismissed")
    assert "dismissed 0.9" in page(editor, "claims_discrepancy_changelist", status="all")


def labelled(label):
    fact = make.fact(label)
    make.claim("three", make.article("All three districts.").current, fact=fact)
    return fact


def test_the_queue_can_be_narrowed_to_a_kind_and_to_a_source(editor):
    make.discrepancy(kind="edit", fact=labelled("in the Daily Test"))
    make.discrepancy()
    daily, north = make.source("The Daily Test").pk, make.source("North Post").pk
    assert "1 discrepancy" in page(editor, "claims_discrepancy_changelist", kind__exact="edit")
    assert "in the Daily Test" in page(editor, "claims_discrepancy_changelist", source=daily)
    assert "in the Daily Test" not in page(editor, "claims_discrepancy_changelist", source=north)
    assert "0 discrepancies" in page(editor, "claims_discrepancy_changelist", source="x")


def together(client, rows, **data):
    chosen = {"action": "decide_together", "_selected_action": [row.pk for row in rows]}
    return client.post(reverse("admin:claims_discrepancy_changelist"), chosen | data, follow=True)


def test_several_are_decided_together_after_one_page_that_asks(editor):
    rows = [make.discrepancy(), make.discrepancy()]
    asked = together(editor, rows).content.decode()
    assert asked.count('name="_selected_action"') == 2 and Review.objects.count() == 0
    seen = {f"seen-{row.pk}": row.fingerprint for row in rows}
    done = together(editor, rows, decide="1", verdict="confirmed", note="One press release.", **seen)
    assert "2 decided." in done.content.decode()
    assert {(review.verdict, review.note) for review in Review.objects.all()} == {("confirmed", "One press release.")}


def test_of_several_the_one_that_changed_is_refused_and_the_others_are_recorded(editor):
    rows = [make.discrepancy(), make.discrepancy()]
    seen = {f"seen-{rows[0].pk}": rows[0].fingerprint, f"seen-{rows[1].pk}": "of before"}
    shown = together(editor, rows, decide="1", verdict="dismissed", **seen).content.decode()
    assert "1 decided." in shown and "The evidence changed since" in shown
    assert [review.discrepancy for review in Review.objects.all()] == rows[:1]


def test_several_cannot_be_confirmed_without_a_note(editor):
    row = make.discrepancy()
    seen = {f"seen-{row.pk}": row.fingerprint}
    shown = together(editor, [row], decide="1", verdict="confirmed", **seen).content.decode()
    assert "needs a note" in shown
    assert Review.objects.count() == 0


def test_who_may_only_look_is_not_offered_to_decide_together(looker):
    row = make.discrepancy()
    assert "decide_together" not in page(looker, "claims_discrepancy_changelist")
    together(looker, [row], decide="1", verdict="dismissed")
    assert Review.objects.count() == 0


# Facts, utterances, entities, readings


def test_a_fact_shows_its_claims_side_by_side(editor):
    row = make.discrepancy()
    shown = page(editor, "claims_fact_change", row.fact_id)
    assert "2 pieces of evidence" in shown
    for words in ("North Post", "South Post", "2021-03-01", "the article itself", "North Post says 3 districts"):
        assert words in shown
    assert Fact.objects.count() == 1


def test_the_names_of_someone_else_are_ticked_and_kept_apart(editor):
    oak = make.mention("Lena Oak").entity
    make.mention("Leo Oak", entity=oak)
    address = reverse("admin:claims_entity_split", args=[oak.pk])
    assert address in page(editor, "claims_entity_change", oak.pk)
    assert "Leo Oak (1 mention)" in editor.get(address).content.decode()
    assert editor.post(address, {"chosen": ["Leo Oak"], "note": "Brother.", "confirm": "1"}).status_code == 302
    assert Apart.objects.get().kind == "mention"
    assert "Brother." in page(editor, "claims_entity_change", oak.pk)


@pytest.mark.parametrize(
    ("names", "why"), [([], "required"), (["Lena Oak", "Leo Oak"], "some, but not all"), (["Ada"], "valid choice")]
)
def test_the_wrong_names_are_refused_on_the_page(editor, names, why):
    oak = make.mention("Lena Oak").entity
    make.mention("Leo Oak", entity=oak)
    response = editor.post(reverse("admin:claims_entity_split", args=[oak.pk]), {"chosen": names})
    assert why in response.content.decode()
    assert Apart.objects.count() == 0


def test_who_may_only_look_cannot_separate(looker):
    oak = make.mention("Lena Oak").entity
    address = reverse("admin:claims_entity_split", args=[oak.pk])
    assert looker.get(address).status_code == 403
    assert address not in page(looker, "claims_entity_change", oak.pk)


def test_failed_readings_can_be_tried_again_and_only_those(editor):
    states = ("failed", "done", "pending")
    rows = [make.extraction(make.article().current, state=state, attempt=2, reason="x") for state in states]
    data = {"action": "retry", "_selected_action": [row.pk for row in rows]}
    shown = editor.post(reverse("admin:claims_extraction_changelist"), data, follow=True).content.decode()
    assert "1 will be read again." in shown
    stored = Extraction.objects.order_by("id").values_list("state", "attempt", "reason")
    assert list(stored) == [("pending", 0, ""), ("done", 2, "x"), ("pending", 2, "x")]


# The front page


def test_an_empty_front_page_says_what_to_do_first(editor):
    shown = page(editor, "index")
    assert "Nothing imported yet" in shown and "manage.py import_articles PATH" in shown


def test_the_front_page_shows_what_is_open_what_waits_and_what_failed(editor):
    for number in range(7):
        make.discrepancy(severity=number / 10, kind="edit" if number < 3 else "value", fact=labelled(f"fact {number}"))
    make.discrepancy(status="dismissed", fact=labelled("decided"))
    make.extraction(make.article().current, state="pending")
    make.extraction(make.article().current, state="failed")
    Feed.objects.create(location="https://a.example/feed", failures=2)
    shown = page(editor, "index")
    assert [f"fact {number}" in shown for number in range(7)] == [False, False, True, True, True, True, True]
    assert "decided" not in text_of(shown).replace("Nobody has decided anything yet", "")
    assert "The whole queue (7)" in shown
    found = [" ".join(item.split()) for item in re.findall(r"<strong>\d+</strong>[^<]*", shown)]
    assert "<strong>1</strong> waiting to be read" in found
    assert "<strong>1</strong> failed" in found and "<strong>1</strong> feed in trouble" in found


def test_a_quiet_front_page_says_that_nothing_is_open(editor):
    make.article()
    assert "the sources agree, or all has been decided" in page(editor, "index")


def test_the_front_page_takes_as_many_queries_for_many_as_for_few(editor, django_assert_num_queries):
    a_story()
    page(editor, "index")
    with django_assert_num_queries(36, exact=False) as few:
        page(editor, "index")
    for number in range(2, 8):
        a_story(number)
    with django_assert_num_queries(len(few)):
        page(editor, "index")


def test_staff_without_permissions_see_no_counts(client):
    make.discrepancy()
    client.force_login(make.user("staff", is_staff=True))
    assert "number of districts" not in page(client, "index")
