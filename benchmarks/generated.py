"""Made-up stories as the analysis would find them: articles with names, claims and quotes, without a language model.

A story has names, things that are counted, words beside them and sayings of its own, all of them marked, so that it can
be copied under another mark. As in the news, what stories share is few and frequent: a country, a world body or a head
of state, a surname, and some words of any sentence. Which of these a story has goes by its number and its mark, and all
that it may have there are of one length, so that copies keep their places in texts.
"""

import datetime as dt
import random
from collections.abc import Iterator
from dataclasses import dataclass, replace

from claims.analysis.found import About, Analysis, EntityKind, FoundClaim, FoundEntity, FoundQuote, QuoteKind, Role
from claims.analysis.reading import story as told
from claims.analysis.spans import Span
from claims.analysis.values import Dimension, FoundValue, Value

FIRST_DAY = dt.date(2024, 6, 1)
ARTICLES = 20
CLAIMS = 10
QUOTES = 3
# Of each, the first are those of the stories that are copied, and no copy has them.
COUNTRIES = (
    "Angola Belize Bhutan Brazil Canada Cyprus France Greece Guinea Guyana Israel Jordan Kuwait Latvia Malawi Mexico "
    "Norway Panama Poland Russia Rwanda Serbia Sweden Taiwan Turkey Uganda Zambia"
).split()
BODIES = (
    *("Alpine Council", "Baltic Council", "Danube Council"),
    *("Arctic Council", "European Union", "Nordic Council", "United Nations"),
)
HEADS = (
    *("Narendra Modi", "Pedro Sanchez"),
    *("Angela Merkel", "Boris Johnson", "David Cameron", "Fumio Kishida", "Hosni Mubarak", "Robert Mugabe"),
)
SURNAMES = (
    "Barton Becker Benton Brandt Carter Dalton Farmer Garner Keller Kramer Larsen Marino Martin Mendel Miller Moreno "
    "Palmer Parker Porter Romano Santos Sander Tanner Taylor Turner Walker Wilson"
).split()
COPIED = 5
VERBS = (("destroy", "destroyed"), ("close", "closed"), ("send", "sent"), ("buy", "bought"), ("lose", "lost"))
ROLES = ("president", "minister")
OFFICES = ((), ROLES, *((role,) for role in ROLES))
STEMS = "kor lim mun nas pel rit sov tad".split()
PLAIN = "after the river rose again and officials spoke of long repairs beside the old harbour road".split()


