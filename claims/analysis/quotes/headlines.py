"""Who says what in a headline: "Deal is off: minister", "Minister: deal is off", and words that the body quotes."""

import re
from collections.abc import Iterable, Iterator, Sequence

from spacy.tokens import Doc, Token

from claims.analysis.spans import Span
from claims.analysis.text.layout import Block, BlockKind, Layout
from claims.analysis.text.marks import Quoted
from sources.messages import gettext_noop

from .drafts import Draft

_COLON = re.compile(r":(?=\s)")
_VERBS = ("VERB", "AUX")
_NAMES = ("PERSON", "ORG", "NORP", "GPE")
_SOURCES = frozenset(
    """adviser agency ambassador analyst army author bishop candidate chief coach commander council court critic data
    defence defense diplomat doctor economist envoy expert governor government judge lawmaker lawyer leader mayor media
    military minister ministry monitor mp officer official opposition parliament police poll pollster pope president
    prosecutor report research researcher scientist senator source spokesman spokesperson spokeswoman study survey
    un union watchdog witness""".split()
)
_LONGEST = 4
_HEADLINE = 20
_ECHOES = 50


def headlines(layout: Layout) -> tuple[Block, ...]:
    """The headings, and a first paragraph short enough to be one."""
    first = layout.blocks[:1]
    short = [block for block in first if block.kind is BlockKind.BODY and _is_short(layout, block)]
    return (*short, *(block for block in layout.blocks if block.kind is BlockKind.HEADING))


def _is_short(layout: Layout, block: Block) -> bool:
    return block.span.end - block.span.start < 200 and len(block.span.of(layout.text).split()) <= _HEADLINE


def with_colon(doc: Doc, layout: Layout, marked: Sequence[Quoted], spoken: Sequence[Quoted]) -> Iterator[Draft]:
    """One draft a headline that names who says it on one side of a colon; lines of an interview are none."""
    ends = {one.outer.end for one in spoken}
    for block in headlines(layout):
        if block.span.end in ends:
            continue
        colon = _COLON.search(layout.text, block.span.start, block.span.end)
        sides = _sides(layout.text, block.span, colon.start()) if colon else None
        if sides is None:
            continue
        for speaker, said in (sides, sides[::-1]):
            if _speaks(doc, speaker) and _says(doc, said):
                quoted = [one for one in marked if said.covers(one.outer)]
                yield Draft(
                    None, [said], mention=speaker, quoted=quoted, reasons=[gettext_noop("a headline says who says it")]
                )
                break


def _sides(text: str, block: Span, colon: int) -> tuple[Span, Span] | None:
    """What stands left and right of the colon, None where a side is empty."""
    right = text[colon + 1 : block.end]
    start, end = colon + 1 + len(right) - len(right.lstrip()), colon + 1 + len(right.rstrip(" ."))
    return (Span(block.start, colon), Span(start, end)) if block.start < colon and start < end else None


def _tokens(doc: Doc, span: Span) -> list[Token]:
    found = doc.char_span(span.start, span.end, alignment_mode="expand")
    return [token for token in found or () if not token.is_space]


def _speaks(doc: Doc, span: Span) -> bool:
    """Whether a side of the colon is nothing but a name or a word for someone who speaks."""
    tokens = _tokens(doc, span)
    if not tokens or len(tokens) > _LONGEST or any(token.pos_ in _VERBS or token.is_punct for token in tokens):
        return False
    last = tokens[-1]
    return last.ent_type_ in _NAMES or bool({last.lemma_.lower(), last.lower_.rstrip("s")} & _SOURCES)


def _says(doc: Doc, span: Span) -> bool:
    return len(tokens := _tokens(doc, span)) > 1 and any(token.pos_ in _VERBS for token in tokens)


def echoes(drafts: Sequence[Draft], layout: Layout, marked: Iterable[Quoted]) -> Iterator[Draft]:
    """Words in marks in a heading that the body quotes: its speaker's."""
    said = [
        (one.inner.of(layout.text).lower(), draft)
        for draft in drafts
        for one in draft.quoted
        if draft.speaker is not None or draft.mention is not None
    ]
    heads = [one for one in marked if layout.kind_at(one.outer.start) is BlockKind.HEADING]
    for one in heads[:_ECHOES]:
        words = one.inner.of(layout.text).lower().rstrip(".,")
        source = next((draft for content, draft in said if words in content and one not in draft.quoted), None)
        if source is not None:
            why = gettext_noop("the article quotes these words")
            yield Draft(None, [], source.speaker, source.mention, quoted=[one], reasons=[why])
