"""Explanations are told in any language: all their templates can be found and translated, and nothing else is said."""

import ast
import datetime as dt
import re

import pytest
from django.utils.translation import override

from claims.admin import translating
from claims.analysis.facts import explaining, plain
from claims.analysis.facts.conflicts import Answer, find_conflict
from claims.analysis.facts.wording import Difference
from claims.analysis.values import Comparator, Dimension, Value
from claims.models import Position
from sources import messages
from tests import make
from tests.foreign import CLAIMS, MAKING, MESSAGES, calls, holes, pseudo, speak, templates

FACTS = CLAIMS / "analysis" / "facts"
EXPLAINING = [MESSAGES, *(FACTS / f"{name}.py" for name in ("explaining", "plain", "conflicts", "origins", "disputes"))]
DAY = dt.date(2020, 11, 9)
# No letter of these is Latin: what is Latin in a translated sentence is a word that nobody could translate.
NORTH, SOUTH, EAST = "Βορράς", "Νότος", "Ανατολή"


@pytest.mark.parametrize("path", MAKING, ids=lambda path: path.stem)
def test_a_template_is_a_literal_and_its_places_are_filled(path):
    for node, literal, filled in calls(path):
        if path != MESSAGES and ast.unparse(literal[0]).startswith("labelled("):
            continue  # a label of a choice, which translators have as such
        assert all(isinstance(each, ast.Constant) and each.value for each in literal), ast.unparse(node)
        if None not in filled:  # `**places`
            of_list = path == MESSAGES and node.func.id == "gettext_noop"
            assert {*map(frozenset, map(holes, (each.value for each in literal)))} <= {
                frozenset({"some", "next"}) if of_list else frozenset(filled)
            }, ast.unparse(node)
    if path != MESSAGES:
        keys = [
            key.value
            for node in ast.walk(ast.parse(path.read_text()))
            if isinstance(node, ast.Dict)
            for key in node.keys
            if isinstance(key, ast.Constant)
        ]
        assert not {"say", "one", "many", "list", "capital"} & set(keys), "made past the makers"


def value(dimension, low, high=None, unit="", comparator=Comparator.EXACTLY, granularity="1.0"):
    return Value(Dimension(dimension), unit, low, high, granularity, comparator)


def exactly(dimension, low, unit=""):
    return value(dimension, low, low, unit)


def answer(of, origin, **fields):
    return Answer(
        **{"key": f"{origin} {of}", "value": of, "origin": origin, "article": origin, "own": origin, **fields}
    )


def conflict(*answers):
    found = find_conflict(answers)
    assert found is not None
    return found


def every_explanation():
    """Explanations of every kind, and of every dimension."""
    pairs = [
        ("count", 3.0, 1007.0, ""),
        ("date", DAY, DAY + dt.timedelta(1), "date"),
        ("date", DAY, DAY + dt.timedelta(30), "date"),
        ("duration", 1.0, 4.5, "day"),
        ("percentage", 3.0, 4.0, "percent"),
        ("percentage", 1.0, 4.0, "percentage point"),
        ("money", 3e6, 4e6, "€"),
        ("measure", 1.0, 9.0, "degree"),
        ("measure", 3.0, 9.0, "magnitude"),
        ("measure", 3.0, 9.0, "°"),
        ("age", 1.0, 9.0, "year"),
        ("time", 600.0, 900.0, ""),
        ("ratio", 3.0, 9.0, "times"),
        ("occurrence", 1.0, 0.0, "dismiss"),
    ]
    for dimension, one, other, unit in pairs:
        sides = [answer(exactly(dimension, one, unit), NORTH), answer(exactly(dimension, other, unit), SOUTH)]
        yield explaining.explain_values("ζήτημα", conflict(*sides))
    score = [
        answer(value("score", low, high, "score"), who) for low, high, who in ((1.0, 2.0, NORTH), (0.0, 2.0, SOUTH))
    ]
    yield explaining.explain_values("ζήτημα", conflict(*score))
    for rank in (1.0, 2.0, 3.0, 4.0, 12.0):
        sides = [answer(exactly("rank", rank), NORTH), answer(exactly("rank", rank + 1), SOUTH)]
        yield explaining.explain_values("ζήτημα", conflict(*sides))
    hours = [
        answer(value("duration", n / 24, n / 24, "day", granularity=repr(1 / 24)), who)
        for n, who in ((1, NORTH), (9, SOUTH))
    ]
    yield explaining.explain_values("ζήτημα", conflict(*hours))
    yield from of_people()
    yield from of_words()


