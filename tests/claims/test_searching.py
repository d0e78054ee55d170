"""Words are found in articles, quotes and claims, the same way on both databases."""

import pytest
from django.db import connection

from claims import searching
from claims.models import Claim, Quote
from claims.models.words import drop_words, index_words
from claims.searching import Part, as_fts5, parts, search
from tests import make
from tests.sources.test_api import follows, get, ids

pytestmark = pytest.mark.django_db


@pytest.fixture
def lakes():
    lake = make.article("The mayor said: “Seven lakes were drained.” Nobody counted the ponds.", title="Lakes").current
    road = make.article("Three roads were closed; a road worker spoke of “road works”.", title="Roads").current
    return {
        "lake": lake,
        "road": road,
        "claim": make.claim("Seven lakes", lake, label="number of lakes", exact="Seven lakes were drained"),
        "other": make.claim("Three roads", road, label="number of roads"),
        "quote": make.quote("Seven lakes were drained.", lake),
        "works": make.quote("road works", road),
    }


def found(words, *kinds):
    return [(hit.kind, hit.id) for hit in search(words, list(kinds or ("article", "quote", "claim")), 20)]


def of(rows, *names):
    kinds = {
        "lake": "article",
        "road": "article",
        "quote": "quote",
        "works": "quote",
        "claim": "claim",
        "other": "claim",
    }
    return [(kinds[name], rows[name].article_id if kinds[name] == "article" else rows[name].pk) for name in names]


@pytest.mark.parametrize(
    ("words", "names"),
    [
        ("lakes", ["lake", "quote", "claim"]),
        ("LAKE", ["lake", "quote", "claim"]),
        ("draining seven", ["lake", "quote", "claim"]),
        ("seven roads", []),
        ('"seven lakes"', ["lake", "quote", "claim"]),
        ('"lakes seven"', []),
        ("road -lake", ["road", "works", "other"]),
        ("road -worker", ["works"]),
        ("ponds", ["lake"]),
        ("nowhere", []),
        ("-lake", None),
        ("!!", None),
        ("'); DROP TABLE", None),
        ('"', None),
        ("lakes AND (", None),
        ("NEAR(", None),
        ("text:lakes*", None),
    ],
)
def test_words(lakes, words, names):
    result = found(words)
    if names is not None:
        assert result == of(lakes, *names)


def test_the_best_comes_first():
    faint = make.article("A bridge was seen once. " + "Nothing else happened there. " * 30)
    strong = make.article("Bridge after bridge after bridge.")
    assert found("bridge", "article") == [("article", strong.pk), ("article", faint.pk)]


@pytest.mark.parametrize("looked_at", [2, 1000])
def test_words_that_many_have_are_found_as_those_are_that_few_have(monkeypatch, client, looked_at):
    monkeypatch.setattr(searching, "LOOKED_AT", looked_at)
    articles = [make.article(f"The {number} lakes were drained.").pk for number in "four five six seven".split()]
    make.article("Nothing happened there.")
    make.version(make.article("Ten lakes were filled."), "Ten ponds were filled.")
    assert sorted(pk for _kind, pk in found("lakes", "article")) == articles
    assert ids(get(client, "articles/", search="lakes")) == articles
    assert found("-lakes seas", "article") == [] and ids(get(client, "articles/", search="five lakes")) == articles[1:2]


def test_of_very_many_the_newest_are_ranked(monkeypatch):
    if connection.vendor != "postgresql":
        pytest.skip("FTS5 ranks by what it has counted before")
    monkeypatch.setattr(searching, "RANKED", 2)
    made = [("article", make.article(f"A lake, and {number} more.").pk) for number in "four five six".split()]
    assert sorted(found("lake", "article")) == made[1:]


def test_only_what_is_current_is_found(lakes):
    make.version(lakes["lake"].article, "Eight ponds were drained.")
    Claim.objects.update(live=False)
    Quote.objects.update(live=False)
    assert found("lakes") == [] and found("ponds") == of(lakes, "lake")


def test_what_changed_or_went_is_found_as_it_is(lakes):
    Claim.objects.filter(pk=lakes["claim"].pk).update(exact="Seven ponds were filled", label="ponds")
    lakes["quote"].delete()
    assert found("lakes", "claim", "quote") == [] and found("filled", "claim") == of(lakes, "claim")


def test_what_was_there_before_is_found(lakes):
    connection.check_constraints()
    drop_words(connection)
    index_words(connection)
    assert found("lakes") == of(lakes, "lake", "quote", "claim")


def test_an_excerpt_shows_what_was_found(lakes):
    [hit] = search("drain", ["claim"], 20)
    assert [part.text for part in hit.excerpt if part.match] == ["drained"]
    assert "".join(part.text for part in hit.excerpt).split("\n")[-1] == "Seven lakes were drained"


def test_an_excerpt_of_a_long_text_is_short():
    make.article("Nothing happened there. " * 500 + "A lighthouse stood. " + "Nothing happened there. " * 500)
    [hit] = search("lighthouse", ["article"], 20)
    excerpt = "".join(part.text for part in hit.excerpt)
    assert "A lighthouse stood" in excerpt and len(excerpt) < 1000


def test_a_text_of_more_words_than_an_index_can_hold_is_stored():
    make.article(" ".join(f"w{number:x}" for number in range(300_000)))
    assert len(found("w1f", "article")) == 1


def test_parts_of_an_excerpt():
    assert list(parts("a \x02b\x03 <i>\x02c\x03")) == [
        Part("a ", False),
        Part("b", True),
        Part(" <i>", False),
        Part("c", True),
    ]


@pytest.mark.parametrize(
    ("words", "asked"),
    [
        ("a b", '"a" "b"'),
        ('a "b c" -d', '"a" "b c" NOT "d"'),
        ('-"b c" a', '"a" NOT "b c"'),
        ("-a", ""),
        ("* :", ""),
        ("a* OR NEAR(b)", '"a*" "OR" "NEAR(b)"'),
        ('"', ""),
    ],
)
def test_no_word_is_an_operator(words, asked):
    assert as_fts5(words) == asked


def test_hits_come_with_their_rows(client, lakes):
    page = get(client, "search/", q="lakes")
    follows(page, "/api/v1/search/")
    assert [(hit["kind"], hit["id"]) for hit in page["results"]] == of(lakes, "lake", "quote", "claim")
    for hit in page["results"]:
        assert client.get(hit["row"].get("api_url", hit["row"]["url"])).status_code == 200
    assert len(get(client, "search/", q="lakes", kind="claim")["results"]) == 1


@pytest.mark.parametrize(
    ("parameters", "name"),
    [
        ({}, "q"),
        ({"q": "  "}, "q"),
        ({"q": "a" * 301}, "q"),
        ({"q": "\x00"}, "q"),
        ({"q": "a", "kind": "fact"}, "kind"),
        ({"q": "a", "limit": "101"}, "limit"),
        ({"q": "a", "sauce": "b"}, "sauce"),
    ],
)
def test_bad_questions_are_refused(client, parameters, name):
    assert name in get(client, "search/", 400, **parameters)


def test_lists_are_searched(client, lakes):
    assert ids(get(client, "claims/", search="drained")) == [lakes["claim"].pk]
    assert ids(get(client, "quotes/", search='"road works"')) == [lakes["works"].pk]
    assert ids(get(client, "claims/", search="-")) == []


def test_the_index_is_used():
    if connection.vendor != "postgresql":
        pytest.skip("FTS5 has no other way to be asked")
    from claims.searching import matching

    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
    assert "claims_claim_words" in matching(Claim.objects.all(), "claim", "lakes").explain()
