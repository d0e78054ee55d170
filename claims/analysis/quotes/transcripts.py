"""Attribution by layout alone: lines of an interview ("Q: ..."), and a quotation signed with a dash."""

import re
from collections import Counter
from collections.abc import Iterator

from claims.analysis.spans import Span
from claims.analysis.text.layout import Block
from claims.analysis.text.marks import Quoted

_LABEL = re.compile(r"([\"“]?)([A-Z][\w.’'-]{0,20}(?: [A-Z][\w.’'-]{0,20}){0,3}):\s+(?=\S+\s+\S)")
_SIGNED = re.compile(r"\s*[―—–-]{1,2}\s*(?=[A-Z])([^\n.,;:\"“”]{3,60}?)\s*[.]?(?=\n|$)")
_SPEAKERS = 2
_LINES = 4


def turns(text: str, body: tuple[Block, ...]) -> Iterator[tuple[Quoted, Span]]:
    """What is said and the label that says by whom, where at least two labels alternate in at least four lines."""
    labelled = [(block, match) for block in body if (match := _LABEL.match(text, block.span.start, block.span.end))]
    counted = Counter(match.group(2) for _, match in labelled)
    speaking = {label for label, count in counted.items() if count > 1}
    if len(speaking) < _SPEAKERS or sum(counted[label] for label in speaking) < _LINES:
        return
    for block, match in labelled:
        if match.group(2) in speaking:
            said = _without_mark(text, Span(match.end(), block.span.end), match.group(1))
            yield Quoted(block.span, said, len(said.of(text).split())), Span(match.start(2), match.end(2))


def _without_mark(text: str, said: Span, opened: str) -> Span:
    """What is said without the mark that closes a line which a mark opened."""
    closed = opened and text[said.end - 1] in '"”' and text.count(text[said.end - 1], said.start, said.end) % 2
    return Span(said.start, said.end - 1) if closed and said.end - said.start > 1 else said


def signature(text: str, one: Quoted, until: int) -> Span | None:
    """The name after a dash that ends the line of a quotation."""
    match = _SIGNED.match(text, one.outer.end, min(until, one.outer.end + 90))
    return Span(match.start(1), match.end(1)) if match else None
