"""Why the rules put things so is told in any language: each reason is found by translators, and none is English."""

import datetime as dt
from dataclasses import replace

import pytest
from django.utils.translation import override

from claims.analysis import reading
from claims.analysis.facts import vetoes, wording
from claims.analysis.facts.questions import answers, one_question
from claims.analysis.facts.sameness import same_fact, settled
from claims.analysis.found import Change, EntityKind
from claims.analysis.names.identity import Named, same_entity
from claims.analysis.text import language
from claims.analysis.values import Dimension, Value
from claims.models import ClaimLink, MentionLink
from claims.retiring import REGROUPED
from sources import messages
from tests import make
from tests.analysis.test_relations import count, day
from tests.analysis.test_sameness import CEDED, DEAL, DISMISSED, KILLED, SEASON, stated
from tests.foreign import CLAIMS, LATIN, pseudo, speak, stripped, templates

FACTS = CLAIMS / "analysis" / "facts"
NAMES = CLAIMS / "analysis" / "names"
TEXTS = [
    '"We lost the harbour," Anna Berg said on Friday. She said it was gone. "It is over," she added.',
    "Anna Berg did not say that the harbour was lost. She will say that it is. Bob Hall thinks that 3 ships sank.",
    "Minister Carl Dahl met General Erik Falk. Erik Falk bowed. He said that 3 ships sank.",
    "Anna Berg promised to rebuild. Anna Berg urged the council to act. It was called “a shame” by Bob Hall.",
    "According to Anna Berg, 12 people died. The report by the council said that 4 ships would be sold.",
    "The statement of the council said that 30 people were hurt. Officers said that 40 people were not hurt.",
    "Anna Berg and Bob Hall said that the harbour was lost. We said that it was not.",
    'Anna Berg: We lost it.\n\nBob Hall: "It is over."\n\n“Nothing is lost for ever and a day,” said nobody.',
    "Mary Jones, who said that 5 ships sank, left. The senator said that 6 did. Allegedly 7 ships were sold.",
    "If it rains, 9 ships will be sold. Officials denied that 8 ships sank. The so-called “peace” holds.",
    "The room is 42. Call 555 0199 22. It was the 3rd time. Room A4. In March. At 10:30. A dozen. “Oh",
    "Anna Berg left in 1999. Bob Hall spoke first. Later on nothing happened. It rained.\n\nHe said that it was over.",
]


def read():
    nlp = language.load()
    return list(reading.read(nlp, [reading.Text(text, dt.date(2020, 11, 20)) for text in TEXTS]))


def of_texts():
    for analysis in read():
        for found in (*analysis.quotes, *analysis.claims):
            yield from found.reasons
        for quote in analysis.quotes:
            yield from (each.reason for each in quote.candidates)
        for gap in analysis.gaps:
            yield from gap.reason.split("; ")


def of_names():
    person, body, place = EntityKind.PERSON, EntityKind.ORGANISATION, EntityKind.PLACE
    pairs = [
        (Named("supporters", person), Named("Anna Berg", person)),
        (Named("Anna Berg", person), Named("Anna Berg", body)),
        (Named("Anna Berg", person), Named("Anna Dahl", person)),
        (Named("Anna Berg", person), Named("Maria Berg", person)),
        (Named("Nikol Pashinyan", person), Named("Nikol Pashinian", person)),
        (Named("A. Berg", person, roles=("Armenian president",)), Named("Berg", person, roles=("Armenian president",))),
        (Named("Anna Maria Berg", person), Named("Maria Berg", person)),
        (Named("Berlin", body), Named("Berlin", place)),
        (Named("Security Council", body), Named("Security Council", body)),
        (Named("Yerevan", place), Named("Yerevan", place)),
        (Named("Yerevan", place), Named("Yerevan, Armenia", place)),
        (Named("Athens", place), Named("Athens, Georgia", place)),
        (Named("Pashinyan Foundation", body), Named("Pashinian Foundation", body)),
        (Named("CSTO", body), Named("Collective Security Treaty Organization", body)),
        (Named("A. Berg", person), Named("Anna Berg", person)),
        (Named("Armenians", EntityKind.GROUP), Named("Anna Berg", person)),
    ]
    for one, other in pairs:
        yield from same_entity(one, other).reasons


