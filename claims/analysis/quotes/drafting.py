"""The first drafts of quotes, from cues alone: one a cue word, with the content the parse gives it."""

import bisect
from collections.abc import Iterator, Sequence
from itertools import accumulate

from spacy.tokens import Doc

from claims.analysis.text.cues import CORE, Cue, Frame, find_cues
from claims.analysis.text.layout import Layout
from claims.analysis.text.marks import Quoted

from . import contents, speakers
from .drafts import Draft

_ORDER = (Frame.SPEECH, Frame.CITATION, Frame.REQUEST, Frame.INTENT, Frame.NAMING, Frame.BELIEF, Frame.NOUN)
_REPORTING = (Frame.SPEECH, Frame.CITATION)


def drafts_of(doc: Doc, layout: Layout, quoted: Sequence[Quoted]) -> Iterator[Draft]:
    """One draft a cue word outside the marks, in its first reading that has a content."""
    by_head: dict[int, list[Cue]] = {}
    starts = [one.outer.start for one in quoted]
    for cue in find_cues(doc):
        index = bisect.bisect_right(starts, cue.span.start) - 1
        outside = index < 0 or cue.span.start >= quoted[index].outer.end
        if outside and layout.is_body(cue.span):
            by_head.setdefault(cue.head.i, []).append(cue)
    for readings in by_head.values():
        yield _read(sorted(readings, key=lambda cue: _ORDER.index(cue.frame)), layout)


def _read(readings: list[Cue], layout: Layout) -> Draft:
    for cue in readings:
        pieces = [piece for piece in contents.contents(cue) if layout.is_body(piece)]
        if pieces:
            return Draft(cue, pieces, speakers.speaker_of(cue), reasons=[cue.frame.value])
    return Draft(readings[0], [], speakers.speaker_of(readings[0]), reasons=[readings[0].frame.value])


def completed(draft: Draft, layout: Layout) -> Draft:
    """With the clause before ", X said" for content, where the parse did not say so."""
    cue = draft.cue
    if cue is None or draft.pieces or draft.quoted or cue.frame is not Frame.SPEECH or draft.speaker is None:
        return draft
    clause = contents.left_clause(cue.head) if cue.head.lemma_.lower() in CORE else None
    if clause is not None and layout.is_body(clause):
        draft.pieces.append(clause)
    return draft


def unreported(drafts: Sequence[Draft]) -> Iterator[Draft]:
    """The drafts but for attitudes inside reported speech: "she said she thinks ..." is one quote, hers."""
    reported = sorted(
        piece for draft in drafts if draft.cue and draft.cue.frame in _REPORTING for piece in draft.pieces
    )
    starts = [piece.start for piece in reported]
    ends = list(accumulate((piece.end for piece in reported), max))
    for draft in drafts:
        cue, speaker = draft.cue, draft.speaker
        if cue and cue.frame not in _REPORTING and speaker is not None and speaker.pos_ == "PRON":
            index = bisect.bisect_right(starts, cue.span.start) - 1
            if index >= 0 and ends[index] > cue.span.start:
                continue
        yield draft
