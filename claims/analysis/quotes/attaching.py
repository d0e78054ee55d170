"""Quotations joined to the cues that introduce them: by the complement, by what stands beside, along a chain."""

import bisect
import re
from dataclasses import dataclass

from spacy.tokens import Doc

from claims.analysis.spans import Span
from claims.analysis.text.cues import CORE, NAMING, Frame
from claims.analysis.text.layout import Layout
from claims.analysis.text.marks import Quoted, is_sentence
from claims.analysis.text.titles import is_title
from sources.messages import Part, gettext_noop

from . import bounds, speakers
from .contents import attributes
from .drafts import Draft
from .transcripts import signature

_WINDOW = 60
_NEAR = 25
_GAP = 24
_SHORT = 4
_LONG = 7
# What goes on from the words in marks and not from the verb of speech: '"in support" of the plan'.
_COMPLETING = frozenset(
    "that of over about for with against between than because if unless until toward towards".split()
)
_JOINING = re.compile(r"\b(?:that|but|and|or|because|as|to|the|a|an)\b|[\s,:]")


@dataclass(frozen=True)
class Joiner:
    """The cues of one text by token, to be asked which of them has a quotation."""

    doc: Doc
    layout: Layout
    text: str
    drafts: list[Draft]
    heads: list[int]
    offsets: list[int]

    @classmethod
    def of(cls, doc: Doc, layout: Layout, drafts: list[Draft]) -> "Joiner":
        drafts = sorted((draft for draft in drafts if draft.cue), key=_head)
        return cls(doc, layout, layout.text, drafts, [_head(draft) for draft in drafts], [token.idx for token in doc])

    def token(self, offset: int) -> int:
        """The token that has this character."""
        return max(0, bisect.bisect_right(self.offsets, offset) - 1)

    def between(self, first: int, last: int) -> list[Draft]:
        """Drafts whose cue is one of the tokens first..last-1."""
        return self.drafts[bisect.bisect_left(self.heads, first) : bisect.bisect_left(self.heads, last)]

    def covering(self, one: Quoted) -> list[Draft]:
        """The cues whose complement has the quotation, or lies in it; the tightest first."""
        first, last = self.token(one.outer.start), self.token(one.outer.end - 1)
        near = self.between(first - _WINDOW, first) + self.between(last, last + _WINDOW)
        block = self.layout.block_at(one.outer.start)
        over = [
            (_tightness(piece, one), number)
            for number, draft in enumerate(near)
            for piece in draft.pieces
            if piece.overlaps(one.inner) and self.layout.block_at(piece.start) is block
        ]
        return [near[number] for _, number in sorted(over)]

    def after(self, one: Quoted, until: int) -> Draft | None:
        """The first speech cue in what is left of the sentence behind a quotation that does not end it."""
        last = self.token(one.outer.end - 1) + 1
        ended = self.text[one.inner.end - 1] in "." and self.text[one.outer.end - 1 : one.outer.end] not in ","
        if last >= len(self.doc) or "\n" in self.text[one.outer.end : self.offsets[last]] or ended:
            return None
        if self.doc[last].is_sent_start and self.text[one.inner.end - 1] not in ",?!—–-":
            return None
        end = min(self.doc[last].sent.end, last + _NEAR, self.token(until) if until < len(self.text) else 1 << 60)
        return next((draft for draft in self.between(last, end) if _takes(draft, one)), None)

    def opening(self, one: Quoted) -> list[Span]:
        """The clause that a quotation completes: 'The vote was "a sad joke"' is all content of what follows."""
        first = self.token(one.outer.start)
        sentence = self.doc[first].sent
        subjects = [token for token in self.doc[sentence.start : first] if token.dep_ in ("nsubj", "nsubjpass")]
        if not self.text[one.inner.start].islower() or not subjects or first - sentence.start > _NEAR:
            return []
        return [Span(sentence.start_char, one.outer.end)]

    def completing(self, one: Quoted, draft: Draft) -> list[Span]:
        """The rest of a clause of which the quotation has only the middle: its subject before, its object after."""
        if draft.cue is None or draft.cue.frame not in (Frame.SPEECH, Frame.NAMING):
            return []
        pieces = []
        follows = draft.cue.frame is Frame.SPEECH and draft.cue.span.start >= one.outer.end
        if follows and all(piece.start >= one.outer.start for piece in draft.pieces):
            pieces += self.opening(one)
        first, last = self.token(one.outer.start), self.token(one.outer.end - 1)
        if self.text[one.inner.end - 1] not in ",.?!" and last + 1 < len(self.doc):
            tail = self.doc[last + 1]
            within = first <= tail.head.i <= last and tail.lower_ in _COMPLETING
            named = draft.cue.frame is Frame.NAMING and tail.head == draft.cue.head and tail.lower_ in ("of", "to")
            if within or named:
                end = bounds.before_relative(tail, tail.right_edge)
                pieces.append(Span(one.outer.start, end.idx + len(end)))
        return pieces

    def before(self, one: Quoted) -> Draft | None:
        """The last speech cue of the same sentence before a quotation, near it and without another content."""
        first = self.token(one.outer.start)
        start = self.start_near(first, first)
        if start == first and (colon := self.colon_before(first)) is not None:
            start = self.start_near(colon, first)
        for draft in reversed(self.between(start, first)):
            if any(piece.start > one.outer.end for piece in draft.pieces):
                continue
            if self.touches(draft, one) or _takes(draft, one):
                return draft
        return None

    def start_near(self, at: int, first: int) -> int:
        """Where the sentence of `at` begins, but no further back than is near to `first`."""
        least = max(0, first - _NEAR)
        while at > least and not self.doc[at].is_sent_start:
            at -= 1
        return max(at, least)

    def colon_before(self, first: int) -> int | None:
        """The colon that ends the words before this token, in the same block or the one before."""
        at = first - 1
        while at >= 0 and self.doc[at].is_space:
            at -= 1
        return at if at >= 0 and self.doc[at].text[-1] == ":" else None

    def touches(self, draft: Draft, one: Quoted) -> bool:
        """Whether only a conjunction stands between the quotation and the cue, or the content that the cue has."""
        cue_end = draft.cue.span.end if draft.cue else 0
        ends = [piece.end for piece in draft.pieces if cue_end < piece.end <= one.outer.start]
        end = max([cue_end, *ends])
        gap = self.text[end : one.outer.start]
        joined = len(gap) <= _GAP and not _JOINING.sub("", gap)
        run_on = bool(ends) and len(gap) <= 3 * _GAP and not re.search(r"[,;.:?!—–]", gap) and len(one) >= _SHORT
        if ends and (joined or run_on):
            draft.pieces.append(Span(max(ends), one.outer.end))
        return joined or run_on

    def next_line(self, one: Quoted) -> Draft | None:
        """A cue without content in the first sentence of the next block, after a quotation that ends in a comma."""
        block = self.layout.block_at(one.outer.start)
        if block is None or one.outer.end < block.span.end or self.text[one.inner.end - 1] != ",":
            return None
        last = self.token(one.outer.end - 1) + 1
        while last < len(self.doc) and self.doc[last].is_space:
            last += 1
        if last >= len(self.doc):
            return None
        return next((draft for draft in self.between(last, self.doc[last].sent.end) if _takes(draft, one)), None)


