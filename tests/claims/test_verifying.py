"""`verify` passes over what is right and finds each kind of breach, planted past the code that would prevent it."""

import datetime as dt
import io

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from claims.models import Apart, Claim, Discrepancy, Extraction, Fact, Mention, Quote, Review, Together
from claims.models.reach import reach
from claims.verifying import CHECKS, verify
from sources.immutable import unprotect
from sources.models import Article, ArticleChange, ArticleVersion, ImportRun, Move, Page
from tests import make

pytestmark = pytest.mark.django_db
TEXT = "A spokesman said “seven lakes dried” in the spring, and “no more” would."


def unprotected(table):
    unprotect(connection.SchemaEditorClass(connection), table)


def told():
    lines = []
    count = verify(lines.append)
    breaches = [line for line in lines if line.startswith("  BREACH ")]
    assert len(breaches) == count
    return breaches


@pytest.fixture
def sound():
    """One of everything, and nothing wrong with it."""
    discrepancy = make.discrepancy()
    article = make.article(TEXT)
    version = article.current
    speaker = make.mention("A spokesman", version, spans=[{"start": 0, "end": 11}])
    starts = [TEXT.index(part) for part in ("seven lakes dried", "no more")]
    quote = make.quote("seven lakes dried", version, speaker=speaker, utterance=make.utterance(), cue="said")
    Quote.objects.filter(pk=quote.pk).update(
        end=starts[1] + 7,
        content="seven lakes dried no more",
        spans=[
            {"start": starts[0], "end": starts[0] + 17, "exact": "seven lakes dried"},
            {"start": starts[1], "end": starts[1] + 7, "exact": "no more"},
        ],
        cue_start=12,
        cue_end=16,
        speaker_text="A spokesman",
        speaker_start=0,
        speaker_end=11,
    )
    claim = make.claim("seven lakes", version, holder=speaker)
    gap = {"start": 0, "end": 11, "reason": "figure without a claim"}
    Extraction.objects.filter(version=version).update(gaps=[gap])
    claim.mentions.add(speaker)
    worded = make.discrepancy(utterance=quote.utterance, kind="wording", status="explained")
    for number in (1, 2):
        worded.positions.create(number=number, label=str(number), answer={"wording": "x"}).quotes.add(quote)
    reach(connection, [worded.pk])
    Review.objects.create(discrepancy=discrepancy, verdict="dismissed", reviewer=make.user(), fingerprint="0" * 64)
    Discrepancy.objects.filter(pk=discrepancy.pk).update(status="dismissed")
    apart(Apart.Kind.CLAIM, Claim.objects.filter(fact=discrepancy.fact).first(), claim)
    together(Apart.Kind.MENTION, speaker)
    published()
    return discrepancy


def published():
    """An article that moved and was edited, with its page, which a worker has in hand, and its import."""
    article = make.article("It rained.")
    ArticleChange.objects.create(article=article, kind="edited", version=make.version(article, "It snowed."))
    Move.objects.create(article=article, key="https://test.example/moved")
    soon = timezone.now() + dt.timedelta(minutes=1)
    Page.objects.create(url=article.url, article=article, state="watched", leased_until=soon)
    run = ImportRun.objects.create(what="a feed", new=1, unchanged=3)
    run.outcomes.create(item=article.url, outcome="new", article=article)


def apart(kind, one, other):
    left, right = sorted([one.anchor, other.anchor])
    return Apart.objects.create(kind=kind, left=left, right=right, review=Review.objects.first())


def together(kind, *rows):
    for row in rows:
        Together.objects.create(kind=kind, anchor=row.anchor, review=Review.objects.first())


def test_a_sound_database_passes(sound):
    out = io.StringIO()
    call_command("verify", stdout=out)
    lines = out.getvalue().splitlines()
    assert len(lines) == len(CHECKS) + 1 and "Everything holds." in lines[-1]
    assert all(line.endswith("all hold") and ": 0 looked at" not in line for line in lines[:-1]), lines


