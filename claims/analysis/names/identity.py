"""Whether two names of two articles are one person, organisation, place or group.

A flat list of signs, each a function with a weight that gives a score and says why in a sentence; the docstrings are
what reviewers read. A sign below zero forbids the match whatever the others say.
"""

from collections.abc import Callable
from dataclasses import dataclass

from claims.analysis.found import EntityKind

from . import folding, places, titles
from .folding import PARTICLES, SUFFIXES
from .given import sex_of

# From here on two names are taken for one entity: a full name with an agreeing given name (0.9), a bare surname in
# one spelling with the same office of the same country (0.75), an acronym and its long form (0.8), never less.
SAME = 0.75
# How alike words must be after folding; below five letters one confused vowel is already another given name.
SURNAME = 0.87
GIVEN = 0.88
SHORT_GIVEN = 0.92
SPELLED = 0.92

# Short and other-language forms of one given name.
EQUIVALENT = [
    frozenset(line.split())
    for line in (
        "william bill billy will willy", "robert bob bobby rob", "joseph joe", "michael mike mick", "james jim jimmy",
        "anthony tony", "richard dick rick rich", "edward ed ted eddie", "theodore ted teddy", "thomas tom tommy",
        "charles chuck charlie", "benjamin ben", "samuel sam", "daniel dan danny", "donald don", "ronald ron ronnie",
        "kenneth ken", "stephen steven steve", "timothy tim", "christopher chris", "gregory greg", "matthew matt",
        "andrew andy", "nicholas nick", "frederick fred", "gerald gerry jerry", "lawrence larry", "jeffrey jeff",
        "katherine kate kathy cathy", "elizabeth liz beth betty", "margaret maggie peggy", "susan sue",
        "deborah debbie", "jennifer jen jenny", "barbara barb", "patricia pat patty", "patrick pat", "bernard bernie",
        "abdel abdul abdal abd", "edward eduard edvard", "alexander alex sasha oleksandr",
        "vladimir volodymyr", "nikolai mykola nikolay", "sergei serhiy sergey serhii siarhei", "andrei andriy andrii",
        "mikhail mykhailo michael", "dmitry dmytro", "yuri yuriy yurii", "petro pyotr petr", "yevgeny evgeny eugene",
        "alexei oleksiy aliaksei", "alexander aliaksandr", "yulia yuliya iuliia", "gamal jamal", "muhammad mehmet",
    )
]  # fmt: skip
Scored = tuple[float, str]


@dataclass(frozen=True)
class Named:
    """An entity as one article names it: `name` its fullest form without title, `names` all forms, `roles` as found."""

    name: str
    kind: EntityKind
    names: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()

    def full_names(self) -> list[str]:
        """The forms that can stand by themselves in another article: of a person, those of two words and more."""
        forms = dict.fromkeys((self.name, *self.names))
        if self.kind is EntityKind.PERSON:
            return [form for form in forms if len(folding.words(form)) > 1] or [self.name]
        return [form for form in forms if folding.words(form)] or [self.name]


@dataclass(frozen=True)
class Match:
    """How likely two names are one entity, from 0 to 1, and why, in sentences."""

    score: float
    reasons: tuple[str, ...]


def same_entity(left: Named, right: Named) -> Match:
    """The match of two names of different articles; depends on the two only, and on neither's side."""
    one, other = sorted((left, right), key=lambda named: (named.name, named.kind, named.names, named.roles))
    if one.kind is not other.kind and EntityKind.PERSON in (one.kind, other.kind):
        return Match(0.0, (f"Their kinds differ: {one.kind} and {other.kind}.",))
    signs = PERSON_SIGNS if one.kind is EntityKind.PERSON else OTHER_SIGNS
    total, reasons = 0.0, []
    for sign, weight in signs:
        score, reason = sign(one, other)
        if score < 0:
            return Match(0.0, (reason,))
        total += score * weight
        if reason:
            reasons.append(reason)
    return Match(round(min(total, 1.0), 3), tuple(reasons))


def surnames_alike(one: Named, other: Named) -> Scored:
    """The surnames agree after transliteration."""
    left, right = folding.surname(one.name), folding.surname(other.name)
    if not left or folding.block(one.name) != folding.block(other.name) or folding.alike(left, right) < SURNAME:
        return -1.0, f"The surnames {one.name!r} and {other.name!r} differ."
    if left == right:
        return 1.0, f"Both are called {left.title()}."
    return folding.alike(left, right), f"{left.title()} and {right.title()} are one name in two transliterations."


def given_names_agree(one: Named, other: Named) -> Scored:
    """The given names agree, where both are known; initials are compatible with what they may stand for."""
    best = max(given_agree(left, right) for left in one.full_names() for right in other.full_names())
    if best < 0:
        return -1.0, f"The given names of {one.name!r} and {other.name!r} differ."
    return (
        best,
        "" if best == 0 else "The given names agree." if best == 1 else "An initial agrees with the given name.",
    )


def roles_agree(one: Named, other: Named) -> Scored:
    """The articles give them the same office, of the same country or body."""
    best, shared = 0.0, ""
    for left in one.roles:
        for right in other.roles:
            score = role_likeness(left, right)
            if score > best:
                best, shared = score, left
    return best, f"Both are called {shared!r}." if best else ""


