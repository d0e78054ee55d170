"""What changed between two texts, sentence by sentence: the base on which edits are compared.

White space and typography (curly or straight quotation marks, kinds of dashes, non-breaking spaces) are no change;
a single digit is. Sentences that stayed are matched first (patience diff), then those between them are paired by
likeness. Work is bounded: long stretches without a sentence in common are compared piece by piece.
"""

import re
import unicodedata
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from rapidfuzz.distance import Indel
from rapidfuzz.process import cdist

from .messages import Part, enumerated, gettext, ngettext

Range = tuple[int, int]
# The least similarity (normalised Indel) of two wordings of one sentence, in place and out of place.
ALIKE, MOVED_ALIKE = 0.5, 0.75
# What bounds the work: sentences compared all against all, characters of a sentence, shortest reworded move.
BLOCK, LONGEST, SHORTEST_MOVE = 100, 2000, 30

ABBREVIATION = re.compile(
    r"(?:\b(?:Mr|Mrs|Ms|Dr|Gen|Col|Lt|Maj|Sgt|Capt|Sen|Rep|Gov|Prof|Rev|St|Jr|Sr|No|vs|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?"
    r"|Oct|Nov|Dec)|\b[A-Z](?:\.[A-Z])*)\.$"
)
END = re.compile(r"[.!?…]+[\"'”’»)\]]*(?=\s+[\"'“‘«(\[]*[^\W_a-zà-ÿ])|[\r\n\v\f\u2028\u2029]+")
FOLDED = {
    **dict.fromkeys("‘’‚‛′`´ʼ＇", "'"),
    **dict.fromkeys("“”„‟″«»＂", '"'),
    **dict.fromkeys("‐‑‒﹣－", "-"),
    **dict.fromkeys("—–―", " -- "),
    **dict.fromkeys("\u00ad\u200b\u200c\u200d\u2060\ufeff", ""),
    "…": "...",
    "ﬁ": "fi",
    "ﬂ": "fl",
}
TYPOGRAPHY = str.maketrans(FOLDED)


class EditKind(StrEnum):
    CHANGED = "changed"
    MOVED = "moved"
    ADDED = "added"
    REMOVED = "removed"


@dataclass(frozen=True)
class Edit:
    """One sentence that is not as it was: half-open ranges in code points of the old and of the new text."""

    kind: EditKind
    old: Range | None
    new: Range | None


@dataclass(frozen=True)
class Sentence:
    start: int
    end: int
    form: str

    @property
    def range(self) -> Range:
        return self.start, self.end


def edits(old: str, new: str) -> tuple[Edit, ...]:
    """The sentences that changed, moved, were added or removed, in the order of the new text.

    What was removed stands after the sentence that it followed.
    """
    before, after = sentences(old), sentences(new)
    stayed = dict(_stayed(before, after))
    moved = dict(_moved(before, after, stayed))
    origin = {j: i for i, j in (stayed | moved).items()}
    found: list[tuple[tuple[int, int], Edit]] = []
    place = -1
    for i, sentence in enumerate(before):
        place = stayed.get(i, place)
        if i not in stayed and i not in moved:
            found.append(((place, i), Edit(EditKind.REMOVED, sentence.range, None)))
    for j, sentence in enumerate(after):
        if j not in origin:
            found.append(((j, -1), Edit(EditKind.ADDED, None, sentence.range)))
        elif (was := before[origin[j]]).form != sentence.form:
            found.append(((j, -1), Edit(EditKind.CHANGED, was.range, sentence.range)))
        elif origin[j] in moved:
            found.append(((j, -1), Edit(EditKind.MOVED, was.range, sentence.range)))
    return tuple(edit for _, edit in sorted(found, key=lambda placed: placed[0]))


def summary(found: Sequence[Edit]) -> Part:
    """ "sentences: 2 changed, 1 added" for people."""
    counts = Counter(edit.kind for edit in found)
    parts = [_counted(kind, counts[kind]) for kind in EditKind if counts[kind]]
    if not parts:
        return gettext("white space or typography only")
    return gettext("sentences: {counts}", counts=enumerated(parts))


def _counted(kind: EditKind, count: int) -> Part:
    match kind:
        case EditKind.CHANGED:
            return ngettext("{number} changed", "{number} changed", count, number=str(count))
        case EditKind.MOVED:
            return ngettext("{number} moved", "{number} moved", count, number=str(count))
        case EditKind.ADDED:
            return ngettext("{number} added", "{number} added", count, number=str(count))
        case EditKind.REMOVED:
            return ngettext("{number} removed", "{number} removed", count, number=str(count))


def sentences(text: str) -> list[Sentence]:
    """The sentences that say anything, without the white space around them; headings and lines count as such."""
    return list(_sentences(text))


def folded(text: str) -> str:
    """The text with its typography evened out: equal for two spellings that nobody would call an edit."""
    text = unicodedata.normalize("NFC", text).translate(TYPOGRAPHY)
    return re.sub(r"\s*-{2,}\s*|\s+-\s+", "-", " ".join(text.split()))


def _sentences(text: str) -> Iterator[Sentence]:
    start = 0
    for end in [*(found.end() for found in END.finditer(text) if not _abbreviated(text, found)), len(text)]:
        for piece in re.finditer(rf"\S(?:[\s\S]{{0,{LONGEST - 2}}}\S)?(?=\s|$)|\S{{{LONGEST}}}", text[start:end]):
            if any(character.isalnum() for character in piece[0]):
                yield Sentence(start + piece.start(), start + piece.end(), folded(piece[0]))
        start = end