def _head(draft: Draft) -> int:
    return draft.cue.head.i if draft.cue else -1


def _tightness(piece: Span, one: Quoted) -> int:
    """How much of the piece is outside the quotation: nothing for "..., he said"."""
    return max(0, one.outer.start - piece.start) + max(0, piece.end - one.outer.end)


def _takes(draft: Draft, one: Quoted) -> bool:
    """Whether a cue without a content of its own, or with one around the same quotation, may take it."""
    cue = draft.cue
    if cue is None or not attributes(cue.head):
        return False
    return not draft.pieces or all(piece.end <= one.outer.start for piece in draft.pieces) and bool(draft.quoted)


def attach(drafts: list[Draft], quoted: list[Quoted], doc: Doc, layout: Layout) -> list[Draft]:
    """The drafts with their quotations, and new drafts for the quotations that no cue introduces."""
    joiner = Joiner.of(doc, layout, drafts)
    extra: list[Draft] = []
    last: Draft | None = None
    previous: Quoted | None = None
    for number, one in enumerate(quoted):
        until = quoted[number + 1].outer.start if number + 1 < len(quoted) else len(layout.text)
        signed = signature(layout.text, one, until)
        draft: Draft | None = _introduced(joiner, one, until) if signed is None else None
        if draft is not None:
            draft.pieces += joiner.completing(one, draft)
        if signed is not None:
            draft = Draft(None, [], mention=signed, reasons=[gettext_noop("signed with a dash")])
        elif draft is None:
            draft = _follows(joiner, one, previous, last)
        if draft is not None and draft.cue is None and draft is not last:
            extra.append(draft)
        if one.continues and draft is not None and last is not None and draft is not last and last.cue is None:
            draft.quoted += last.quoted  # what went on without a cue has found it
            last.quoted, last.pieces = [], []
        if draft is not None:
            draft.quoted.append(one)
            last, previous = draft, one
    return drafts + extra


