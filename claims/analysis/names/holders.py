"""Who holds which role in one article, and where a role stands for its holder."""

import bisect
import math
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from spacy.tokens import Doc

from claims.analysis.found import EntityKind
from claims.analysis.spans import Span

from . import aliases, callings, given, roles, titles
from .capitals import Piece
from .known import Mention
from .roles import Role, RoleTable

# In characters: a role that two hold is that of the one named within the first where nobody else is within the second.
JUST_NAMED, LONG_AGO = 400, 1500


def role_table(doc: Doc, body: Sequence[Piece], groups: Sequence[aliases.Group], asked: Iterable[str]) -> RoleTable:
    """The roles of an article; `asked` are the phrases by which it speaks of somebody."""
    table = RoleTable(tuple(roles_of(doc, body, groups)))
    held = {role.entity for role in table.roles}
    unnamed = [
        number
        for number, group in enumerate(groups)
        if group.kind is EntityKind.PERSON and number not in held and sum(len(form.at) for form in group.forms) > 1
    ]
    last = roles.left_over(asked, table, unnamed)
    return RoleTable((*table.roles, last)) if last else table


def roles_of(doc: Doc, body: Sequence[Piece], groups: Sequence[aliases.Group]) -> Iterator[Role]:
    for number, group in enumerate(groups):
        if group.kind is EntityKind.PERSON:
            for place in sorted(place for form in group.forms for place in form.at):
                yield from callings.of_name(doc, body[place], number)
        own = roles.of_body(number, group.name) if group.kind is EntityKind.ORGANISATION else None
        if own:
            yield own


def by_role(
    phrases: Iterable[tuple[str, Span]], table: RoleTable, named: Sequence[Mention], bodies: Collection[int]
) -> Iterator[Mention]:
    """What is called by a role of one entity, or of the one of several that has just been named.

    A body is not called "the council" before it was named: that would be another one.
    """
    at: dict[int, list[int]] = {}
    for start, _, entity in named:
        at.setdefault(entity, []).append(start)
    for phrase, span in phrases:
        holder = nearest(table.fitting(phrase), at, span.start)
        if holder is not None and (holder not in bodies or last_before(at.get(holder, ()), span.start) >= 0):
            yield span.start, span.end, holder


def nearest(fitting: Sequence[int], at: Mapping[int, Sequence[int]], here: int) -> int | None:
    """The only one, or the only one named within the last few lines where the others are far away."""
    if len(fitting) < 2:
        return fitting[0] if fitting else None
    away = sorted((here - last_before(at.get(entity, ()), here), entity) for entity in fitting)
    return away[0][1] if away[0][0] < JUST_NAMED and away[1][0] > LONG_AGO else None


def last_before(places: Sequence[int], here: int) -> float:
    index = bisect.bisect_left(places, here)
    return places[index - 1] if index else -math.inf


def sexes(body: Sequence[Piece], groups: Sequence[aliases.Group], table: RoleTable) -> list[str]:
    """From titles and roles first, then from the given name."""
    found = []
    for number, group in enumerate(groups):
        words = [word for form in group.forms for place in form.at for word in body[place].title]
        words += [word for role in table.of(number) for word in role.split()]
        found.append(titles.sex_of(words) or given.sex_of(group.name))
    return found