def mark(number: int) -> str:
    """Six letters that stand nowhere else, of the stories copied under this number: up to 1,000 of them."""
    one, two, three = ("bdgklmnrst"[number // step % 10] for step in (100, 10, 1))
    return f"{one}a{two}o{three}e"


@dataclass(frozen=True)
class Question:
    """What the articles of a story state of: a noun, what is said of it, how it is counted, and the true answer."""

    noun: str
    words: tuple[str, ...]
    dimension: Dimension
    unit: str
    truth: float
    verb: tuple[str, str]


@dataclass(frozen=True)
class Story:
    number: int
    marked: str
    entities: tuple[FoundEntity, ...]
    questions: tuple[Question, ...]
    sayings: tuple[str, ...]
    day: dt.date
    claims: int
    wrong: float

    def article(self, number: int) -> tuple[str, Analysis]:
        """The text of one of its articles and what the analysis finds in it."""
        return _Writing(self, random.Random(f"{self.number} {number}")).written()


def story(number: int, marked: str, day: dt.date, claims: int = CLAIMS, wrong: float = 0.15) -> Story:
    """A story by its number, the same whenever it is made but for its mark, its day and what it shares with others.

    Each of its articles makes so many `claims`; that share of them is `wrong`: it differs from what the others say.
    """
    chance = random.Random(number)
    stem = f"{marked}{STEMS[number % len(STEMS)]}{'aeiou'[number // len(STEMS) % 5]}"
    name, (country, known, surname) = stem.title(), shared(number, marked)
    named = [
        (f"Anton {name}n", EntityKind.PERSON),
        (f"{name} {surname}", EntityKind.PERSON),
        (f"{name} Relief Council", EntityKind.ORGANISATION),
        (name, EntityKind.PLACE),
        (f"{name}burg", EntityKind.PLACE),
        (country, EntityKind.PLACE),
        (known, kind_of_known(number)),
    ]
    entities = tuple(entity(*each) for each in named)
    questions, sayings = tuple(_questions(stem, chance, claims)), tuple(_sayings(stem, chance))
    return Story(number, marked, entities, questions, sayings, day, claims, wrong)


def shared(number: int, marked: str) -> tuple[str, str, str]:
    """A country, a head of state or a world body, and a surname, which a story has in common with others."""
    known, own = (HEADS, 2) if number % 2 else (BODIES, 3)
    pools = ((COUNTRIES, COPIED, number), (known, own, number // 2), (SURNAMES, COPIED, number))
    if marked == mark(0):
        return tuple(names[place % len(names)] for names, _, place in pools)  # type: ignore[return-value]
    # Stories of one mark have other ones each, where there are enough.
    firsts = random.Random(marked)
    return tuple(  # type: ignore[return-value]
        names[own + (firsts.randrange(len(names) - own) + place * 7) % (len(names) - own)]
        for names, own, place in pools
    )


def everybody(roles: tuple[str, ...]) -> tuple[str, Analysis]:
    """A text that names all that copies of stories may share, the heads of state under these offices."""
    named = [
        (COUNTRIES, EntityKind.PLACE, ()),
        (BODIES, EntityKind.ORGANISATION, ()),
        (HEADS, EntityKind.PERSON, roles),
    ]
    text, found = "", []
    for names, kind, offices in named:
        for name in names:
            start, text = len(text), f"{text}{name}. "
            found.append(replace(entity(name, kind, offices), mentions=(Span(start, start + len(name)),)))
    return text, Analysis(tuple(found), (), (), (), ())


def kind_of_known(number: int) -> EntityKind:
    return EntityKind.PERSON if number % 2 else EntityKind.ORGANISATION


def entity(name: str, kind: EntityKind, roles: tuple[str, ...] = ()) -> FoundEntity:
    return FoundEntity(name, kind, (name, name.split()[-1]) if kind is EntityKind.PERSON else (name,), (), roles)


def _questions(stem: str, chance: random.Random, claims: int) -> Iterator[Question]:
    kinds = [
        *[(Dimension.COUNT, "")] * 5,
        *[(Dimension.DATE, "date")] * 2,
        *[(Dimension.MONEY, "EUR"), (Dimension.MONEY, "USD"), (Dimension.PERCENTAGE, "percent")],
        *[(Dimension.DURATION, "day"), (Dimension.MEASURE, "metre")],
    ]
    for index, (dimension, unit) in enumerate(kinds * -(-claims // CLAIMS)):
        noun = f"{stem}{'bdfgklmnprst'[index % 12]}{'aeiou'[index // 12 % 5]}{'mnl'[index // 60]}"
        truth = float(chance.randrange(3, 40) if dimension is Dimension.DATE else chance.randrange(11, 9000))
        words = tuple(f"{noun}{ending}" for ending in ("al", "ek", "im", "or", "un"))
        yield Question(noun, words, dimension, unit or noun, truth, chance.choice(VERBS))


def _sayings(stem: str, chance: random.Random) -> Iterator[str]:
    for letter in "klmn":
        words = [f"{stem}{letter}{each}" for each in ("om", "at", "in", "el", "ar")]
        yield "We will " + " ".join(word for pair in zip(words, chance.sample(PLAIN, 5), strict=True) for word in pair)


class _Writing:
    """One article as it is written: its text so far, and what stands where in it."""

    def __init__(self, of: Story, chance: random.Random) -> None:
        self.story, self.chance = of, chance
        self.text = ""
        self.places: dict[int, list[Span]] = {}
        self.claims: list[FoundClaim] = []
        self.quotes: list[FoundQuote] = []

    def written(self) -> tuple[str, Analysis]:
        for index in range(len(self.story.entities)):
            if index < 6 or self.chance.random() < 0.7:
                for _ in range(self.chance.choice((1, 1, 2)) + (index < 5)):
                    self._name(index)
                    self._add(" was there. ")
        for question in self.chance.sample(self.story.questions, self.story.claims):
            self._state(question)
        for saying in self.chance.sample(self.story.sayings, QUOTES):
            self._quote(saying)
        found = sorted(self.places)
        new = {index: number for number, index in enumerate(found)}
        entities = tuple(
            FoundEntity(each.name, each.kind, each.names, tuple(self.places[index]), self._roles(each))
            for index in found
            for each in [self.story.entities[index]]
        )
        claims = tuple(_renumbered(claim, new) for claim in self.claims)
        return self.text, Analysis(entities, tuple(self.quotes), claims, (), told(entities))

    def _roles(self, entity: FoundEntity) -> tuple[str, ...]:
        """People are called one thing or another, now and then both."""
        if entity.kind is not EntityKind.PERSON:
            return ()
        return tuple(role for role in ROLES if self.chance.random() < 0.5)

    def _add(self, words: str) -> Span:
        start = len(self.text)
        self.text += words
        return Span(start, len(self.text))

    def _name(self, index: int) -> None:
        self.places.setdefault(index, []).append(self._add(self.story.entities[index].name))

    def _state(self, question: Question) -> None:
        start, index = len(self.text), self.chance.randrange(5)
        self._name(index)
        said = [*self.chance.sample(question.words, 3), *self.chance.sample(PLAIN, 3)]
        self._add(f" {question.verb[1]} the {' '.join(said[1:4])} ")
        wrong = self.chance.random() < self.story.wrong
        value = _value(question, question.truth + wrong * self.chance.choice((1.0, 2.0)), self.story)
        core = self._add(str(value.low))
        span = Span(core.start, self._add(f" {question.noun}").end)
        self._add(f" {said[0]} {' '.join(said[4:])}.")
        about = About(
            label=f"{question.noun} {question.verb[1]}",
            head=question.noun,
            verbs=(question.verb[0],),
            words=(question.noun, *sorted(said)),
            roles=((index, Role.AGENT),),
        )
        self.claims.append(FoundClaim(Span(start, len(self.text)), FoundValue(span, core, value), about))
        self._add(" ")

    def _quote(self, saying: str) -> None:
        self._add("“")
        span = self._add(saying)
        self._add("”, ")
        speaker = self._add(self.story.entities[0].name)
        cue = self._add(" said")
        self._add(". ")
        self.quotes.append(FoundQuote(QuoteKind.DIRECT, (span,), Span(cue.start + 1, cue.end), speaker, 0))


def _value(question: Question, answer: float, of: Story) -> Value:
    if question.dimension is Dimension.DATE:
        then = of.day - dt.timedelta(days=answer)
        return Value(Dimension.DATE, "date", then, then, "day")
    return Value(question.dimension, question.unit, answer, answer, "1.0")


def _renumbered(claim: FoundClaim, new: dict[int, int]) -> FoundClaim:
    about = claim.about
    roles = tuple((new[index], role) for index, role in about.roles)
    told_of = About(about.label, about.head, about.event, about.verbs, about.words, roles=roles)
    return FoundClaim(claim.evidence, claim.stated, told_of)