def of_people():
    """A holder's, one with what fits it, those that are reconciled, and one that is reprinted."""
    three, seven = exactly("count", 3.0), exactly("count", 7.0)
    days = {NORTH: DAY, SOUTH: DAY + dt.timedelta(1)}
    fitting = answer(value("count", 2.0, 9.0, comparator=Comparator.BETWEEN), EAST)
    yield explaining.explain_values(
        "ζήτημα",
        conflict(
            answer(three, NORTH, holder="Άννα", published=DAY), answer(seven, SOUTH, published=days[SOUTH]), fitting
        ),
    )
    yield explaining.explain_values("ζήτημα", conflict(answer(three, NORTH, others=(4.0,)), answer(seven, SOUTH)))
    grew = [answer(of, who, event="kill", published=days[who]) for of, who in ((three, NORTH), (seven, SOUTH))]
    yield explaining.explain_values("ζήτημα", conflict(*grew))
    over = value("count", 3.0, None, comparator=Comparator.MORE_THAN)
    yield explaining.explain_values("ζήτημα", conflict(answer(three, NORTH), answer(over, SOUTH)))
    later = {NORTH: DAY, SOUTH: DAY + dt.timedelta(90)}
    older = [
        answer(value("age", age, age, "year"), who, published=later[who]) for age, who in ((3.0, NORTH), (4.0, SOUTH))
    ]
    yield explaining.explain_values("ζήτημα", conflict(*older))
    reprints = [answer(three, NORTH), answer(three, NORTH, own=EAST, key="2", article="2")]
    yield explaining.explain_values("ζήτημα", conflict(*reprints, answer(seven, SOUTH)))


def of_words():
    changed = [Difference("λέξη", "άλλη"), Difference("", "άλλη"), Difference("λέξη", "")]
    yield explaining.explain_wording([("μία", [NORTH]), ("δύο", [SOUTH, EAST, "Δύση"])], changed)
    yield explaining.explain_attribution("μία", [("Άννα", [NORTH]), ("Μαρία", [SOUTH])])
    yield explaining.explain_edit(NORTH, "τρία", "επτά", (1, 2))


HEDGED = [
    *(value("count", 3.0, None, comparator=each) for each in (Comparator.MORE_THAN, Comparator.AT_LEAST)),
    *(value("count", None, 3.0, comparator=each) for each in (Comparator.LESS_THAN, Comparator.AT_MOST)),
    value("count", 3.0, 3.0, comparator=Comparator.ABOUT),
    value("count", 3.0, None),
    value("count", None, 3.0),
    value("count", 3.0, 9.0),
    *(value("duration", 2 * days, 2 * days, "day", granularity=repr(days)) for days in plain.DAYS.values()),
    value("date", DAY, None, granularity="day"),
    value("date", None, DAY, granularity="day"),
    value("date", DAY, DAY + dt.timedelta(3), granularity="day"),
    value("date", dt.date(2020, 11, 1), dt.date(2020, 11, 30), granularity="month"),
    value("date", dt.date(1990, 1, 1), dt.date(1999, 12, 31), granularity="decade"),
]


def every_part():
    for each in every_explanation():
        yield from (each.said.text, each.said.rule, each.said.arithmetic, *each.said.benign)
    yield from map(plain.worded, HEDGED)


def test_a_translated_explanation_has_no_english_in_it():
    """Every template is used here, and not one word of it is left."""
    asked = set()

    def template(words):
        asked.add((words,))
        return pseudo(words)

    def counted(one, many, of):
        asked.add((one, many))
        return pseudo(one if of == 1 else many)

    foreign = messages.Voice(template, counted, str, dt.date.isoformat, dt.date.isoformat)
    told = [messages.tell(part, foreign) for part in every_part()]
    assert [words for words in told if re.search("[a-zA-Z]", words)] == []
    assert asked == templates(EXPLAINING)


def test_english_is_told_as_people_write_it():
    told = [each.text for each in every_explanation()]
    assert f"Ζήτημα: {NORTH} says 9 November 2020; {SOUTH} says 10 November 2020. 1 day apart: look first at" in told[1]
    assert f"{NORTH} says 1 day; {SOUTH} says 4.5 days. 3.5 days apart" in told[3]
    assert f"{SOUTH}, {EAST} and Δύση have “δύο”" in told[-3] and "nothing against “άλλη”" in told[-3]
    assert plain.with_unit(value("duration", 1.0, 1.0, "day", Comparator.ABOUT)) == "about 1 day"
    assert plain.with_unit(value("duration", 0.0, 1.0, "day")) == "0 to 1 days"
    assert [plain.with_unit(each) for each in HEDGED[-2:]] == ["November 2020", "the 1990s"]


@pytest.mark.parametrize(
    ("low", "high", "granularity", "words"),
    [
        (42.0, 42.0, 7.0, "6 weeks"),
        (44.0, 44.0, 1.0, "44 days"),
        (700.0, 700.0, 100.0, "700 days"),
        (365.0, 365.0, 5.0, "365 days"),
        (4017.75, 4017.75, 365.25, "11 years"),
        (913.125, 913.125, 182.625, "2.5 years"),
        (182.625, 182.625, 182.625, "6 months"),
        (30.4375 * 3, 30.4375 * 4, 30.4375, "3 to 4 months"),
        (1 / 16, 1 / 16, 1 / 144, "90 minutes"),
        (1 / 12, None, 1 / 24, "2 or more hours"),
        (45 / 86400, 45 / 86400, 1 / 86400, "45 seconds"),
        (0.0, 14.0, 7.0, "0 to 2 weeks"),
        (1.234567, 1.234567, 0.01, "1.234567 days"),
    ],
)
def test_a_duration_is_told_in_the_unit_it_was_stated_in(low, high, granularity, words):
    assert plain.with_unit(value("duration", low, high, "day", granularity=repr(granularity))) == words


