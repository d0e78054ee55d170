"""Corrections hold through re-imports, new rules and edits elsewhere, and lapse where the words themselves change."""

import random

import pytest

from claims import extracting, holding
from claims.analysis.spans import Span
from claims.analysis.values import Comparator, Dimension, Value
from claims.corrections import applying, correcting
from claims.corrections.correcting import Changes, Named
from claims.models import Claim, Correction, Discrepancy, Extraction, Fact, Mention, Quote, Review
from tests import make
from tests.claims.reports import analyse, holds

pytestmark = pytest.mark.django_db
LEAD = "The flood of the Quell destroyed 12 bridges in Quellmouth."
SAID = "“We lost everything,” Mayor Ada Brightwater said."
MISSED = "Some houses, a great many of them, were gone by Tuesday morning."
TEXT = f"{LEAD}\n\n{SAID}\n\n{MISSED}"
OTHER = "The flood of the Quell has destroyed 15 bridges in Quellmouth."


@pytest.fixture
def editor():
    return make.superuser()


@pytest.fixture(autouse=True)
def read_once(monkeypatch):
    """What the rules read in one text of one day is always the same."""
    known, honest = {}, extracting._analysed

    def analysed(batch):
        texts = [extracting.as_text(one.version) for one in batch]
        for one, text in zip(batch, texts, strict=True):
            if text not in known:
                known[text] = honest([one])[0]
        return [known[text] for text in texts]

    monkeypatch.setattr(extracting, "_analysed", analysed)


@pytest.fixture
def version():
    article = make.article(TEXT, language="en")
    analyse()
    return article.current


@pytest.fixture
def disputed():
    """A version that two sources disagree about."""
    version = make.article(LEAD, language="en").current
    make.article(OTHER, language="en", source=make.source("South Herald"))
    analyse()
    return version


def read_anew(monkeypatch, rules="next"):
    monkeypatch.setattr(extracting.reading, "RULES", rules)
    analyse()


def span(of, words, text=None):
    start = (text or of.text).index(words)
    return Span(start, start + len(words))


def a_count(number=30.0, unit="house"):
    return Value(Dimension.COUNT, unit, number, number, "1.0", Comparator.ABOUT)


def add(version, editor, **fields):
    clause, place = span(version, MISSED), span(version, "a great many")
    return correcting.add_claim(version, clause, place, a_count(), editor, **fields)


def bridges(version):
    return Claim.objects.get(version=version, unit="bridge")


def disagree():
    """Whether the two sources are said to."""
    return Discrepancy.objects.filter(kind="value", status="open").exists()


def state(version):
    """All evidence of a version, without what tells who set it right and when it was made."""
    return {
        *Claim.objects.filter(version=version).values_list(
            *("anchor", "value_text", "dimension", "low_number", "high_number", "low_date", "label", "holder_text"),
            *("holder__name", "live", "corrected_by"),
        ),
        *Quote.objects.filter(version=version).values_list(
            *("anchor", "content", "kind", "start", "end", "speaker_text", "speaker_start", "speaker__name", "live"),
            "corrected_by",
        ),
        *Mention.objects.filter(extraction__version=version).values_list("anchor", "name", "live"),
    }


def ids(version):
    return {(row.anchor, row.pk) for row in (*version.claims.all(), *version.quotes.all())}


def test_a_claim_that_was_missed_is_there_at_once_with_who_added_it(version, editor):
    review = add(version, editor, label="houses gone", note="They are counted.")
    claim = Claim.objects.get(unit="house")
    assert (claim.value_text, claim.exact, claim.label) == ("a great many", MISSED, "houses gone")
    assert (claim.corrected_by, claim.live, claim.reasons) == (review, True, ["added by hand"])
    assert (review.version, review.verdict, review.reviewer) == (version, "added", editor)
    assert review.rules == Extraction.objects.get(version=version).rules != ""
    analyse()
    assert Claim.objects.get(unit="house").fact is not None
    holds()


def test_what_an_added_claim_is_about_is_read_from_its_sentence(version, editor):
    add(version, editor)
    about = Claim.objects.get(unit="house").about
    assert about["near"] and about["words"]