def test_an_empty_database_passes():
    assert told() == []


def changed_text():
    unprotected("sources_articleversion")
    ArticleVersion.objects.filter(text=TEXT).update(sha256="f" * 64)


def shifted_quote():
    quote = Quote.objects.get()
    quote.spans[0]["exact"] = "Seven lakes dried"
    quote.content = "Seven lakes dried no more"
    quote.save()


def shortened_content():
    Quote.objects.update(content="seven lakes dried")


def wide_quote():
    Quote.objects.update(end=len(TEXT))


def span_without_place():
    quote = Quote.objects.get()
    del quote.spans[1]["start"]
    quote.save()


def span_past_the_end():
    quote = Quote.objects.get()
    quote.spans[1]["end"] = quote.end = 1000
    quote.save()


def other_cue():
    Quote.objects.update(cue="told")


def other_speaker():
    Quote.objects.update(speaker_end=9)


def shifted_evidence():
    Claim.objects.filter(version__text=TEXT).update(exact=TEXT[:-1])


def other_value():
    Claim.objects.filter(version__text=TEXT).update(value_text="seven Lakes")


def mention_past_the_end():
    Mention.objects.update(spans=[{"start": 60, "end": len(TEXT) + 1}])


def bounds_crossed():
    Claim.objects.filter(version__text=TEXT).update(low_number=9, high_number=7)


def date_without_days():
    Claim.objects.filter(version__text=TEXT).update(dimension="date")


def granularity_in_words():
    Claim.objects.filter(version__text=TEXT).update(granularity="dozens")


def evidence_of_another_version():
    other = make.article(TEXT).current
    Quote.objects.update(version=other)


def versions_unprotected():
    unprotected("sources_articleversion")


def reviews_unprotected():
    unprotected("claims_review")


def older_version_current():
    article = Article.objects.get(current__text=TEXT)
    first = article.current
    make.version(article, "Newer.")
    Article.objects.filter(pk=article.pk).update(current=first)


def no_version_current():
    Article.objects.filter(current__text=TEXT).update(current=None)


def version_of_another_article():
    article = Article.objects.get(current__text=TEXT)
    foreign = make.article("Foreign.")
    version = foreign.current
    Article.objects.filter(pk=foreign.pk).update(current=None)
    Article.objects.filter(pk=article.pk).update(current=version)


def number_skipped():
    article = Article.objects.get(current__text=TEXT)
    article.current = ArticleVersion.objects.create(article=article, number=3, text="Third.")
    article.save()


def gap_past_the_end():
    reading = Extraction.objects.get(version__text=TEXT)
    reading.gaps = [{"start": 3, "end": 9000, "reason": "figure without a claim"}]
    reading.save()


def live_evidence_left_behind():
    newer = make.version(Article.objects.get(current__text=TEXT), "Newer.")
    make.extraction(newer, state=Extraction.State.GROUPED)


def date_under_a_count():
    Fact.objects.update(dimension="date")


def claim_moved():
    Claim.objects.filter(value_text="three").update(fact=make.fact())


def claim_let_go():
    Claim.objects.filter(value_text="three").update(fact=None)


def quote_moved():
    Quote.objects.update(utterance=make.utterance())


def position_lost():
    row = Discrepancy.objects.get(kind="wording")
    row.positions.first().delete()
    reach(connection, [row.pk])


def put_together():
    Claim.objects.filter(version__text=TEXT).update(fact=Fact.objects.get())


def quotes_put_together():
    quote = Quote.objects.get()
    other = make.quote("spokesman", quote.version, utterance=quote.utterance)
    apart(Apart.Kind.QUOTE, quote, other)


def people_put_together():
    one = Mention.objects.get()
    other = make.mention("The spokesman", make.article("The spokesman spoke.").current, entity=one.entity)
    apart(Apart.Kind.MENTION, one, other)


