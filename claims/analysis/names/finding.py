"""Who and what one article names: names put together, roles and pronouns resolved where there is evidence.

Nationalities ("Armenian", "Armenians") are not mentions of the country: a people is not its state. Names in
headlines, where every word has a capital, are mentions only of what the body names.
"""

import bisect
import itertools
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

import numpy as np
from spacy.tokens import Doc, Token

from claims.analysis.found import EntityKind, FoundEntity
from claims.analysis.spans import Span
from claims.analysis.text.layout import BlockKind, Layout

from . import aliases, callings, capitals, documents, folding, given, kinds, places, plurals, pronouns, titles
from .capitals import Piece
from .described import descriptions
from .holders import by_role, role_table, sexes
from .known import Mention, Names
from .nameless import Nameless
from .roles import RoleTable
from .sifting import hashes, sentence_starts, sifted, spelled, spellings

VERBS = frozenset(("VERB", "AUX"))
# Nobody is named first in these: names are found again there that the body has.
BESIDE = (BlockKind.HEADING, BlockKind.CAPTION)


def find_names(doc: Doc, layout: Layout | None = None) -> Names:
    """The names of a parsed text; `layout` tells headlines from body, None takes everything for body."""
    text = doc.text if layout is None else layout.text
    titled = titled_sentences(doc)
    body, headlines = pieces_of(doc, layout, titled)
    groups = aliases.together(forms(doc, body))
    quoted = pronouns.inside_quotes(doc, text)
    known = tokens_of(body, groups)
    again = by_surname(doc, groups, known)
    known.update(again)
    phrases = list(callings.phrases(doc))
    table = role_table(doc, body, groups, (phrase for phrase, _ in phrases))
    bare = [
        (doc[at].idx, end_of(doc, at + 1), number)
        for at, number in again.items()
        if not in_headline(doc[at], layout, titled)
    ]
    named = sorted(placed(doc, body, groups) + bare + in_headlines(doc, headlines, groups))
    bodies = frozenset(number for number, group in enumerate(groups) if group.kind is EntityKind.ORGANISATION)
    called = [
        span
        for span in by_role(phrases, table, named, bodies)
        if not any(overlap(span, each) for each in nearby(named, span))
    ]
    mentions = sorted(named + called)
    pointing = plurals.antecedents(doc, quoted)
    heads = {**known, **roots(doc, called)}
    people = {token for token, number in known.items() if groups[number].kind is EntityKind.PERSON}
    told = descriptions(doc, heads, people, (token.i for token in pointing.values()))
    bodied = (each for each in told if not in_headline(doc[each.head], layout, titled))
    speakers = Nameless.of(doc, groups, known, bodied, table)
    persons = sorted(persons_of(doc, mentions, groups) + speakers.persons(known))
    found = pronouns.resolved(doc, persons, sexes(body, groups, table) + speakers.sexes(), quoted, speakers.names)
    speakers.others(pronouns.owners(found.stands_for, known))
    issued = documents.Documents.of(documents.issued(doc, {**known, **found.stands_for}, bodies, quoted))
    found.stands_for.update(plurals.resolved(pointing, {**heads, **speakers.at}, speakers.kinds))
    by_pronoun = [(doc[at].idx, end_of(doc, at + 1), entity) for at, entity in found.stands_for.items()]
    mentions = sorted(mentions + [each for each in by_pronoun if each[2] < len(groups)])
    nameless = speakers.entities([each for each in by_pronoun if each[2] >= len(groups)], text)
    return Names(
        (*entities(groups, mentions, table), *nameless), text, table, found, tuple(mentions), issued, speakers.at
    )


def pieces_of(doc: Doc, layout: Layout | None, titled: frozenset[int]) -> tuple[list[Piece], list[Piece]]:
    """The names as they stand, those of the body and those of headlines."""
    body: list[Piece] = []
    headlines: list[Piece] = []
    found = sorted(
        [*capitals.pieces(doc), *(Piece(*body) for body in callings.bodies(doc))], key=lambda each: each.start
    )
    for piece in split_places(doc, [piece for piece in found if is_name(doc, piece)]):
        (headlines if in_headline(doc[piece.start], layout, titled) else body).append(piece)
    return body, headlines


def in_headline(token: Token, layout: Layout | None, titled: frozenset[int]) -> bool:
    return token.i in titled or (layout is not None and layout.kind_at(token.idx) in BESIDE)


def is_name(doc: Doc, piece: Piece) -> bool:
    span = doc[piece.start : piece.end]
    if len(span) == 1 and (span[0].is_stop or span[0].text.isdigit()) and not span[0].text.isupper():
        return False
    return sum(letter.isalpha() for letter in span.text) > 1 and not kinds.is_event(span.text)