def of_facts():
    two = replace(CEDED, article="two")
    told = {
        "names": frozenset(("Bergs",)),
        "subject": "army",
        "nearest": ("river",),
        "affected": frozenset(("town",)),
    }
    definite = {"definite": True, "head": "inspection"}
    added = stated(count(3.0), others=(4.0,), article="one", **told)
    pairs = [
        (CEDED, two),
        (replace(CEDED, **told), replace(two, **told)),
        (replace(CEDED, **told), replace(two, names=frozenset(("Hall",)), subject="fleet", event="sell")),
        (replace(CEDED, **definite), replace(two, **definite)),
        (added, replace(two, value=count(7.0), **told)),
        (DEAL, replace(DEAL, article="two")),
        (DEAL, replace(DEAL, article="two", value=day("2025-08-10"))),
        (CEDED, replace(CEDED, value=count(7.0))),
        (SEASON, replace(SEASON, article="two", value=day("2008-01-01", "2008-12-31", "year"))),
        (KILLED, DEAL),
        (KILLED, replace(KILLED, article="two", event="injure")),
        (KILLED, replace(KILLED, article="two", story=frozenset(("elsewhere",)))),
        (replace(KILLED, when=day("2025-05-01")), replace(KILLED, article="two", when=day("2025-05-09"))),
        (
            stated(Value(Dimension.MONEY, "USD", 5.0, 5.0, "1.0")),
            stated(Value(Dimension.MONEY, "EUR", 5.0, 5.0, "1.0")),
        ),
        *((KILLED, replace(KILLED, article="two", modality=each)) for each in vetoes.UNCERTAIN),
        *((CEDED, replace(two, change=each)) for each in vetoes.CHANGES),
        (replace(CEDED, change=Change.TO), replace(two, change=Change.RISE)),
        (DISMISSED, replace(DISMISSED, article="two", affected=frozenset(("someone",)))),
        (DISMISSED, replace(DISMISSED, article="two", affected=frozenset(), acting=frozenset(("someone",)))),
    ]
    for one, other in pairs:
        yield from same_fact(one, other).reasons
    alone = settled({(0, 1): same_fact(DEAL, replace(DEAL, article="two"))}, {0: DEAL, 1: replace(DEAL, article="two")})
    yield from alone[0, 1].reasons
    yield from one_question(answers([added]), answers([replace(two, value=count(8.0), **told)]), 0.5).reasons
    yield from one_question(answers([CEDED]), answers([replace(DEAL, article="two", nearest=())]), 0.5).reasons


def of_utterances():
    story = frozenset(("quell",))
    said = wording.Said("one", "we will win this war soon", "we will win this war soon", speaker="Anna", story=story)
    others = [
        replace(said, article="two"),
        replace(said, article="two", speaker="Bob"),
        replace(said, article="two", spoken=False),
        replace(said, article="two", content="win"),
        replace(said, article="two", story=frozenset(("elsewhere",))),
    ]
    for other in others:
        yield from wording.same_utterance(said, other).reasons


def test_no_reason_is_english_in_another_language():
    known, asked = templates(), set()

    def template(words):
        asked.add((words,))
        return pseudo(words) if (words,) in known else words

    def counted(one, many, of):
        asked.add((one, many))
        return pseudo(one if of == 1 else many)

    foreign = messages.Voice(template, counted, str, dt.date.isoformat, dt.date.isoformat)
    reasons = [*of_texts(), *of_names(), *of_facts(), *of_utterances()]
    told = [messages.tell_reason(stripped(reason), foreign) for reason in reasons]
    assert [words for words in told if LATIN.search(words)] == []
    rooms = [FACTS / f"{name}.py" for name in ("sameness", "vetoes", "questions", "wording")]
    assert templates([*rooms, NAMES / "identity.py"]) <= asked


@pytest.fixture(autouse=True)
def english():
    """A page that was asked for in a language leaves it behind."""
    with override("en-gb"):
        yield


@pytest.fixture
def german(monkeypatch, client):
    speak(monkeypatch, templates())
    client.force_login(make.superuser("boss"))


def page(client, address, language="de"):
    return client.get(address, headers={"accept-language": language}).content.decode()


WHY = messages.gettext("both about “{head}”", head="ζήτημα")
TOLD, ENGLISH = "жжжж жжжжж “ζήτημα”", "both about “ζήτημα”"


@pytest.fixture
def version():
    return make.article("“We will win,” he said on Friday, of 3 districts.").current


