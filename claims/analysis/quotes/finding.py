"""Who said what: quotations and reported speech of one text, with cue and speaker.

Marks are paired on characters, cues and complements come from the parse, and the two are joined: a complement that is
all in marks is direct, one without marks indirect, anything between mixed. Words in marks that nobody is said to have
said (scare quotes, titles) are no quotes.
"""

import bisect
from collections.abc import Iterator, Sequence

from spacy.tokens import Doc, Token

from claims.analysis.found import FoundQuote, QuoteKind
from claims.analysis.spans import Span
from claims.analysis.text.cues import Frame
from claims.analysis.text.layout import Layout
from claims.analysis.text.marks import Quoted, pair
from sources.messages import gettext_noop

from . import speakers
from .attaching import attach
from .crediting import Ledger, Names
from .drafting import completed, drafts_of, unreported
from .drafts import Draft
from .headlines import echoes, with_colon
from .passing import passed_on
from .scare import scare_quotes
from .transcripts import turns


def find_quotes(doc: Doc, layout: Layout, names: Names) -> tuple[FoundQuote, ...]:
    """Every quote of a text in text order; `doc` is the parse of `layout.text`."""
    spoken = dict(turns(layout.text, layout.body()))
    marked = list(_outside(pair(layout.text, (block.span for block in layout.read())), list(spoken)))
    quoted = sorted((*spoken, *marked), key=lambda one: one.outer)
    heads = list(with_colon(doc, layout, marked, list(spoken)))
    drafts = attach(list(drafts_of(doc, layout, quoted)), _beside(marked, heads), doc, layout)
    drafts = list(unreported([completed(draft, layout) for draft in drafts]))
    drafts += [_turn(one, label) for one, label in spoken.items()]
    drafts += heads + list(echoes(drafts, layout, _beside(marked, drafts + heads)))
    found = list(_finished(drafts, doc, layout.text, names))
    found += scare_quotes(layout.text, marked, found)
    return tuple(sorted(found, key=lambda quote: quote.spans))


def _beside(marked: Sequence[Quoted], drafts: Sequence[Draft]) -> list[Quoted]:
    """The quotations that none of the drafts has."""
    taken = {one for draft in drafts for one in draft.quoted}
    return [one for one in marked if one not in taken]


def _outside(marked: Sequence[Quoted], spoken: Sequence[Quoted]) -> Iterator[Quoted]:
    """The quotations outside the lines of an interview; both are in text order."""
    starts = [one.outer.start for one in spoken]
    for one in marked:
        index = bisect.bisect_right(starts, one.outer.start) - 1
        if index < 0 or one.outer.start >= spoken[index].outer.end:
            yield one


def _turn(one: Quoted, label: Span) -> Draft:
    return Draft(None, [], mention=label, quoted=[one], reasons=[gettext_noop("a line of an interview")])


def _finished(drafts: Sequence[Draft], doc: Doc, text: str, names: Names) -> Iterator[FoundQuote]:
    """The drafts that have a content, shaped and credited in text order."""
    shaped = [(*draft.shaped(text), draft) for draft in drafts]
    ledger = Ledger(doc, text, names)
    passed = passed_on(text, drafts)
    for kind, spans, draft in sorted((one for one in shaped if one[1]), key=lambda one: one[1]):
        head = _speaking(draft, spans)
        mention = draft.mention or (speakers.phrase(text, head, spans) if head is not None else None)
        if mention is None and kind is QuoteKind.INDIRECT:
            continue  # "calls to resign have grown": nobody is said to have said it
        credit = ledger.credit(draft, mention, head)
        cue = draft.cue.span if draft.cue else None
        via = passed.get(draft.cue.head.i) if draft.cue else None
        reasons = (*draft.reasons, credit.why)
        yield FoundQuote(kind, spans, cue, mention, credit.entity, credit.candidates, via, reasons)


def _speaking(draft: Draft, spans: tuple[Span, ...]) -> Token | None:
    """The head of the speaker, looked for beside the cue where the parse has none or one inside the content."""
    head, cue = draft.speaker, draft.cue
    if cue is None or cue.frame is not Frame.SPEECH or draft.mention:
        return head
    inside = head is not None and any(span.start <= head.idx < span.end for span in spans)
    if inside or (head is None and draft.quoted):
        return speakers.beside(cue.head, spans)
    return head