@pytest.mark.parametrize(
    ("gap", "words"), [(14.0, "2 weeks"), (2.0, "2 days"), (138.625, "138.62 days"), (365.25, "365.25 days")]
)
def test_how_far_durations_are_apart_is_told_in_weeks_or_days(gap, words):
    assert messages.english(plain.apart(value("duration", 42.0, 42.0, "day", granularity="7.0"), gap)) == words


def test_what_is_no_part_is_refused():
    with pytest.raises(ValueError, match="no part of a sentence"):
        messages.tell({"said": "by a later version"}, messages.ENGLISH)


@pytest.fixture(autouse=True)
def english():
    """A page that was asked for in a language leaves it behind."""
    with override("en-gb"):
        yield


@pytest.fixture
def german(monkeypatch):
    """German has every template of ours, in letters of another script."""
    speak(monkeypatch, templates(), {"%(answer)s (version %(number)s)": "%(answer)s (№ %(number)s)"})


def shown(client, row, language):
    page = client.get(f"/admin/claims/discrepancy/{row.pk}/change/", headers={"accept-language": language})
    return page.content.decode()


@pytest.mark.django_db
def test_a_page_tells_an_explanation_in_the_language_of_its_reader(client, german):
    client.force_login(make.superuser("boss"))
    sides = [answer(exactly("date", day, "date"), who) for day, who in ((DAY, NORTH), (dt.date(2020, 12, 24), SOUTH))]
    told = explaining.explain_values("ζήτημα", conflict(*sides))
    row = make.discrepancy(explanation=told.as_row())
    assert told.text in client.get("/admin/", headers={"accept-language": "en"}).content.decode()
    page = shown(client, row, "en")
    assert told.text.split(" 45 days")[0] in page and "two steps of one event" in page
    german = shown(client, row, "de")
    assert f"{NORTH} жжжж 9. November 2020; {SOUTH} жжжж 24. Dezember 2020." in german and "45 жжжж жжжжж" in german
    assert "look first at" not in german and "two steps of one event" not in german
    listed = client.get("/admin/", headers={"accept-language": "de"}).content.decode()
    assert f"{SOUTH} жжжж 24. Dezember" in listed


@pytest.mark.django_db
def test_what_was_found_before_parts_were_kept_is_shown_as_it_is_stored(client, german):
    client.force_login(make.superuser("boss"))
    page = shown(client, make.discrepancy(), "de")
    assert "North Post says 3 districts; South Post says 7." in page and "intervals do not meet" in page


@pytest.mark.django_db
def test_programs_read_english_and_no_parts(client):
    told = explaining.explain_edit(NORTH, "τρία", "επτά", (1, 2))
    row = make.discrepancy(explanation=told.as_row())
    read = client.get(f"/api/v1/discrepancies/{row.pk}/", headers={"accept-language": "de"}).json()["explanation"]
    assert set(read) == {"text", "rule", "reconciled", "arithmetic", "benign"}
    assert read["rule"] == "a later version changed its answer" and "(version 2)" in read["text"]


@pytest.mark.parametrize(
    ("label", "answer", "german_label"),
    [
        ("2,500", {"value": {"dimension": "count", "unit": "", "low": 2500, "high": 2500, "granularity": "1.0",
                             "comparator": "exactly"}}, "2.500"),
        ("9 November 2020 (version 2)", {"value": {"dimension": "date", "unit": "date", "low": "2020-11-09",
                                                   "high": "2020-11-09", "granularity": "day",
                                                   "comparator": "exactly"}}, "9. November 2020 (№ 2)"),
        ("a long wording (version 1)", {"wording": "a long wording"}, "a long wording (№ 1)"),
        ("Anna", {"speaker": "Anna"}, "Anna"),
        ("cut at some le", {"wording": "cut at some length"}, "cut at some le"),
    ],
)  # fmt: skip
def test_an_answer_is_named_in_the_language_of_its_reader(german, label, answer, german_label):
    position = Position(label=label, answer=answer)
    assert translating.answer_of(position) == label
    with override("de"):
        assert translating.answer_of(position) == german_label


@pytest.mark.parametrize(
    ("metres", "step", "words"),
    [
        (369.4176, 0.9144, "369.42 m"),  # 404 yards
        (16093.44, 1609.344, "16,100 m"),  # 10 miles
        (12345.0, 1.0, "12,345 m"),
    ],
)
def test_a_converted_measure_is_told_as_exactly_as_it_was_stated(metres, step, words):
    assert plain.with_unit(value("measure", metres, metres, "m", granularity=repr(step))) == words
