"""Which names of one article name one entity: surnames, initials, acronyms, shorter forms and their fullest form."""

import functools
import itertools
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from claims.analysis.found import EntityKind

from . import folding, places
from .forenames import given_agree
from .given import sex_of
from .identity import initials_of

NEAR = 0.87
# No more bearers of one surname are looked at: a text of nothing but such names stays linear.
MOST = 24
# By key, the groups with such a form; a dictionary for an ordered set.
Index = dict[str, dict[int, None]]


@dataclass(frozen=True)
class Form:
    """One spelling of a name in one article, where it stands (indices of pieces) and what kind it seems to be.

    `title` is the sex that the titles before it say ("Mrs. Clinton"), "" where they say none.
    """

    text: str
    kind: EntityKind
    at: tuple[int, ...]
    title: str = ""

    @functools.cached_property
    def words(self) -> list[str]:
        return folding.words(self.text)

    @functools.cached_property
    def sex(self) -> str:
        return self.title or sex_of(self.text)

    def may_be(self, other: "Form") -> bool:
        """Whether nothing says that the one is a man and the other a woman."""
        return not self.sex or not other.sex or self.sex == other.sex


@dataclass(frozen=True)
class Group:
    """The forms of one entity; the first is the fullest."""

    kind: EntityKind
    forms: tuple[Form, ...]

    @property
    def name(self) -> str:
        return self.forms[0].text


def together(forms: Iterable[Form]) -> list[Group]:
    """Forms put together, full names first; a short form that fits two full names stays by itself."""
    ordered = sorted(forms, key=lambda form: (-len(form.words), not form.title, form.at[0]))
    groups: list[list[Form]] = []
    index: Index = {}
    for form in ordered:
        home = home_of(form, groups, index)
        if home is None:
            home = len(groups)
            groups.append([])
        groups[home].append(form)
        for key in keys(form):
            index.setdefault(key, {})[home] = None
    return [grouped(group) for group in groups]


def first(index: Index, key: str) -> list[int]:
    return list(itertools.islice(index.get(key, ()), MOST))


def grouped(forms: list[Form]) -> Group:
    kinds: Counter[EntityKind] = Counter()
    for form in forms:
        kinds[form.kind] += len(form.at) * (3 if len(form.words) > 1 else 1)
    ranked = sorted(forms, key=lambda form: (-spelled_out(form), -len(form.at), form.at[0]))
    kind = ranked[0].kind if len(ranked[0].words) > 1 else max(kinds, key=lambda each: kinds[each])
    return Group(kind, tuple(ranked))


def spelled_out(form: Form) -> int:
    return sum(len(word) > 1 for word in form.words)


def keys(form: Form) -> set[str]:
    """What later (shorter) forms may be found by."""
    words = form.words
    found = {"=" + folding.fold(places.canonical(form.text))}
    if words:
        found |= {folding.skeleton(folding.surname(form.text)), folding.skeleton(words[0])}
    if form.kind is not EntityKind.PERSON:
        found |= {folding.skeleton(word) for word in words}
    if len(words) > 1:
        found.add("." + initials_of(form.text))
    return found


def home_of(form: Form, groups: list[list[Form]], index: Index) -> int | None:
    """The one group the form belongs to, by the surest rule that gives a candidate; two candidates are none."""
    words = form.words
    if not words:
        return None
    exact = [
        home
        for home in first(index, "=" + folding.fold(places.canonical(form.text)))
        if all(form.may_be(full) for full in groups[home])
    ]
    if exact:
        return exact[0] if len(exact) == 1 else None
    if len(words) == 1 and form.text.isupper():
        longs = [home for home in first(index, "." + words[0]) if groups[home][0].kind is not EntityKind.PERSON]
        if longs:
            return longs[0] if len(longs) == 1 else None
    near = first(index, folding.skeleton(words[-1]))
    for rule in (same_surname, given_alone, shorter):
        fitting = [
            home
            for home in near
            if any(rule(form, full) for full in groups[home]) and all(form.may_be(full) for full in groups[home])
        ]
        if fitting:
            return (
                fitting[0] if len(fitting) == 1 else first_called_so(form, [groups[home] for home in fitting], fitting)
            )
    return None


def first_called_so(form: Form, groups: list[list[Form]], homes: list[int]) -> int | None:
    """Of two bearers of a surname the one whom the article already called so before it named the other in full."""
    if len(form.words) > 1:
        return None
    named = sorted((min(full.at[0] for full in group), home) for group, home in zip(groups, homes, strict=True))
    first, second = named[0], named[1]
    return first[1] if any(first[0] < at < second[0] for at in form.at) else None


def same_surname(form: Form, full: Form) -> bool:
    if full.kind is not EntityKind.PERSON or len(full.words) < 2:
        return False
    if len(form.words) > 1 and form.kind is not EntityKind.PERSON:
        return False
    if len(form.words) > 1 and not any(folding.begin_alike(form.words[0], word) for word in full.words):
        return False
    near = folding.alike(folding.surname(form.text), folding.surname(full.text)) >= NEAR
    return near and (len(form.words) == 1 or given_agree(form.text, full.text) > 0)


def given_alone(form: Form, full: Form) -> bool:
    """Whether a given name stands for a full one: "Nikol" where one Nikol is named in full."""
    if full.kind is not EntityKind.PERSON or len(full.words) < 2 or len(form.words) > 1:
        return False
    return form.words[0] == full.words[0] and form.kind in (EntityKind.PERSON, EntityKind.GROUP)


def shorter(form: Form, full: Form) -> bool:
    """Whether the one shortens the other: "General Staff" "... of the Armed Forces", "Apple" "Apple Inc."."""
    if full.kind is EntityKind.PERSON or form.kind is EntityKind.PERSON:
        return False
    short, long = form.words, full.words
    if len(short) >= len(long):
        return False
    if full.text.endswith(("-" + form.text, "‑" + form.text)):
        return True
    if full.kind is not form.kind:
        return False
    if len(short) > 1:
        return long[: len(short)] == short or (" of " not in full.text and long[-len(short) :] == short)
    return long[0] == short[0] and folding.FORMS.issuperset(long[1:])