def test_a_claim_in_a_language_that_is_not_read_has_what_its_words_give(version, editor):
    version.article.language = "hy"
    version.article.save()
    add(version, editor)
    assert Claim.objects.get(unit="house").about["head"] == "house"
    analyse()
    holds()


def test_a_quote_is_added_with_a_speaker_whose_name_is_selected(editor):
    text = "It was over. Nobody was left, as Orla Finch of the harbour put it."
    of = make.article(text, language="en").current
    analyse()
    Mention.objects.all().delete()
    named = Named(span=span(of, "Orla Finch"))
    review = correcting.add_quote(of, [span(of, "Nobody was left")], "indirect", editor, named)
    quote = Quote.objects.get(content="Nobody was left")
    assert (quote.speaker.name, quote.speaker_text, quote.corrected_by) == ("Orla Finch", "Orla Finch", review)
    assert text[quote.speaker_start : quote.speaker_end] == "Orla Finch"
    analyse()
    assert Quote.objects.get(pk=quote.pk).speaker.entity.name == "Orla Finch"
    holds()
    correcting.undo(review, editor)
    assert not Quote.objects.filter(content="Nobody was left").exists() and not Mention.objects.exists()


def test_a_corrected_value_keeps_the_row_and_is_compared_anew(disputed, editor):
    claim = bridges(disputed)
    assert disagree()
    review = correcting.correct(claim, Changes(value=a_count(15.0, "bridge")), editor, "The table says 15.")
    now = bridges(disputed)
    assert (now.pk, now.low_number, now.comparator, now.corrected_by) == (claim.pk, 15.0, "about", review)
    analyse()
    assert not disagree()
    holds()
    correcting.undo(review, editor)
    analyse()
    assert (bridges(disputed).pk, bridges(disputed).low_number, disagree()) == (claim.pk, 12.0, True)
    holds()


def test_a_value_of_another_kind_answers_another_question(disputed, editor):
    claim = bridges(disputed)
    measure = Value(Dimension.MEASURE, "m", 12.0, 12.0, "1.0")
    correcting.correct(claim, Changes(value=measure), editor)
    now = Claim.objects.get(pk=claim.pk)
    assert (now.dimension, now.fact) == ("measure", None)
    analyse()
    assert Claim.objects.get(pk=claim.pk).fact.dimension == "measure"
    assert not disagree()
    holds()


def test_a_corrected_speaker_and_a_holder_taken_away(version, editor):
    quote = Quote.objects.get(version=version)
    town = Mention.objects.get(extraction__version=version, name="Quellmouth")
    correcting.correct(quote, Changes(named=Named(town)), editor)
    assert Quote.objects.get(pk=quote.pk).speaker == town
    review = correcting.correct(Quote.objects.get(pk=quote.pk), Changes(nobody=True), editor)
    assert Quote.objects.get(pk=quote.pk).speaker is None
    correcting.undo(review, editor)
    assert Quote.objects.get(pk=quote.pk).speaker == town
    holds()


def test_a_corrected_span_rejects_the_old_place_and_keeps_the_row(version, editor, monkeypatch):
    quote = Quote.objects.get(version=version)
    review = correcting.correct(quote, Changes(spans=(span(version, "lost everything"),)), editor)
    assert [(one.action, one.review) for one in Correction.objects.all()] == [("rejected", review), ("added", review)]
    assert [(one.pk, one.content) for one in Quote.objects.all()] == [(quote.pk, "lost everything")]
    read_anew(monkeypatch)
    assert [(one.pk, one.content) for one in Quote.objects.all()] == [(quote.pk, "lost everything")]
    correcting.undo(review, editor)
    assert [(one.pk, one.content) for one in Quote.objects.all()] == [(quote.pk, quote.content)]
    holds()