def role_likeness(left: str, right: str) -> float:
    """1 for one office of one country or body, 0.5 where only the office is the same, 0 where anything differs."""
    one, other = titles.office_words(left), titles.office_words(right)
    offices = one & titles.OFFICES, other & titles.OFFICES
    if not offices[0] or offices[0] != offices[1] or one & titles.PORTFOLIOS != other & titles.PORTFOLIOS:
        return 0.0
    nations = [{nation for word in words if (nation := places.nation(word))} for words in (one, other)]
    if all(nations):
        return 1.0 if nations[0] & nations[1] else 0.0
    bodies = one - offices[0] - titles.PORTFOLIOS, other - offices[1] - titles.PORTFOLIOS
    return 1.0 if bodies[0] and bodies[0] == bodies[1] else 0.5


def forms_agree(one: Named, other: Named) -> Scored:
    """A form of the one name is, after folding, a form of the other."""
    primary = {folded(one.name), folded(other.name)}
    for left in one.full_names():
        for right in other.full_names():
            if folded(left) == folded(right) and folded(left) in primary:
                generic = is_generic(left) and one.kind is not EntityKind.PLACE
                reason = f"{left!r} and {right!r} are one name" + (", but many bear it." if generic else ".")
                return (0.6 if generic else 1.0), reason
    return 0.0, ""


def spellings_agree(one: Named, other: Named) -> Scored:
    """Word by word the names are transliterations of each other; places must agree to the letter."""
    if forms_agree(one, other)[0] or EntityKind.PLACE in (one.kind, other.kind):
        return 0.0, ""
    left, right = folding.content_words(one.name), folding.content_words(other.name)
    near = len(left) == len(right) and all(map(spelled_alike, left, right))
    if not near or is_generic(one.name) or folding.block(one.name, one.kind) != folding.block(other.name, other.kind):
        return 0.0, ""
    return 0.85, f"{one.name!r} and {other.name!r} are one name in two transliterations."


def spelled_alike(left: str, right: str) -> bool:
    return left == right or (len(left) > 4 and folding.alike(left, right) >= SPELLED)


def acronyms_agree(one: Named, other: Named) -> Scored:
    """One is the acronym of the other's long form."""
    if forms_agree(one, other)[0]:
        return 0.0, ""
    for short, long in ((one, other), (other, one)):
        for acronym in short.full_names():
            letters = folding.plain_letters(acronym)
            if folding.is_acronym(acronym) and len(letters) > 1 and letters in map(initials_of, long.full_names()):
                return (0.9 if len(letters) > 2 else 0.8), f"{acronym} is the acronym of {long.name!r}."
    return 0.0, ""


def kinds_agree(one: Named, other: Named) -> Scored:
    """They are of one kind; a longer name may be taken for another kind by a parser, a single word rather not."""
    if one.kind is other.kind or len(folding.words(one.name)) > 1:
        return 0.0, ""
    return -1.0, f"Their kinds differ: {one.kind} and {other.kind}."


PERSON_SIGNS: tuple[tuple[Callable[[Named, Named], Scored], float], ...] = (
    (surnames_alike, 0.45),
    (given_names_agree, 0.45),
    (roles_agree, 0.3),
)
OTHER_SIGNS: tuple[tuple[Callable[[Named, Named], Scored], float], ...] = (
    (kinds_agree, 1.0),
    (forms_agree, 1.0),
    (spellings_agree, 1.0),
    (acronyms_agree, 1.0),
)


def folded(name: str) -> str:
    return " ".join(map(folding.fold_word, folding.content_words(places.canonical(name))))


def is_generic(name: str) -> bool:
    """Whether a name is made of words that many bodies bear: "Defence Ministry", "Security Council"."""
    return all(word in titles.INSTITUTIONS or word in titles.PORTFOLIOS for word in folding.content_words(name))


def initials_of(name: str) -> str:
    """The initials of a name: "csto" for Collective Security Treaty Organization."""
    return "".join(word[0] for word in folding.content_words(name))


def given_names(name: str) -> list[str]:
    """The words before the surname, particles and generational suffixes aside."""
    parts = [word for word in folding.words(name) if word not in SUFFIXES]
    return [word for word in parts[:-1] if word not in PARTICLES]


def given_agree(left: str, right: str) -> float:
    """1 where the given names agree, 0.5 where an initial does, 0 where one is unknown, -1 where they differ."""
    one, other = given_names(left), given_names(right)
    if not one or not other:
        return 0.0
    suffixes = [SUFFIXES.intersection(folding.words(name)) for name in (left, right)]
    if all(suffixes) and suffixes[0] != suffixes[1]:
        return -1.0
    first = one_given(one[0], other[0])
    if first < 0 or sex_of(left) != sex_of(right) and sex_of(left) and sex_of(right):
        return -1.0
    if any(one_given(here, there) < 0 for here, there in zip(one[1:], other[1:], strict=False)):
        return -1.0
    return first


def one_given(left: str, right: str) -> float:
    if left == right:
        return 1.0 if len(left) > 1 else 0.5
    if 1 in (len(left), len(right)):
        return 0.5 if left[0] == right[0] else -1.0
    if any(left in names and right in names for names in EQUIVALENT):
        return 1.0
    needed = GIVEN if min(len(left), len(right)) > 4 else SHORT_GIVEN
    agree = folding.alike(left, right) >= needed and folding.begin_alike(left, right)
    return 1.0 if agree and (left[-1] == "a") is (right[-1] == "a") else -1.0