def one_person_taken_apart():
    one = Mention.objects.get()
    together(Apart.Kind.MENTION, make.mention("The spokesman", make.article("The spokesman spoke.").current))
    assert Mention.objects.exclude(pk=one.pk).get().entity != one.entity


def decision_forgotten():
    Discrepancy.objects.filter(status="dismissed").update(status="open")


def decision_kept_on_other_evidence():
    Discrepancy.objects.filter(status="dismissed").update(fingerprint="1" * 64)


def decided_by_nobody():
    Discrepancy.objects.filter(kind="wording").update(status="confirmed")


def address_of_another_article():
    Move.objects.update(key=Article.objects.get(current__text=TEXT).key)


def page_without_its_article():
    Page.objects.update(article=None)


def outcome_not_counted():
    ImportRun.objects.update(new=0)


def unchanged_listed_and_not_counted():
    run = ImportRun.objects.get()
    run.outcomes.create(item="x", outcome="unchanged")
    ImportRun.objects.update(unchanged=0)


def edit_of_another_article():
    ArticleChange.objects.update(article=Article.objects.get(current__text=TEXT))


def lease_of_a_worker_that_died():
    Page.objects.update(leased_until=timezone.now() - dt.timedelta(days=1))


def filtered_by_another_article():
    row = Discrepancy.objects.get(kind="wording")
    row.articles.set([make.article("Nobody is in it.")])


def found_by_nobody_named():
    Discrepancy.objects.get(kind="wording").mentions.clear()


@pytest.mark.parametrize(
    ("plant", "expected"),
    [
        (changed_text, ["the SHA-256 of its text", "no trigger refuses"]),
        (shifted_quote, ["reads 'seven lakes dried', not 'Seven lakes dried'"]),
        (shortened_content, ["its content is not that of its spans"]),
        (wide_quote, ["is not from its first span to the end of its last"]),
        (span_without_place, ["is outside its text"]),
        (span_past_the_end, [":1000 is outside its text of"]),
        (other_cue, ["12:16 reads 'said', not 'told'"]),
        (other_speaker, ["0:9 reads 'A spokesm', not 'A spokesman'"]),
        (shifted_evidence, [f"0:{len(TEXT)} reads"]),
        (other_value, ["reads 'seven lakes', not 'seven Lakes'"]),
        (mention_past_the_end, ["is outside its text"]),
        (gap_past_the_end, ["is outside its text"]),
        (bounds_crossed, ["its lower bound 9.0 is above its upper bound 7.0"]),
        (date_without_days, ["it is a date without bounds of that kind"]),
        (granularity_in_words, ["its granularity 'dozens' is not a number"]),
        (
            evidence_of_another_version,
            ["its version is not that of its extraction", "kept beside it are not those of its evidence"],
        ),
        (versions_unprotected, ["sources_articleversion: no trigger refuses DELETE or UPDATE"]),
        (reviews_unprotected, ["claims_review: no trigger refuses DELETE or UPDATE"]),
        (older_version_current, ["its current version is not its number 2"]),
        (no_version_current, ["its current version is not its number 1"]),
        (version_of_another_article, ["is not its number 1", "is not its number 1"]),
        (number_skipped, ["its highest version is 3, but there are 2"]),
        (live_evidence_left_behind, ["it is live although a newer version was read"] * 3),
        (date_under_a_count, ["its dimension is not that of its fact"] * 2),
        (claim_moved, ["in one of its positions is not of its fact"]),
        (claim_let_go, ["in one of its positions is not of its fact"]),
        (quote_moved, ["in one of its positions is not of its utterance"] * 2),
        (position_lost, ["it awaits a decision with fewer than two positions"]),
        (put_together, ["but both are in fact"]),
        (quotes_put_together, ["but both are in utterance"]),
        (people_put_together, ["but both are in entity"]),
        (one_person_taken_apart, ["put mentions together, but they are in entity"]),
        (decision_forgotten, ["it is open, but the last review of this evidence says dismissed"]),
        (decision_kept_on_other_evidence, ["it is dismissed, but no review of this evidence says so"]),
        (decided_by_nobody, ["it is confirmed, but no review of this evidence says so"]),
        (address_of_another_article, ["is the key of another article"]),
        (page_without_its_article, ["it is watched, and has no article"]),
        (outcome_not_counted, ["its counts are not those of its outcomes"]),
        (unchanged_listed_and_not_counted, ["its counts are not those of its outcomes"]),
        (edit_of_another_article, ["it is of no later version of its article"]),
        (lease_of_a_worker_that_died, ["its lease ended long ago"]),
        (filtered_by_another_article, ["the articles or names kept beside it are not those of its evidence"]),
        (found_by_nobody_named, ["the articles or names kept beside it are not those of its evidence"]),
    ],
)
def test_each_breach_is_found_and_nothing_else(sound, plant, expected):
    plant()
    breaches = told()
    assert len(breaches) == len(expected), breaches
    assert all(part in line for part, line in zip(expected, breaches, strict=True)), breaches


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite cannot disable a trigger, only drop it")
@pytest.mark.parametrize(
    "change",
    [
        "ALTER TABLE claims_review DISABLE TRIGGER USER",
        "CREATE OR REPLACE FUNCTION claims_review_refuse() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN OLD; END'",
    ],
)
def test_a_trigger_that_refuses_nothing_is_a_breach(change):
    with connection.cursor() as cursor:
        cursor.execute(change)
    assert told() == ["  BREACH claims_review: no trigger refuses DELETE or UPDATE"]


