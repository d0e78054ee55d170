"""The first drafts of quotes, from cues alone: one a cue word, with the content the parse gives it."""

import bisect
from collections.abc import Iterator, Sequence
from itertools import accumulate

from spacy.tokens import Doc, Token

from claims.analysis.text.cues import CORE, Cue, Frame, find_cues
from claims.analysis.text.layout import Layout
from claims.analysis.text.marks import Quoted
from sources.messages import Part, gettext_noop

from . import bounds, contents, speakers
from .drafts import Draft

_ORDER = (Frame.SPEECH, Frame.CITATION, Frame.REQUEST, Frame.INTENT, Frame.NAMING, Frame.BELIEF, Frame.NOUN)
_NOT = frozenset("not n't n’t never".split())
_MAY = frozenset("will would may might could can should 'll 'd".split())
_REPORTING = (Frame.SPEECH, Frame.CITATION)


def drafts_of(doc: Doc, layout: Layout, quoted: Sequence[Quoted]) -> Iterator[Draft]:
    """One draft a cue word outside the marks, in its first reading that has a content."""
    by_head: dict[int, list[Cue]] = {}
    starts = [one.outer.start for one in quoted]
    for cue in find_cues(doc):
        index = bisect.bisect_right(starts, cue.span.start) - 1
        outside = index < 0 or cue.span.start >= quoted[index].outer.end
        if outside and layout.is_read(cue.span) and not _is_label(cue) and not _is_plural(cue):
            by_head.setdefault(cue.head.i, []).append(cue)
    for readings in by_head.values():
        yield _read(sorted(readings, key=lambda cue: _ORDER.index(cue.frame)), layout)


def _is_label(cue: Cue) -> bool:
    """Whether a cue is the word before a colon that opens a line: "Explained: why the harbour was closed"."""
    after = cue.head.nbor(1) if cue.head.i + 1 < len(cue.head.doc) else None
    return after is not None and after.text == ":" and cue.head.i == cue.head.sent.start


def _is_plural(cue: Cue) -> bool:
    """Whether a "verb" that opens a sentence without a subject is a noun: "Calls for him to go have grown"."""
    verb = cue.head
    if verb.tag_ != "VBZ" or verb.i != verb.sent.start or bounds.has_subject(verb):
        return False
    following = bounds.after(verb)
    return following is not None and following.lower_ in ("for", "of", "that", "from", "by", "to")


def _read(readings: list[Cue], layout: Layout) -> Draft:
    for cue in readings:
        pieces = [piece for piece in contents.contents(cue) if layout.is_read(piece)]
        if pieces:
            return Draft(cue, pieces, _source(cue), reasons=_reasons(cue))
    return Draft(readings[0], [], _source(readings[0]), reasons=_reasons(readings[0]))


def _reasons(cue: Cue) -> list[Part]:
    """The construction, and whether the cue says that it was not said, or only that it may be."""
    helpers = {child.lower_ for child in cue.head.lefts if child.dep_ in ("neg", "aux")}
    reasons: list[Part] = [cue.frame.value]
    if helpers & _NOT:
        reasons.append(gettext_noop("the cue is negated: this is not said to have been said"))
    elif helpers & _MAY:
        reasons.append(gettext_noop("the cue is only possible or planned: this is not said to have been said yet"))
    return reasons


def _source(cue: Cue) -> Token | None:
    """Who speaks; of an adjective ("was critical of") the subject of its verb, or what it stands beside."""
    if cue.head.pos_ != "ADJ":
        clause = cue.head.head
        if cue.head.dep_ == "conj" and clause.dep_ == "ccomp" and bounds.resumes(clause.head, clause, cue.head):
            return speakers.subject(clause.head)
        speaker = speakers.speaker_of(cue)
        if speaker is not None and speaker.lower_ == "what":
            return next((one for one in cue.head.lefts if one.dep_ == "nsubj" and one.lower_ != "what"), None)
        return speaker
    governor = cue.head.head
    return speakers.subject(governor) if governor.pos_ in ("VERB", "AUX") else governor


def completed(draft: Draft, layout: Layout) -> Draft:
    """With the clause before ", X said" for content, where the parse did not say so."""
    cue = draft.cue
    if cue is None or draft.pieces or draft.quoted or cue.frame is not Frame.SPEECH or draft.speaker is None:
        return draft
    clause = contents.left_clause(cue.head) if cue.head.lemma_.lower() in CORE else None
    if clause is not None and layout.is_read(clause):
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
