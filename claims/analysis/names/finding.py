"""Who and what one article names: names put together, roles and pronouns resolved where there is evidence.

Nationalities ("Armenian", "Armenians") are not mentions of the country: a people is not its state. Names in
headlines, where every word has a capital, are mentions only of what the body names.
"""

import bisect
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from spacy.tokens import Doc, Token

from claims.analysis.found import EntityKind, FoundEntity
from claims.analysis.spans import Span
from claims.analysis.text.layout import BlockKind, Layout

from . import aliases, callings, capitals, folding, given, kinds, places, pronouns, roles, titles
from .capitals import Piece
from .roles import Role, RoleTable

Mention = tuple[int, int, int]
"""First character, end character, entity."""


@dataclass(frozen=True)
class Names:
    """The entities of one article, and who stands behind a span, a role or a pronoun."""

    entities: tuple[FoundEntity, ...]
    text: str
    table: RoleTable
    stands_for: Mapping[int, int]
    """The person by the index of the pronoun's token."""
    mentions: tuple[Mention, ...]

    def at(self, span: Span) -> int | None:
        """The entity with a mention overlapping the span; "Pashinian's supporters" is not Pashinian."""
        first = max(0, bisect.bisect_left(self.mentions, (span.start,)) - 1)
        best, longest = None, 0
        for start, end, entity in self.mentions[first:]:
            if start >= span.end:
                break
            shared = min(end, span.end) - max(start, span.start)
            if shared > longest and not self.owns(Span(start, end), span):
                best, longest = entity, shared
        return best

    def owns(self, mention: Span, span: Span) -> bool:
        """Whether the mention only possesses what the span is about."""
        rest = self.text[mention.end : span.end]
        return rest.startswith(("'s ", "’s ", "' ", "’ ")) and bool(rest[2:].strip())

    def role(self, phrase: str) -> int | None:
        """Who this article calls "the prime minister", "the council" or the author of "the statement"; None if two."""
        return self.table.find(phrase)

    def pronoun(self, doc: Doc, token: Token) -> int | None:
        """Who a pronoun of the narrator's stands for; None where two persons fit."""
        return self.stands_for.get(token.i)

    def who(self, doc: Doc, span: Span) -> int | None:
        """Who a noun phrase stands for, by name, role or pronoun, in this order."""
        named = self.at(span)
        if named is not None:
            return named
        tokens = doc.char_span(span.start, span.end, alignment_mode="expand")
        if tokens is None:
            return None
        if len(tokens) == 1 and tokens[0].text.lower() in pronouns.SEX:
            return self.pronoun(doc, tokens[0])
        return self.role(span.of(self.text))


def find_names(doc: Doc, layout: Layout | None = None) -> Names:
    """The names of a parsed text; `layout` tells headlines from body, None takes everything for body."""
    starts, titled = titled_sentences(doc)
    body: list[Piece] = []
    headlines: list[Piece] = []
    found = sorted(
        [*capitals.pieces(doc), *(Piece(*body) for body in callings.bodies(doc))], key=lambda each: each.start
    )
    for piece in split_places(doc, [piece for piece in found if is_name(doc, piece)]):
        sentence = starts[bisect.bisect_right(starts, piece.start) - 1]
        headed = layout is not None and layout.kind_at(doc[piece.start].idx) is BlockKind.HEADING
        (headlines if headed or sentence in titled else body).append(piece)
    groups = aliases.together(forms(doc, body))
    named = sorted(placed(doc, body, groups) + in_headlines(doc, headlines, groups))
    quoted = pronouns.inside_quotes(doc)
    table = role_table(doc, body, groups, quoted)
    called = [
        span for span in by_role(doc, table) if not any(overlap(span, mention) for mention in nearby(named, span))
    ]
    mentions = sorted(named + called)
    stands_for = pronouns.resolved(doc, persons(doc, mentions, groups), sexes(doc, body, groups, table), quoted)
    mentions = sorted(mentions + [(doc[at].idx, end_of(doc, at + 1), entity) for at, entity in stands_for.items()])
    return Names(entities(groups, mentions, table), doc.text, table, stands_for, tuple(mentions))