def titled_sentences(doc: Doc) -> frozenset[int]:
    """The tokens of sentences that are titles: every longer word has a capital, and every verb."""
    titled: set[int] = set()
    words = (doc.to_array("IS_ALPHA") != 0) & (doc.to_array("LENGTH") > 3)
    verbs = np.isin(doc.to_array("POS"), hashes(VERBS))
    small = (words | verbs) & (doc.to_array("IS_LOWER") != 0)
    for start, end in itertools.pairwise((*sentence_starts(doc), len(doc))):
        if words[start:end].sum() > 4 and not small[start:end].any():
            titled.update(range(start, end))
    return frozenset(titled)


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
    """The spellings with the kind that their places vote for; what nothing speaks for is left out.

    "Mr. Clinton" and "Mrs. Clinton" are two forms.
    """
    at: dict[tuple[str, str], list[int]] = {}
    for place, piece in enumerate(body):
        text = doc[piece.start : piece.end].text
        at.setdefault((text, titles.sex_of(list(piece.title))), []).append(place)
    lower = spellings(doc)
    known = {word for text, _ in at if " " in text for word in text.split()}
    for (text, sex), where in at.items():
        if text not in known and is_plain_word(doc, [body[place] for place in where], lower):
            continue
        yield aliases.Form(text, kinds.kind_of(doc, [body[place] for place in where]), tuple(where), sex)


def is_plain_word(doc: Doc, mentions: Sequence[Piece], lower: frozenset[int]) -> bool:
    """Whether a single word has its capital from where it stands: unknown to the parser, or written small elsewhere."""
    tokens = [doc[piece.start] for piece in mentions]
    if mentions[0].end - mentions[0].start > 1 or any(piece.title for piece in mentions):
        return False
    if folding.is_acronym(tokens[0].text) or places.is_place(tokens[0].text):
        return False
    labelled = sum(bool(token.ent_type_) for token in tokens)
    if not tokens[0].is_lower and spelled(tokens[0].lower_, lower) and labelled < len(tokens):
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


def tokens_of(body: Sequence[Piece], groups: Sequence[aliases.Group]) -> dict[int, int]:
    """Token ─▶ the group that it names."""
    return {
        token: number
        for number, group in enumerate(groups)
        for form in group.forms
        for place in form.at
        for token in range(body[place].start, body[place].end)
    }


def by_surname(doc: Doc, groups: Sequence[aliases.Group], known: Mapping[int, int]) -> dict[int, int]:
    """Surnames that the parser took for words ("Dean said"), by token: those of one person named in full."""
    bearers: dict[str, set[int]] = {}
    for number, group in enumerate(groups):
        if group.kind is EntityKind.PERSON and " " in group.name:
            bearers.setdefault(group.name.split()[-1], set()).add(number)
        for form in group.forms:
            bearers.setdefault(form.text, set()).add(number)
    found = {}
    for token in sifted(doc, "ORTH", frozenset(bearers)):
        holders = bearers[token.text]
        if len(holders) != 1 or token.i in known or not token.text.istitle():
            continue
        if {token.i - 1, token.i + 1} & known.keys() or (token.i + 1 < len(doc) and doc[token.i + 1].is_title):
            continue
        found[token.i] = next(iter(holders))
    return found


def roots(doc: Doc, mentions: Sequence[Mention]) -> dict[int, int]:
    """The head tokens of mentions."""
    found = {}
    for start, end, entity in mentions:
        span = doc.char_span(start, end, alignment_mode="expand")
        if span is not None:
            found[span.root.i] = entity
    return found


def nearby(mentions: Sequence[Mention], mention: Mention) -> Sequence[Mention]:
    place = bisect.bisect_left(mentions, mention)
    return mentions[max(0, place - 1) : place + 2]


def overlap(left: Mention, right: Mention) -> bool:
    return left[0] < right[1] and right[0] < left[1]


def persons_of(doc: Doc, mentions: Sequence[Mention], groups: Sequence[aliases.Group]) -> list[Mention]:
    """The mentions of people as token ranges."""
    found = []
    for start, end, entity in mentions:
        span = doc.char_span(start, end, alignment_mode="expand")
        if span is not None and groups[entity].kind is EntityKind.PERSON:
            found.append((span.start, span.end, entity))
    return found


def entities(groups: Sequence[aliases.Group], mentions: Sequence[Mention], table: RoleTable) -> tuple[FoundEntity, ...]:
    spans: dict[int, list[Span]] = {}
    for start, end, entity in mentions:
        spans.setdefault(entity, []).append(Span(start, end))
    return tuple(
        FoundEntity(
            places.plain(group.name) if group.kind is EntityKind.PLACE else group.name,
            group.kind,
            tuple(dict.fromkeys(form.text for form in sorted(group.forms, key=lambda form: -len(form.at)))),
            tuple(spans.get(number, ())),
            table.of(number),
        )
        for number, group in enumerate(groups)
    )