def reopened():
    discrepancy = Discrepancy.objects.get(kind="value")
    Review.objects.create(
        discrepancy=discrepancy, verdict="reopened", reviewer=Review.objects.first().reviewer, fingerprint="0" * 64
    )
    Discrepancy.objects.filter(pk=discrepancy.pk).update(status="open")


def closed():
    Discrepancy.objects.update(status="closed")


def about_to_be_compared():
    claim_moved()
    Fact.objects.update(stale=True)


def about_to_be_grouped():
    put_together()
    Extraction.objects.update(state=Extraction.State.READ)


def newer_version_unread():
    newer = make.version(Article.objects.get(current__text=TEXT), "Newer.")
    make.extraction(newer, state=Extraction.State.SKIPPED)


def ruled_not_the_same_fact():
    discrepancy = Discrepancy.objects.get(kind="value")
    Review.objects.create(
        discrepancy=discrepancy, verdict="not_same_fact", reviewer=Review.objects.first().reviewer, fingerprint="0" * 64
    )
    Discrepancy.objects.filter(pk=discrepancy.pk).update(status="not_same_fact")
    claim_moved()


def cut_at_its_column():
    """A cue longer than its column is stored as far as it goes."""
    long = "said " * 100
    version = make.article(long).current
    make.quote("said", version, cue=long[:300], cue_start=0, cue_end=len(long))


@pytest.mark.parametrize(
    "change",
    [
        reopened,
        closed,
        about_to_be_compared,
        about_to_be_grouped,
        newer_version_unread,
        ruled_not_the_same_fact,
        cut_at_its_column,
    ],
)
def test_what_is_as_it_may_be_is_no_breach(sound, change):
    change()
    assert told() == []


def test_the_command_exits_with_1_and_says_what_a_breach_means(sound):
    no_version_current()
    out = io.StringIO()
    with pytest.raises(CommandError, match="1 breaches"):
        call_command("verify", stdout=out)
    assert "1 breaches. An article's current version is its own" in out.getvalue()


def test_queries_do_not_grow_with_rows(sound):
    def queries():
        with CaptureQueriesContext(connection) as captured:
            assert told() == []
        return len([query for query in captured.captured_queries if "CURSOR" not in query["sql"]])

    first = queries()
    for _ in range(5):
        make.discrepancy()
    assert queries() == first
