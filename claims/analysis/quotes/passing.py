"""Who passed on what somebody said: Interfax in "Interfax reported that the minister said ..."."""

from collections.abc import Iterable, Sequence

from spacy.tokens import Token

from claims.analysis.spans import Span
from claims.analysis.text.cues import Cue, Frame

from . import speakers
from .drafts import Draft

REPORTING = (Frame.SPEECH, Frame.CITATION)
STEPS = 4


def passed_on(text: str, drafts: Sequence[Draft]) -> dict[int, Span]:
    """Who passed a quote on, by the token of the quote's cue: the speaker of the report that the cue stands in.

    Linear in the number of drafts: one sweep over the text with the reports that are open at each cue.
    """
    found = dict(_cited(text, drafts))
    outer = sorted(
        (piece.start, piece.end, number)
        for number, draft in enumerate(drafts)
        if draft.cue is not None and draft.cue.frame in REPORTING and draft.speaker is not None
        for piece in draft.pieces
    )
    open_now: list[tuple[int, int, int]] = []
    at = 0
    for number, draft in sorted(enumerate(drafts), key=lambda pair: _place(pair[1])):
        if draft.cue is None:
            continue
        here = draft.cue.span.start
        while at < len(outer) and outer[at][0] <= here:
            open_now.append(outer[at])
            at += 1
        while open_now and open_now[-1][1] <= here:
            open_now.pop()
        around = next((each for each in reversed(open_now[-STEPS:]) if each[1] > here and each[2] != number), None)
        if around is not None and (span := _speaker(text, drafts[around[2]], draft)) is not None:
            found.setdefault(draft.cue.head.i, span)
    return found


def _place(draft: Draft) -> int:
    return draft.cue.span.start if draft.cue else -1


def _speaker(text: str, outer: Draft, inner: Draft) -> Span | None:
    """The outer speaker, unless the inner one is the same ("he said he told them ...")."""
    if outer.speaker is None or inner.speaker is None or outer.speaker.i == inner.speaker.i:
        return None
    if inner.cue is None or inner.cue.frame is Frame.NOUN:
        return None
    return speakers.phrase(text, outer.speaker, tuple(outer.pieces))


def _cited(text: str, drafts: Iterable[Draft]) -> Iterable[tuple[int, Span]]:
    """Those of "..., X said, according to Interfax" and of "Interfax quoted X as saying"."""
    for draft in drafts:
        cue = draft.cue
        if cue is None:
            continue
        if cue.frame is Frame.CITATION and draft.speaker is not None:
            for verb in _above(cue.head):
                yield verb.i, speakers.phrase(text, draft.speaker, tuple(draft.pieces))
        elif (quoting := _quoting(cue)) is not None and draft.speaker is not None:
            passer = speakers.passer(quoting)
            if passer is not None and passer.i != draft.speaker.i:
                yield cue.head.i, speakers.phrase(text, passer, tuple(draft.pieces))


def _above(token: Token) -> Iterable[Token]:
    for _ in range(STEPS):
        token = token.head
        yield token


def _quoting(cue: Cue) -> Token | None:
    """The verb "quote" or "cite" of a cue: itself, or what "as saying" hangs on."""
    verb = cue.head
    if verb.dep_ == "pcomp" and verb.head.lower_ == "as":
        verb = verb.head.head
    return verb if verb.lemma_.lower() in ("quote", "cite") else None