@pytest.mark.django_db
@pytest.mark.usefixtures("german")
def test_a_claim_and_a_quote_say_why_in_the_language_of_their_reader(client, version):
    claim = make.claim("3", version, reasons=["put as planned", WHY], holder_text="an unnamed speaker")
    candidates = [{"name": "Άννα", "reason": "named shortly before"}, {"name": "Μαρία", "reason": WHY}]
    quote = make.quote("We will win", version, reasons=["a verb of speech"], candidates=candidates)
    shown = page(client, f"/admin/claims/claim/{claim.pk}/change/")
    assert f"жжж жж жжжжжжж; {TOLD}" in shown and "жж жжжжжжж жжжжжжж" in shown
    assert not any(words in shown for words in ("put as planned", "both about", "unnamed speaker"))
    shown = page(client, f"/admin/claims/quote/{quote.pk}/change/")
    assert f"Άννα (жжжжж жжжжжжж жжжжжж); Μαρία ({TOLD})" in shown and "ж жжжж жж жжжжжж" in shown
    assert "a verb of speech" not in shown and "shortly before" not in shown
    assert f"put as planned; {ENGLISH}" in page(client, f"/admin/claims/claim/{claim.pk}/change/", "en")


@pytest.mark.django_db
@pytest.mark.usefixtures("german")
def test_links_say_why_in_the_language_of_their_reader(client, version):
    fact, other = make.fact(), make.article("They spoke of 3 districts.").current
    pair = [make.claim("3", each, fact=fact) for each in (version, other)]
    ClaimLink.objects.create(left=pair[0], right=pair[1], score=0.9, reasons=["the values agree", WHY, "of old: words"])
    names = [make.mention("Ada Person", each) for each in (version, other)]
    MentionLink.objects.create(left=names[0], right=names[1], score=0.9, reasons=["The given names agree."])
    shown = page(client, f"/admin/claims/fact/{fact.pk}/change/")
    assert f"жжж жжжжжж жжжжж · {TOLD} · of old: words" in shown and "the values agree" not in shown
    assert "жжж жжжжж жжжжж жжжжж." in page(client, f"/admin/claims/entity/{names[0].entity_id}/change/")


@pytest.mark.django_db
@pytest.mark.usefixtures("german")
def test_a_sentence_that_gave_nothing_says_why_in_the_language_of_its_reader(client, version):
    signs = "quotation marks without a cue or a speaker; a figure that states no value"
    reading = make.extraction(version, gaps=[{"start": 0, "end": 5, "reason": signs}])
    for address in (f"sources/article/{version.article_id}", f"claims/extraction/{reading.pk}"):
        shown = page(client, f"/admin/{address}/change/")
        assert "жжжжжжжжж жжжжж жжжжжжж ж жжж жж ж жжжжжжж; ж жжжжжж жжжж жжжжжж жж жжжжж" in shown
        assert "without a cue" not in shown and "states no value" not in shown
        assert signs in page(client, f"/admin/{address}/change/", "en")


@pytest.mark.django_db
@pytest.mark.usefixtures("german")
def test_why_it_was_closed_is_said_in_the_language_of_its_reader(client):
    row = make.discrepancy()
    row.become("closed", messages.sentences([REGROUPED, WHY]))
    row.save()
    assert row.status_reason == f"{messages.english(REGROUPED)} {ENGLISH}"
    shown = page(client, f"/admin/claims/discrepancy/{row.pk}/change/")
    assert f"жжж жжжжжжжж жж жжжжжж жжжжжжжжж: жж жжж жжжж жж жжжжжжж жжжж. {TOLD}" in shown
    assert "no longer conflicts" not in shown
    old = make.discrepancy(status="closed", status_reason="It ended before parts were kept.")
    assert "It ended before parts were kept." in page(client, f"/admin/claims/discrepancy/{old.pk}/change/")
    row.become("open")
    assert (row.status, row.status_reason, row.status_said) == ("open", "", "")


@pytest.mark.django_db
def test_programs_read_reasons_in_english(client, version):
    claim = make.claim("3", version, reasons=["put as planned", WHY])
    quote = make.quote("We will win", version, reasons=[WHY], candidates=[{"name": "Άννα", "reason": WHY}])
    asked = {"headers": {"accept-language": "de"}}
    assert client.get(f"/api/v1/claims/{claim.pk}/", **asked).json()["reasons"] == ["put as planned", ENGLISH]
    read = client.get(f"/api/v1/quotes/{quote.pk}/", **asked).json()
    assert read["reasons"] == [ENGLISH] and read["candidates"] == [{"name": "Άννα", "reason": ENGLISH}]
