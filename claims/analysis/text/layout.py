"""What kind of text stands where: body, headings, captions, bylines, datelines and boilerplate, told by their form.

Everything but body, headings and captions, and all markdown, is masked by spaces of equal length, so that a parse of
`Layout.text` has the offsets of the original text. Every newline of `Layout.text` ends a block: hard-wrapped lines
are joined. The words of what was masked are still in the original, at `Block.span`.
"""

import bisect
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum

from claims.analysis.spans import Span

from . import furniture


class BlockKind(StrEnum):
    BODY = "body"
    HEADING = "heading"
    CAPTION = "caption"
    BOILERPLATE = "boilerplate"
    BYLINE = "byline"
    DATELINE = "dateline"


READ = (BlockKind.BODY, BlockKind.HEADING, BlockKind.CAPTION)


@dataclass(frozen=True)
class Block:
    """A paragraph, or the part of one that is of another kind (a dateline before the lead)."""

    span: Span
    kind: BlockKind


@dataclass(frozen=True)
class Layout:
    """`text` is as long as the original; `blocks` are in text order, do not overlap, and leave out white space."""

    text: str
    blocks: tuple[Block, ...]
    _starts: list[int] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_starts", [block.span.start for block in self.blocks])

    def block_at(self, offset: int) -> Block | None:
        """The block that has this character, or None between blocks; O(log blocks)."""
        index = bisect.bisect_right(self._starts, offset) - 1
        if index < 0 or offset >= self.blocks[index].span.end:
            return None
        return self.blocks[index]

    def kind_at(self, offset: int) -> BlockKind | None:
        block = self.block_at(offset)
        return block.kind if block else None

    def is_body(self, span: Span) -> bool:
        """Whether the whole span lies in one block of body text: elsewhere there are no claims."""
        block = self.block_at(span.start)
        return block is not None and block.kind is BlockKind.BODY and block.span.covers(span)

    def is_read(self, span: Span) -> bool:
        """Whether the whole span lies in one block of body text, in one heading or in one caption."""
        block = self.block_at(span.start)
        return block is not None and block.kind in READ and block.span.covers(span)

    def read(self) -> tuple[Block, ...]:
        """Body text, headings and captions."""
        return tuple(block for block in self.blocks if block.kind in READ)

    def body(self) -> tuple[Block, ...]:
        return tuple(block for block in self.blocks if block.kind is BlockKind.BODY)


@dataclass(frozen=True)
class _Line:
    """One line: `span` and `words` without its marks, `raw` with them; `alone` if no line is right beside it."""

    span: Span
    words: str
    raw: Span
    alone: bool
    run: int


def lay_out(text: str) -> Layout:
    """The blocks of a text and the text to parse; pure, and linear in the length of the text."""
    plain = furniture.without_marks(text)
    lines = list(_lines(plain))
    blocks: list[Block] = []
    wrapped = _wrapped_runs(lines)
    lead, last_run = True, -1
    for number, line in enumerate(lines):
        following = lines[number + 1].words if number + 1 < len(lines) else ""
        kind = _kind(line, line.raw.of(text).strip(), following, number == 0)
        if kind is not BlockKind.BODY:
            blocks.append(Block(line.span if kind in READ else line.raw, kind))
        elif line.run == last_run and line.run in wrapped:
            blocks[-1] = Block(Span(blocks[-1].span.start, line.span.end), kind)
        else:
            blocks += _split(line, lead)
            lead = False
        last_run = line.run if kind is BlockKind.BODY else -1
    return Layout(_masked(plain, blocks), tuple(blocks))


def _lines(plain: str) -> Iterator[_Line]:
    found = [(match.start(), match.group()) for match in re.finditer(r"[^\n]+", plain) if match.group().strip()]
    runs, run = [], 0
    for number, (start, _) in enumerate(found):
        if number:
            before = found[number - 1]
            run += plain.count("\n", before[0] + len(before[1]), start) > 1
        runs.append(run)
    for number, (start, raw) in enumerate(found):
        left = start + len(raw) - len(raw.lstrip())
        words = raw.strip()
        alone = runs[number - 1 : number] != [runs[number]] and runs[number + 1 : number + 2] != [runs[number]]
        yield _Line(Span(left, left + len(words)), words, Span(start, start + len(raw)), alone, runs[number])


def _wrapped_runs(lines: list[_Line]) -> set[int]:
    """Runs of lines that one paragraph was broken into: a line goes on in lower case where no sentence ended."""
    return {
        line.run
        for before, line in zip(lines, lines[1:], strict=False)
        if line.run == before.run and line.words[0].islower() and before.words[-1] not in '.?!:;"”'
    }


def _kind(line: _Line, original: str, following: str, first: bool) -> BlockKind:
    """The kind by the line's own form and the line after it; a ladder from the surest sign to the weakest."""
    if furniture.is_boilerplate(line.words, original):
        return BlockKind.BOILERPLATE
    if furniture.is_byline(line.words):
        return BlockKind.BYLINE
    if furniture.is_date(line.words):
        return BlockKind.DATELINE
    if furniture.is_caption(line.words, original, line.alone):
        return BlockKind.CAPTION
    if following.startswith(line.words) and furniture.is_caption(following, following, line.alone):
        return BlockKind.CAPTION
    if original.startswith("#") or (line.alone and furniture.is_heading(line.words, first)):
        return BlockKind.HEADING
    return BlockKind.BODY


def _split(line: _Line, lead: bool) -> list[Block]:
    """The line's block, and before it the dateline that opens the lead ("PARIS (Agency) - ")."""
    cut = furniture.dateline_end(line.words) if lead else 0
    if not cut:
        return [Block(line.span, BlockKind.BODY)]
    dateline, rest = line.words[:cut].rstrip(), line.words[cut:]
    start = line.span.start
    body = Span(start + cut + len(rest) - len(rest.lstrip()), line.span.end)
    return [Block(Span(start, start + len(dateline)), BlockKind.DATELINE), Block(body, BlockKind.BODY)]


def _masked(plain: str, blocks: list[Block]) -> str:
    pieces, at = [], 0
    for block in blocks:
        inside = plain[block.span.start : block.span.end]
        pieces.append(re.sub(r"[^\n]", " ", plain[at : block.span.start]))
        pieces.append(inside.replace("\n", " ") if block.kind in READ else re.sub(r"[^\n]", " ", inside))
        at = block.span.end
    pieces.append(re.sub(r"[^\n]", " ", plain[at:]))
    return "".join(pieces)