def _introduced(joiner: Joiner, one: Quoted, until: int) -> Draft | None:
    covering = joiner.covering(one)
    if is_title(joiner.text, one):
        return None
    if covering:
        for other in covering[1:]:
            if other is covering[0] or not any(piece.covers(one.inner) for piece in other.pieces):
                continue
            if other.cue and other.cue.frame is Frame.CITATION:
                other.pieces.clear()  # "..., he said, according to his office" is his quote, not the office's
            else:
                other.quoted.append(one)
        return covering[0]
    draft = joiner.after(one, until)
    if draft is not None and not draft.pieces and not draft.quoted:
        draft.pieces += joiner.opening(one)
    draft = draft or joiner.before(one) or joiner.next_line(one)
    if draft is None or (len(one) < _SHORT and not _strong(joiner, one, draft)):
        return None
    return draft


def _strong(joiner: Joiner, one: Quoted, draft: Draft) -> bool:
    """Whether so short a quotation is one all the same: it ends as a sentence does, or its cue is right beside it."""
    if draft.cue is None:
        return False
    text, cue = joiner.text, draft.cue
    if cue.head.lemma_.lower() in NAMING and cue.frame is not Frame.SPEECH:
        return 0 < one.outer.start - cue.span.end <= 2
    last, following = text[one.inner.end - 1], text[one.outer.end : one.outer.end + 2]
    beside = following[:1] == "," and cue.head.lemma_.lower() in CORE
    ends = last in ",?!" or beside or (last == "." and not following[1:].islower())
    return ends and cue.frame is Frame.SPEECH


def _follows(joiner: Joiner, one: Quoted, previous: Quoted | None, last: Draft | None) -> Draft | None:
    """A quotation without a cue of its own: the rest of the one before, or a floating one by continuity."""
    text, layout = joiner.text, joiner.layout
    block = layout.block_at(one.outer.start)
    if block is None or is_title(text, one) or not _floats(text, one, block.span):
        return None
    if previous is not None and last is not None and layout.block_at(previous.outer.start) is block:
        first, end = joiner.token(previous.outer.end - 1), joiner.token(one.outer.start)
        if sum(token.is_sent_start is True for token in joiner.doc[first + 1 : end + 1]) <= 1:
            return last
        why = gettext_noop("the quotation before it in the paragraph is this speaker's")
        return _continued(text, last, why)
    if one.continues and last is not None:
        return last
    draft = _source_before(joiner, one)
    if draft is None and (len(one) > _LONG or is_sentence(text, one) or not one.closed):
        draft = Draft(None, [], reasons=[gettext_noop("a quotation without a cue")])
    if draft is not None and text[one.inner.start].islower():
        sentence = joiner.doc[joiner.token(one.outer.start)].sent
        draft.pieces.append(Span(max(block.span.start, sentence.start_char), one.outer.end))
    return draft


def _floats(text: str, one: Quoted, block: Span) -> bool:
    """Whether a quotation can stand without a cue: a sentence of its own, or a long predicate in someone's words."""
    before = text[max(block.start, one.outer.start - 9) : one.outer.start].rstrip()
    starts = one.outer.start == block.start or before[-1:] in tuple('.?!:"”…')
    ends = text[one.inner.end - 1] in ".?!,…" or text[one.outer.end : one.outer.end + 1] in (".", "")
    words = one.inner.of(text).split()
    title = sum(word[0].isupper() for word in words) > 0.7 * len(words) and len(words) > 1
    return (starts and ends and len(words) > 1 and not title) or (ends and len(words) >= 10)


def _source_before(joiner: Joiner, one: Quoted) -> Draft | None:
    """Who spoke or acted last before a floating quotation: in the sentence before, else in the paragraph before."""
    first = joiner.token(one.outer.start)
    spoke = [draft for draft in joiner.between(max(0, first - 90), first) if draft.pieces or draft.quoted]
    spoke.sort(key=lambda draft: (bool(draft.quoted), _head(draft)), reverse=True)
    source = next((draft for draft in spoke if draft.speaker is not None or draft.mention is not None), None)
    return _continued(joiner.text, source, gettext_noop("the speaker before it goes on")) if source else None


def _continued(text: str, draft: Draft, why: Part) -> Draft:
    mention = draft.mention
    if mention is None and draft.speaker is not None:
        mention = speakers.phrase(text, draft.speaker, tuple(draft.pieces))
    return Draft(None, [], draft.speaker, mention, reasons=[why])