def _abbreviated(text: str, end: re.Match[str]) -> bool:
    return end[0] == "." and ABBREVIATION.search(text, max(0, end.start() - 12), end.end()) is not None


def _stayed(before: list[Sentence], after: list[Sentence]) -> Iterator[tuple[int, int]]:
    """Index pairs in the order of both texts: equal sentences, then between them those most alike."""
    gaps = [(0, len(before), 0, len(after))]
    while gaps:
        i, i_end, j, j_end = gaps.pop()
        while i < i_end and j < j_end and before[i].form == after[j].form:
            yield i, j
            i, j = i + 1, j + 1
        while i < i_end and j < j_end and before[i_end - 1].form == after[j_end - 1].form:
            i_end, j_end = i_end - 1, j_end - 1
            yield i_end, j_end
        if i == i_end or j == j_end:
            continue
        anchors = _anchors(before, after, range(i, i_end), range(j, j_end))
        if not anchors:
            yield from _alike(before[i:i_end], after[j:j_end], i, j)
            continue
        yield from anchors
        stops = [(i - 1, j - 1), *anchors, (i_end, j_end)]
        gaps += [(a + 1, c, b + 1, d) for (a, b), (c, d) in zip(stops, stops[1:], strict=False)]


def _anchors(before: list[Sentence], after: list[Sentence], rows: range, columns: range) -> list[tuple[int, int]]:
    """The longest run, in the order of both, of sentences that each side has exactly once (patience diff)."""
    olds = Counter(before[i].form for i in rows)
    news = Counter(after[j].form for j in columns)
    place = {after[j].form: j for j in columns if news[after[j].form] == 1}
    common = [(i, place[before[i].form]) for i in rows if olds[before[i].form] == 1 and before[i].form in place]
    tails: list[int] = []
    ends: list[int] = []
    previous = [-1] * len(common)
    for number, (_, j) in enumerate(common):
        length = bisect_left(tails, j)
        previous[number] = ends[length - 1] if length else -1
        tails[length : length + 1] = [j]
        ends[length : length + 1] = [number]
    run = []
    number = ends[-1] if ends else -1
    while number >= 0:
        run.append(common[number])
        number = previous[number]
    return run[::-1]


def _alike(olds: list[Sentence], news: list[Sentence], i: int, j: int) -> Iterator[tuple[int, int]]:
    """The pairing in order with the greatest likeness in all; stretches above BLOCK are cut in proportion."""
    pieces = max(-(-len(olds) // BLOCK), -(-len(news) // BLOCK))
    for piece in range(pieces):
        rows = slice(len(olds) * piece // pieces, len(olds) * (piece + 1) // pieces)
        columns = slice(len(news) * piece // pieces, len(news) * (piece + 1) // pieces)
        for row, column in _best(olds[rows], news[columns]):
            yield i + rows.start + row, j + columns.start + column


def _best(olds: list[Sentence], news: list[Sentence]) -> Iterator[tuple[int, int]]:
    gains = [[score - ALIKE + 0.01 if score else 0.0 for score in row] for row in _scores(olds, news, ALIKE)]
    total = [[0.0] * (len(news) + 1) for _ in range(len(olds) + 1)]
    for row in range(len(olds) - 1, -1, -1):
        for column in range(len(news) - 1, -1, -1):
            gain = gains[row][column]
            paired = total[row + 1][column + 1] + gain if gain else 0.0
            total[row][column] = max(paired, total[row + 1][column], total[row][column + 1])
    row = column = 0
    while row < len(olds) and column < len(news):
        gain = gains[row][column]
        if gain and total[row][column] == total[row + 1][column + 1] + gain:
            yield row, column
            row, column = row + 1, column + 1
        elif total[row][column] == total[row + 1][column]:
            row += 1
        else:
            column += 1


def _moved(before: list[Sentence], after: list[Sentence], stayed: dict[int, int]) -> Iterator[tuple[int, int]]:
    """Pairs out of order: the same sentences first, then reworded ones where few enough are left to compare."""
    taken = set(stayed.values())
    free = defaultdict(list)
    for j in range(len(after) - 1, -1, -1):
        if j not in taken:
            free[after[j].form].append(j)
    left = []
    for i, sentence in enumerate(before):
        if i not in stayed and free[sentence.form]:
            yield i, free[sentence.form].pop()
        elif i not in stayed and len(sentence.form) >= SHORTEST_MOVE:
            left.append(i)
    others = [j for places in free.values() for j in places if len(after[j].form) >= SHORTEST_MOVE]
    if len(left) * len(others) > BLOCK * BLOCK:
        return
    scores = _scores([before[i] for i in left], [after[j] for j in others], MOVED_ALIKE)
    ranked = sorted(
        (
            (-score, i, j)
            for i, row in zip(left, scores, strict=True)
            for j, score in zip(others, row, strict=True)
            if score
        )
    )
    used: set[tuple[str, int]] = set()
    for _, i, j in ranked:
        if not used & {("old", i), ("new", j)}:
            used |= {("old", i), ("new", j)}
            yield i, j


def _scores(olds: list[Sentence], news: list[Sentence], least: float) -> list[list[float]]:
    """Normalised Indel similarity of every pair, 0 below `least`."""
    if not olds or not news:
        return [[] for _ in olds]
    forms = [sentence.form for sentence in olds], [sentence.form for sentence in news]
    scores: list[list[float]] = cdist(*forms, scorer=Indel.normalized_similarity, score_cutoff=least).tolist()
    return scores
