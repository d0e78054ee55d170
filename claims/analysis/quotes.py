"""Who said what: quotations and reported speech of one text, with cue and speaker.

Marks are paired on characters, cues and complements come from the parse, and the two are joined here: a complement
that is all in marks is direct, one without marks indirect, anything between mixed.
"""

import bisect
from collections.abc import Iterator
from itertools import accumulate
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
from .transcripts import turns

_ORDER = (Frame.SPEECH, Frame.CITATION, Frame.REQUEST, Frame.INTENT, Frame.NAMING, Frame.BELIEF, Frame.NOUN)


_REPORTING = (Frame.SPEECH, Frame.CITATION)
import os
_ATTITUDES = [f for f in Frame if f.name in os.environ.get("ATT","BELIEF").split(",")]


class Names(Protocol):
    """What is asked of the names of an article; `claims.analysis.names.Names` is one."""

    def at(self, span: Span) -> int | None: ...

    def role(self, phrase: str) -> int | None: ...

    def pronoun(self, doc: Doc, token: Token) -> int | None: ...


def find_quotes(doc: Doc, layout: Layout, names: Names) -> tuple[FoundQuote, ...]:
    """Every quote of a text in text order; `doc` is the parse of `layout.text`."""
    spoken = dict(turns(layout.text, layout.body()))
    marked = pair(layout.text, (block.span for block in layout.body()))
    quoted = tuple(sorted((*spoken, *_without(marked, list(spoken))), key=lambda one: one.outer))
    drafts = attach(list(_drafts(doc, layout, quoted)), [one for one in quoted if one not in spoken], doc, layout)
    for draft in drafts:
        _complete(draft, layout)
    drafts = list(_unreported(drafts))
    drafts += [Draft(None, [], mention=label, quoted=[one], reasons=["a line of an interview"]) for one, label in spoken.items()]
    found = [quote for draft in drafts if (quote := _finished(draft, doc, names))]
    return tuple(sorted(found, key=lambda quote: quote.spans))


def _without(marked: tuple[Quoted, ...], spoken: list[Quoted]) -> Iterator[Quoted]:
    """The quotations outside the lines of an interview; both are in text order."""
    starts = [one.outer.start for one in spoken]
    for one in marked:
        index = bisect.bisect_right(starts, one.outer.start) - 1
        if index < 0 or one.outer.start >= spoken[index].outer.end:
            yield one


def _unreported(drafts: list[Draft]) -> Iterator[Draft]:
    """The drafts but for attitudes inside reported speech: "she said she thinks ..." is one quote, hers."""
    reported = sorted(
        piece for draft in drafts if draft.cue and draft.cue.frame in _REPORTING for piece in draft.pieces
    )
    starts, ends = [piece.start for piece in reported], list(accumulate((piece.end for piece in reported), max))
    for draft in drafts:
        if draft.cue is not None and draft.cue.frame in _ATTITUDES:
            index = bisect.bisect_right(starts, draft.cue.span.start) - 1
            if index >= 0 and ends[index] > draft.cue.span.start and draft.speaker is not None and draft.speaker.pos_ == "PRON":
                continue
        yield draft


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
    if speaker is None:
        head = draft.speaker
        inside = head is not None and any(span.start <= head.idx < span.end for span in spans)
        if draft.cue and draft.cue.frame is Frame.SPEECH and (inside or (head is None and draft.quoted)):
            head = speakers.beside(draft.cue.head, spans)
        speaker = speakers.phrase(head, spans) if head is not None else None
    cue = draft.cue.span if draft.cue else None
    return FoundQuote(kind, spans, cue, speaker, None, tuple(draft.reasons))