def test_what_is_rejected_is_gone_from_facts_and_discrepancies_and_comes_back_when_that_is_undone(
    disputed, editor, monkeypatch
):
    claim = bridges(disputed)
    assert disagree()
    review = correcting.reject(claim, editor, "It says twelve boats.")
    assert not Claim.objects.filter(pk=claim.pk).exists()
    assert review.evidence["before"]["value_text"] == "12 bridges"
    analyse()
    assert not disagree() and not Fact.objects.get(pk=claim.fact_id).claims.filter(version=disputed)
    read_anew(monkeypatch)
    assert not Claim.objects.filter(version=disputed, unit="bridge").exists()
    holds()
    correcting.undo(review, editor)
    analyse()
    assert (bridges(disputed).pk, disagree()) == (claim.pk, True)
    holds()


def everything(version, editor):
    """One correction of each kind."""
    add(version, editor)
    correcting.correct(bridges(version), Changes(value=a_count(13.0, "bridge"), label="bridges lost"), editor)
    correcting.correct(Quote.objects.get(version=version), Changes(spans=(span(version, "lost everything"),)), editor)
    correcting.reject(Claim.objects.filter(version=version, corrected_by=None).first() or bridges(version), editor)


def test_corrections_hold_when_the_same_text_is_read_by_newer_rules_and_reading_twice_changes_nothing(
    version, editor, monkeypatch
):
    everything(version, editor)
    before, rows = state(version), ids(version)
    for rules in ("next", "after that"):
        read_anew(monkeypatch, rules)
        assert (state(version), ids(version)) == (before, rows)
    holds()


def test_corrections_hold_when_rules_no_longer_read_what_was_corrected(version, editor, monkeypatch):
    correcting.correct(bridges(version), Changes(value=a_count(13.0, "bridge")), editor)
    monkeypatch.setattr(extracting.storing, "_claims", lambda *_args: [])
    read_anew(monkeypatch)
    assert bridges(version).low_number == 13.0
    correcting.undo(Review.objects.get(verdict="corrected"), editor)
    assert not Claim.objects.exists()
    holds()


def test_corrections_go_along_to_an_edited_version_where_their_words_stand(version, editor):
    everything(version, editor)
    edited = make.version(version.article, f"It rained.\n\n{TEXT}")
    analyse()
    made = {(one.value_text, one.low_number) for one in Claim.objects.filter(live=True).exclude(corrected_by=None)}
    assert made == {("12 bridges", 13.0), ("a great many", 30.0)}
    assert list(Quote.objects.filter(live=True).values_list("content", flat=True)) == ["lost everything"]
    assert applying.on(edited.text, applying.standing(version.article_id)).lapsed == []
    holds()


def test_a_correction_lapses_where_its_words_were_edited_and_holds_again_when_they_are_back(version, editor):
    correcting.correct(bridges(version), Changes(value=a_count(13.0, "bridge")), editor)
    edited = make.version(version.article, TEXT.replace("12 bridges", "14 bridges"))
    analyse()
    assert (bridges(edited).low_number, bridges(edited).corrected_by) == (14.0, None)
    [lapsed] = applying.on(edited.text, applying.standing(version.article_id)).lapsed
    assert lapsed.words == LEAD and "no longer stand" in lapsed.why
    back = make.version(version.article, TEXT)
    analyse()
    assert bridges(back).low_number == 13.0
    holds()


def test_words_that_stand_twice_are_told_apart_by_what_stands_around_them_or_not_at_all(editor):
    text = f"{MISSED}\n\nIt was calm in the north.\n\n{MISSED}\n\nIt was cold in the south."
    of = make.article(text, language="en").current
    analyse()
    second = Span(text.rindex(MISSED), text.rindex(MISSED) + len(MISSED))
    place = Span(text.rindex("a great many"), text.rindex("a great many") + 12)
    correcting.add_claim(of, second, place, a_count(), editor)
    assert Claim.objects.get(unit="house").start == second.start
    make.version(of.article, f"First.\n\n{text}")
    analyse()
    assert Claim.objects.get(unit="house", live=True).start == second.start + len("First.\n\n")
    unsure = make.version(of.article, f"{MISSED} It was hot. {MISSED} It was wet.")
    analyse()
    assert not Claim.objects.filter(unit="house", live=True).exists()
    [lapsed] = applying.on(unsure.text, applying.standing(of.article_id)).lapsed
    assert "more than once" in lapsed.why
    holds()


