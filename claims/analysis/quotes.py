"""Who said what: quotations and reported speech of one text, with cue and speaker.

Marks are paired on characters, cues and complements come from the parse, and the two are joined here: a complement
that is all in marks is direct, one without marks indirect, anything between mixed.
"""

import bisect
from collections.abc import Iterator
from typing import Protocol

from spacy.tokens import Doc, Token

from . import contents, speakers
from .attaching import attach
from .cues import CORE, Cue, Frame, find_cues
from .drafts import Draft
from .found import FoundQuote
from .layout import Layout
from .marks import Quoted, pair
from .spans import Span

_ORDER = (Frame.SPEECH, Frame.CITATION, Frame.REQUEST, Frame.INTENT, Frame.NAMING, Frame.BELIEF, Frame.NOUN)


class Names(Protocol):
    """What is asked of the names of an article; `claims.analysis.names.Names` is one."""

    def at(self, span: Span) -> int | None: ...

    def role(self, phrase: str) -> int | None: ...

    def pronoun(self, doc: Doc, token: Token) -> int | None: ...


def find_quotes(doc: Doc, layout: Layout, names: Names) -> tuple[FoundQuote, ...]:
    """Every quote of a text in text order; `doc` is the parse of `layout.text`."""
    quoted = pair(layout.text, (block.span for block in layout.body()))
    drafts = attach(list(_drafts(doc, layout, quoted)), quoted, doc, layout)
    for draft in drafts:
        _complete(draft, layout)
    found = [quote for draft in drafts if (quote := _finished(draft, doc, names))]
    return tuple(sorted(found, key=lambda quote: quote.spans))


def _drafts(doc: Doc, layout: Layout, quoted: tuple[Quoted, ...]) -> Iterator[Draft]:
    """One draft a cue word outside the marks, in its first reading that has a content."""
    starts = [one.outer.start for one in quoted]
    by_head: dict[int, list[Cue]] = {}
    for cue in find_cues(doc):
        index = bisect.bisect_right(starts, cue.span.start) - 1
        outside = index < 0 or cue.span.start >= quoted[index].outer.end
        if outside and layout.is_body(cue.span):
            by_head.setdefault(cue.head.i, []).append(cue)
    for readings in by_head.values():
        yield _draft(sorted(readings, key=lambda cue: _ORDER.index(cue.frame)), layout)


def _draft(readings: list[Cue], layout: Layout) -> Draft:
    for cue in readings:
        pieces = [piece for piece in contents.contents(cue) if layout.is_body(piece)]
        if pieces:
            return Draft(cue, pieces, speakers.speaker_of(cue), reasons=[cue.frame.value])
    return Draft(readings[0], [], speakers.speaker_of(readings[0]), reasons=[readings[0].frame.value])


def _complete(draft: Draft, layout: Layout) -> None:
    """", X said" at the end of a sentence has the clause before it, where the parse did not say so."""
    cue = draft.cue
    if cue is None or draft.pieces or draft.quoted or cue.frame is not Frame.SPEECH:
        return
    if cue.head.lemma_.lower() in CORE and draft.speaker is not None:
        clause = contents.left_clause(cue.head)
        if clause is not None and layout.is_body(clause):
            draft.pieces.append(clause)


def _finished(draft: Draft, doc: Doc, names: Names) -> FoundQuote | None:
    kind, spans = draft.shaped(doc.text)
    if not spans:
        return None
    speaker = draft.mention
    if speaker is None and draft.speaker is not None:
        speaker = speakers.phrase(draft.speaker, spans)
    cue = draft.cue.span if draft.cue else None
    return FoundQuote(kind, spans, cue, speaker, None, tuple(draft.reasons))
