"""Whether two names of two articles are one person, organisation, place or group.

A flat list of signs, each a function with a weight that gives a score and says why in a sentence; the docstrings are
what reviewers read. A sign below zero forbids the match whatever the others say.
"""

from collections.abc import Callable
from dataclasses import dataclass

from claims.analysis.found import EntityKind
from sources.messages import Part, gettext, gettext_noop

from . import folding, places, titles
from .forenames import given_agree

# From here on two names are taken for one entity: a full name with an agreeing given name (0.9), a bare surname in
# one spelling with the same office of the same country (0.75), an acronym and its long form (0.8), never less.
SAME = 0.75
# How alike words must be after folding.
SURNAME = 0.87
SPELLED = 0.92

Scored = tuple[float, Part]


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
    reasons: tuple[Part, ...]


def same_entity(left: Named, right: Named) -> Match:
    """The match of two names of different articles; depends on the two only, and on neither's side."""
    one, other = sorted((left, right), key=lambda named: (named.name, named.kind, named.names, named.roles))
    if folding.is_described(one.name, one.kind) or folding.is_described(other.name, other.kind):
        return Match(0.0, (gettext_noop("One of the two is described in its article and not named."),))
    if one.kind is not other.kind and EntityKind.PERSON in (one.kind, other.kind):
        return Match(0.0, (_kinds_differ(one, other),))
    signs = PERSON_SIGNS if one.kind is EntityKind.PERSON else OTHER_SIGNS
    total: float = 0.0
    reasons: list[Part] = []
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
    whole = folding.whole_surname(one.name)
    if left != right and whole == folding.whole_surname(other.name):
        left = right = whole
    if not left or folding.block(one.name) != folding.block(other.name) or folding.alike(left, right) < SURNAME:
        return -1.0, gettext("The surnames {one} and {other} differ.", one=repr(one.name), other=repr(other.name))
    if left == right:
        return 1.0, gettext("Both are called {name}.", name=left.title())
    return folding.alike(left, right), _transliterated(left.title(), right.title())


def given_names_agree(one: Named, other: Named) -> Scored:
    """The given names agree, where both are known; initials are compatible with what they may stand for."""
    best = max(given_agree(left, right) for left in one.full_names() for right in other.full_names())
    if best < 0:
        return -1.0, gettext("The given names of {one} and {other} differ.", one=repr(one.name), other=repr(other.name))
    return best, REASONS.get(best, gettext_noop("The given names agree as far as both are known."))


REASONS = {
    0.0: "",
    1.0: gettext_noop("The given names agree."),
    0.9: gettext_noop("One article leaves out the first of the given names."),
}


def roles_agree(one: Named, other: Named) -> Scored:
    """The articles give them the same office, of the same country or body."""
    best, shared = 0.0, ""
    for left in one.roles:
        for right in other.roles:
            score = role_likeness(left, right)
            if score > best:
                best, shared = score, left
    return best, gettext("Both are called {name}.", name=repr(shared)) if best else ""


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
    primary = {folded(one.name, one.kind), folded(other.name, other.kind)}
    for left in one.full_names():
        for right in other.full_names():
            key = folded(left, one.kind)
            if key and key == folded(right, other.kind) and key in primary:
                generic = is_generic(left) and one.kind is not EntityKind.PLACE
                return (0.6, _borne_by_many(left, right)) if generic else (1.0, _one_name(left, right))
    return 0.0, ""


def place_and_country(one: Named, other: Named) -> Scored:
    """One names the place, the other the place and the country it lies in: "Yerevan" and "Yerevan, Armenia"."""
    if one.kind is not EntityKind.PLACE or other.kind is not EntityKind.PLACE:
        return 0.0, ""
    left, right = places.within(one.name), places.within(other.name)
    if left[0] != right[0] or bool(left[1]) is bool(right[1]):
        return 0.0, ""
    around = left[1] or right[1]
    if not places.may_lie_in(left[0], around):
        return -1.0, gettext("{one} and {other} may be two places.", one=repr(one.name), other=repr(other.name))
    taken = gettext("{place} is taken to be the one in {country}.", place=left[0].title(), country=around.title())
    return 0.85, taken


def spellings_agree(one: Named, other: Named) -> Scored:
    """Word by word the names are transliterations of each other; places must agree to the letter."""
    if forms_agree(one, other)[0] or EntityKind.PLACE in (one.kind, other.kind):
        return 0.0, ""
    left, right = (folding.content_words(folding.joined(each.name)) for each in (one, other))
    near = len(left) == len(right) and all(map(spelled_alike, left, right))
    if not near or is_generic(one.name) or folding.block(one.name, one.kind) != folding.block(other.name, other.kind):
        return 0.0, ""
    return 0.85, _transliterated(repr(one.name), repr(other.name))


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
                told = gettext("{acronym} is the acronym of {name}.", acronym=acronym, name=repr(long.name))
                return (0.9 if len(letters) > 2 else 0.8), told
    return 0.0, ""


def kinds_agree(one: Named, other: Named) -> Scored:
    """They are of one kind; a longer name may be taken for another kind by a parser, a single word rather not."""
    if one.kind is other.kind or len(folding.words(one.name)) > 1:
        return 0.0, ""
    return -1.0, _kinds_differ(one, other)


KINDS: dict[EntityKind, Part] = {
    EntityKind.PERSON: gettext("person"),
    EntityKind.ORGANISATION: gettext("organisation"),
    EntityKind.PLACE: gettext("place"),
    EntityKind.GROUP: gettext("group"),
}


def _kinds_differ(one: Named, other: Named) -> Part:
    return gettext("Their kinds differ: {one} and {other}.", one=KINDS[one.kind], other=KINDS[other.kind])


def _one_name(left: str, right: str) -> Part:
    return gettext("{one} and {other} are one name.", one=repr(left), other=repr(right))


def _borne_by_many(left: str, right: str) -> Part:
    return gettext("{one} and {other} are one name, but many bear it.", one=repr(left), other=repr(right))


def _transliterated(one: str, other: str) -> Part:
    return gettext("{one} and {other} are one name in two transliterations.", one=one, other=other)


PERSON_SIGNS: tuple[tuple[Callable[[Named, Named], Scored], float], ...] = (
    (surnames_alike, 0.45),
    (given_names_agree, 0.45),
    (roles_agree, 0.3),
)
OTHER_SIGNS: tuple[tuple[Callable[[Named, Named], Scored], float], ...] = (
    (kinds_agree, 1.0),
    (forms_agree, 1.0),
    (place_and_country, 1.0),
    (spellings_agree, 1.0),
    (acronyms_agree, 1.0),
)


def folded(name: str, kind: EntityKind) -> str:
    """The key that the spellings of one name share; bodies of state have their words in no order.

    So the Armenian Security Council is the Security Council of Armenia, while the University of Washington is not
    Washington University.
    """
    lower = places.canonical(name)
    plain = lower if kind is EntityKind.PLACE or lower != places.plain(name).lower() else folding.spelled_out(name)
    found = [folding.fold_word(word) for word in folding.content_words(plain)]
    of_state = titles.OF_STATE.intersection(folding.content_words(plain))
    return " ".join(sorted(found) if of_state else found)


def is_generic(name: str) -> bool:
    """Whether a name is made of words that many bodies bear: "Defence Ministry", "Security Council"."""
    return all(word in titles.INSTITUTIONS or word in titles.PORTFOLIOS for word in folding.content_words(name))


def initials_of(name: str) -> str:
    """The initials of a name: "csto" for Collective Security Treaty Organization."""
    return "".join(word[0] for word in folding.content_words(folding.joined(name)))