def is_name(doc: Doc, piece: Piece) -> bool:
    span = doc[piece.start : piece.end]
    if len(span) == 1 and (span[0].is_stop or span[0].text.isdigit()) and not span[0].text.isupper():
        return False
    return sum(letter.isalpha() for letter in span.text) > 1 and not kinds.is_event(span.text)


def titled_sentences(doc: Doc) -> tuple[list[int], set[int]]:
    """Where sentences start, and which of them are titles: every longer word has a capital, and no point ends it."""
    starts, titled = [], set()
    for sentence in doc.sents:
        starts.append(sentence.start)
        long = [token for token in sentence if token.is_alpha and len(token) > 3]
        ended = any(token.text in ".?!" for token in sentence[-3:])
        if len(long) > 4 and not ended and not any(token.text.islower() for token in long):
            titled.add(sentence.start)
    return starts, titled


def split_places(doc: Doc, found: Sequence[Piece]) -> Iterator[Piece]:
    """Cuts a place from a name that follows it without a comma, before the given name ("in Nicosia Maria Costa")."""
    alone = {doc[piece.start : piece.end].text for piece in found}
    for piece in found:
        for cut in range(piece.start + 1, piece.end - 1):
            if given.is_given(doc[cut].text) and not piece.title:
                before = doc[piece.start : cut].text
                if before in alone or places.is_place(before):
                    yield Piece(piece.start, cut)
                    yield Piece(cut, piece.end)
                    break
        else:
            yield piece


def forms(doc: Doc, body: Sequence[Piece]) -> Iterator[aliases.Form]:
    """The spellings with the kind that their places vote for; what nothing speaks for is left out."""
    at: dict[str, list[int]] = {}
    for place, piece in enumerate(body):
        at.setdefault(doc[piece.start : piece.end].text, []).append(place)
    lower = {token.text for token in doc if token.text.islower()}
    known = {word for text in at if " " in text for word in text.split()}
    for text, where in at.items():
        if text not in known and is_plain_word(doc, [body[place] for place in where], lower):
            continue
        yield aliases.Form(text, kinds.kind_of(doc, [body[place] for place in where]), tuple(where))


def is_plain_word(doc: Doc, mentions: Sequence[Piece], lower: set[str]) -> bool:
    """Whether a single word has its capital from where it stands: unknown to the parser, or written small elsewhere."""
    tokens = [doc[piece.start] for piece in mentions]
    if mentions[0].end - mentions[0].start > 1 or any(piece.title for piece in mentions):
        return False
    if folding.is_acronym(tokens[0].text) or places.is_place(tokens[0].text):
        return False
    labelled = sum(bool(token.ent_type_) for token in tokens)
    if tokens[0].lower_ in lower and labelled < len(tokens):
        return True
    return not labelled and all(capitals.begins(token) or token.pos_ != "PROPN" for token in tokens)


def placed(doc: Doc, body: Sequence[Piece], groups: Sequence[aliases.Group]) -> list[Mention]:
    return [
        (doc[body[place].start].idx, end_of(doc, body[place].end), number)
        for number, group in enumerate(groups)
        for form in group.forms
        for place in form.at
    ]


def end_of(doc: Doc, end: int) -> int:
    return doc[end - 1].idx + len(doc[end - 1].text)