def test_a_correction_is_taken_back_last_one_first_and_once(version, editor):
    first = correcting.correct(bridges(version), Changes(value=a_count(13.0, "bridge")), editor)
    second = correcting.correct(bridges(version), Changes(label="bridges lost"), editor)
    with pytest.raises(holding.Refused, match=f"Review {second.pk}"):
        correcting.undo(first, editor)
    correcting.undo(second, editor)
    undone = correcting.undo(first, editor)
    assert (undone.undoes, undone.version, bridges(version).low_number) == (first, version, 12.0)
    with pytest.raises(holding.Refused, match="already"):
        correcting.undo(first, editor)


def test_what_changes_nothing_and_what_stands_there_already_is_refused(version, editor):
    claim = bridges(version)
    same = Changes(value=claim.value, label=claim.label)
    with pytest.raises(holding.Refused, match="Nothing is different"):
        correcting.correct(claim, same, editor)
    add(version, editor)
    with pytest.raises(holding.Refused, match="stands there already"):
        add(version, editor)
    with pytest.raises(holding.Refused, match="within the words"):
        correcting.correct(claim, Changes(place=span(version, "a great many")), editor)
    assert Review.objects.count() == 1


def test_only_those_who_may_decide_may_correct(version):
    reader = make.member("Reader")
    for attempt in (
        lambda: add(version, reader),
        lambda: correcting.reject(bridges(version), reader),
        lambda: correcting.correct(bridges(version), Changes(label="x"), reader),
        lambda: correcting.add_quote(version, [Span(0, 5)], "direct", reader),
    ):
        with pytest.raises(holding.Refused, match="may not"):
            attempt()
    assert not Review.objects.exists()


def test_an_article_that_was_not_read_is_not_corrected(editor):
    of = make.article(TEXT, language="en").current
    with pytest.raises(holding.Refused, match="not been read"):
        add(of, editor)


@pytest.mark.parametrize("seed", range(4))
def test_whatever_is_corrected_undone_edited_and_read_anew_in_any_order_undoing_all_gives_what_the_rules_read(
    seed, editor, monkeypatch
):
    chance = random.Random(seed)
    texts = [TEXT, f"It rained.\n\n{TEXT}", TEXT.replace("12 bridges", "14 bridges"), f"{SAID}\n\n{MISSED}"]
    article = make.article(TEXT, language="en")
    analyse()

    def one_more():
        current = article.versions.order_by("-number").first()
        if chance.random() < 0.3 and MISSED in current.text:
            return add(current, editor)
        rows = [*current.claims.order_by("start", "pk"), *current.quotes.order_by("start", "pk")]
        row = chance.choice(rows)
        if chance.random() < 0.3:
            return correcting.reject(row, editor)
        if isinstance(row, Quote):
            return correcting.correct(row, Changes(spans=(Span(row.start, row.end - 1),)), editor)
        return correcting.correct(row, Changes(value=a_count(float(chance.randrange(50)), "bridge")), editor)

    def undo():
        standing = list(applying.standing(article.pk))
        return correcting.undo(chance.choice(standing).review, editor) if standing else None

    acts = [one_more, one_more, undo, lambda: make.version(article, chance.choice(texts))]
    acts += [lambda: read_anew(monkeypatch, f"rules {chance.random()}")]
    for _step in range(10):
        try:
            chance.choice(acts)()
        except (holding.Refused, IndexError):
            continue
        if chance.random() < 0.5:
            analyse()
    analyse()
    holds()
    assert Correction.objects.exists()
    versions = list(article.versions.all())
    corrected = [state(each) for each in versions]
    read_anew(monkeypatch, "once more")
    assert [state(each) for each in versions] == corrected
    while standing := list(applying.standing(article.pk)):
        correcting.undo(standing[-1].review, editor)
    undone = [state(each) for each in versions]
    read_anew(monkeypatch, "the last")
    assert undone == [state(each) for each in versions]
    assert not Claim.objects.exclude(corrected_by=None).exists()
    holds()