def in_headlines(doc: Doc, headlines: Sequence[Piece], groups: Sequence[aliases.Group]) -> list[Mention]:
    """What the body names, found again word by word in the runs of headlines."""
    known = {form.text.lower(): number for number, group in enumerate(groups) for form in group.forms}
    surnames = Counter(group.name.split()[-1].lower() for group in groups if group.kind is EntityKind.PERSON)
    for number, group in enumerate(groups):
        last = group.name.split()[-1].lower()
        if group.kind is EntityKind.PERSON and surnames[last] == 1:
            known.setdefault(last, number)
    found = []
    for piece in headlines:
        at = piece.start
        while at < piece.end:
            for end in range(min(piece.end, at + 6), at, -1):
                if doc[at:end].text.lower() in known:
                    found.append((doc[at].idx, end_of(doc, end), known[doc[at:end].text.lower()]))
                    at = end - 1
                    break
            at += 1
    return found


def role_table(doc: Doc, body: Sequence[Piece], groups: Sequence[aliases.Group], quoted: frozenset[int]) -> RoleTable:
    table = RoleTable(tuple(roles_of(doc, body, groups, quoted)))
    held = {role.entity for role in table.roles}
    unnamed = [
        number
        for number, group in enumerate(groups)
        if group.kind is EntityKind.PERSON and number not in held and sum(len(form.at) for form in group.forms) > 1
    ]
    asked = [phrase for phrase, _ in callings.phrases(doc)]
    last = roles.left_over(asked, table, unnamed)
    return RoleTable((*table.roles, last)) if last else table


def roles_of(
    doc: Doc, body: Sequence[Piece], groups: Sequence[aliases.Group], quoted: frozenset[int]
) -> Iterator[Role]:
    known: dict[int, int] = {}
    for number, group in enumerate(groups):
        for place in sorted(place for form in group.forms for place in form.at):
            known.update(dict.fromkeys(range(body[place].start, body[place].end), number))
            if group.kind is EntityKind.PERSON:
                yield from callings.of_name(doc, body[place], number)
        own = roles.of_body(number, group.name) if group.kind is EntityKind.ORGANISATION else None
        if own:
            yield own
    yield from callings.of_documents(doc, known, quoted)


def by_role(doc: Doc, table: RoleTable) -> list[Mention]:
    called = ((span, table.find(phrase)) for phrase, span in callings.phrases(doc))
    return [(span.start, span.end, entity) for span, entity in called if entity is not None]


def nearby(mentions: Sequence[Mention], mention: Mention) -> Sequence[Mention]:
    place = bisect.bisect_left(mentions, mention)
    return mentions[max(0, place - 1) : place + 2]


def overlap(left: Mention, right: Mention) -> bool:
    return left[0] < right[1] and right[0] < left[1]


def persons(doc: Doc, mentions: Sequence[Mention], groups: Sequence[aliases.Group]) -> list[Mention]:
    """The mentions of people as token ranges."""
    found = []
    for start, end, entity in mentions:
        span = doc.char_span(start, end, alignment_mode="expand")
        if span is not None and groups[entity].kind is EntityKind.PERSON:
            found.append((span.start, span.end, entity))
    return found


def sexes(doc: Doc, body: Sequence[Piece], groups: Sequence[aliases.Group], table: RoleTable) -> list[str]:
    """From titles and roles first, then from the given name."""
    found = []
    for number, group in enumerate(groups):
        words = [word for form in group.forms for place in form.at for word in body[place].title]
        words += [word for role in table.of(number) for word in role.split()]
        found.append(titles.sex_of(words) or given.sex_of(group.name))
    return found


def entities(groups: Sequence[aliases.Group], mentions: Sequence[Mention], table: RoleTable) -> tuple[FoundEntity, ...]:
    spans: dict[int, list[Span]] = {}
    for start, end, entity in mentions:
        spans.setdefault(entity, []).append(Span(start, end))
    return tuple(
        FoundEntity(
            places.plain(group.name) if group.kind is EntityKind.PLACE else group.name,
            group.kind,
            tuple(form.text for form in sorted(group.forms, key=lambda form: -len(form.at))),
            tuple(spans.get(number, ())),
            table.of(number),
        )
        for number, group in enumerate(groups)
    )
