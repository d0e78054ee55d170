"""Are two quotes of one utterance, and how does their wording differ: word by word, after the marks are off."""

import difflib
import re
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from claims.analysis.spans import Span
from claims.analysis.text.marks import pair
from sources.messages import Part, gettext_noop, ngettext, number

from .sameness import Match

SAME = 0.5
# Words of two speakers are one utterance only where they stand in runs of at least this many.
RUN = 3
ELLIPSIS = re.compile(r"…|\.\s?\.\s?\.")
# What contracted words end in, and what it stands for; "'s" only after words that own nothing.
CONTRACTED = {"n't": "not", "'re": "are", "'ve": "have", "'ll": "will", "'m": "am", "'s": "is"}
WITH_IS = frozenset("it that he she there here what who where how".split())
WHOLE = {"can't": ("can", "not"), "won't": ("will", "not"), "cannot": ("can", "not"), "let's": ("let", "us")}
# "It’ s": what takes text apart often leaves a space in contracted words.
WORD = re.compile(r"[^\W_]+(?:[’']\s(?:s|ll|re|ve|d|m|t)\b|[’'][^\W_]+)?")
# British spelling, and what it is in American.
SPELLINGS = (
    (re.compile(r"(?<=[a-z]{3})is(e[drs]?|ing|ations?)$"), r"iz\1"),
    (re.compile(r"(?<=[a-z]{3})our(s|ed|ing|able|abl[ey]|ites?|hoods?)?$"), r"or\1"),
    (re.compile(r"(?<=[a-z]{3})lys(e[ds]?|ing)$"), r"lyz\1"),
    (re.compile(r"(?<=[a-z]{2})tre(s)?$"), r"ter\1"),
    (re.compile(r"(?<=[a-z]{2})ll(ed|ing|ers?)$"), r"l\1"),
)
# Closed-class words carry no evidence that two quotes are one.
FUNCTION = frozenset(
    "a an the this that these those and or but nor so if of in on at by for from to with as into about after before "
    "over under is are was were be been being am do does did has have had will would can could shall should may might "
    "must not no it its he she they we i you his her their our my your them us him who which what there here also than "
    "then very more most just only said says say told".split()
)


class Variant(StrEnum):
    """How one wording of an utterance stands to another."""

    IDENTICAL = "identical"
    TRUNCATED = "truncated"
    ELLIPSIS = "ellipsis"
    BRACKETED = "bracketed insert"
    REPORTED = "reported form"
    CHANGED = "words changed"


@dataclass(frozen=True)
class Said:
    """A quote as it is compared: `verbatim` is what stands inside quotation marks, "" for reported speech.

    `speaker` is the folded name of the resolved speaker, "" where unknown; `speaker_words` the lower-cased content
    words of the mention as it stands ("several dozen officers"). Scare quotes are not `spoken`.
    """

    article: str
    content: str
    verbatim: str
    speaker: str = ""
    speaker_words: frozenset[str] = frozenset()
    story: frozenset[str] = frozenset()
    spoken: bool = True


@dataclass(frozen=True)
class Difference:
    """The aligned words of two wordings: `ours` and `theirs` differ, everything around them agrees."""

    ours: str
    theirs: str


def same_utterance(a: Said, b: Said) -> Match:
    """Whether both quotes report one utterance, from 0 to 1.

    The shorter one's content words have to stand in the other in nearly the same order. Few words need the same
    speaker; many need no speaker. Two speakers need the same words inside quotation marks, in runs: that is how one
    text credited to two is found, while what one says like another, or is reported to say, is kept apart from it.
    """
    if not (a.spoken and b.spoken):
        return Match(0.0, (gettext_noop("words that nobody is said to have spoken"),))
    if a.article != b.article and are_of_other_stories(a.story, b.story):
        return Match(0.0, (gettext_noop("articles that name nobody and nothing in common"),))
    agree = speakers_agree(a, b)
    x, y = (a.verbatim, b.verbatim) if agree is False else (a.content, b.content)
    shorter, longer = sorted((stems(x), stems(y)), key=len)
    if len(shorter) < 2:
        return Match(0.0, (gettext_noop("too short to tell"),))
    shared = in_order(shorter, longer, RUN if agree is False else 1)
    coverage = shared / len(shorter)
    reasons = [_in_order(shared, len(shorter))]
    if agree is True:
        reasons.append(gettext_noop("same speaker"))
    elif agree is False:
        reasons.append(gettext_noop("different speakers"))
    needed = 2 if agree is True else 5
    if shared < needed or coverage < (0.6 if agree is True else 0.75):
        return Match(min(0.49, coverage / 2), tuple(reasons))
    return Match(min(1.0, coverage * (1.0 if agree is True else 0.9)), tuple(reasons))


def are_of_other_stories(one: frozenset[str], other: frozenset[str]) -> bool:
    """Whether what two articles are about has nobody and nothing in common, as far as that is known of both."""
    return bool(one and other) and one.isdisjoint(other)


def _in_order(shared: int, words: int) -> Part:
    return ngettext(
        "{number} of {words} content word in the same order",
        "{number} of {words} content words in the same order",
        words,
        number=number(shared),
        words=number(words),
    )


@lru_cache(maxsize=4096)
def stems(text: str) -> tuple[str, ...]:
    """Content words cut to their first six letters, so that "attempted" meets "attempt"; not what was inserted.

    Kept for a while: one quote is compared with many.
    """
    found = WORD.findall(re.sub(r"\[[^\[\]]*\]", " ", text))
    words = (word.lower().replace("’", "'").removesuffix("'s") for word in found)
    return tuple(word[:6] for word in words if word not in FUNCTION)


def keys(said: Said) -> tuple[str, ...]:
    """Every pair of neighbouring content words, by which quotes find their candidates."""
    words = stems(said.content) if said.spoken else []
    return tuple(sorted({f"{a} {b}" for a, b in zip(words, words[1:], strict=False)}))


@lru_cache(maxsize=4096)
def in_order(a: tuple[str, ...], b: tuple[str, ...], run: int = 1) -> int:
    """Length of the matching blocks of two word lists, of `run` words or more, bounded for very long quotes.

    Kept for a while: what many articles quote alike is compared once.
    """
    matcher = difflib.SequenceMatcher(None, a[:400], b[:400], autojunk=False)
    return sum(block.size for block in matcher.get_matching_blocks() if block.size >= run)


def speakers_agree(a: Said, b: Said) -> bool | None:
    """True for one speaker, False for two, None where either is not known."""
    if a.speaker and b.speaker:
        return a.speaker == b.speaker
    if a.speaker_words and b.speaker_words and a.speaker_words & b.speaker_words:
        return True
    if (a.speaker or a.speaker_words) and (b.speaker or b.speaker_words):
        return False
    return None


def variant(ours: Said, theirs: Said) -> tuple[Variant, tuple[Difference, ...]]:
    """How two wordings of one utterance relate, with the words that differ.

    Only what stands in quotation marks is a wording: reported speech may paraphrase. A shorter quotation is a
    truncation where the longer one has its words in one run, and so are two that only overlap.
    """
    if not ours.verbatim or not theirs.verbatim:
        return Variant.REPORTED, ()
    a, b = plain(ours.verbatim), plain(theirs.verbatim)
    if a == b:
        return Variant.IDENTICAL, ()
    short, long = sorted((a, b), key=len)
    if any(long[i : i + len(short)] == short for i in range(len(long) - len(short) + 1)):
        return Variant.TRUNCATED, ()
    inserted = without_brackets(ours.verbatim), without_brackets(theirs.verbatim)
    if covers_in_order(*map(plain, inserted)):
        if any(ELLIPSIS.search(quote.verbatim) for quote in (ours, theirs)):
            return Variant.ELLIPSIS, ()
        if (ours.verbatim, theirs.verbatim) != inserted:
            return Variant.BRACKETED, ()
    changed = differences(ours.verbatim, theirs.verbatim)
    return (Variant.CHANGED, changed) if changed else (Variant.TRUNCATED, ())


def quoted_part(content: str) -> str:
    """What stands inside quotation marks in a mixed quote, "" where nothing does."""
    if not content:
        return ""
    return " … ".join(found.inner.of(content) for found in pair(content, [Span(0, len(content))]))


def plain(text: str) -> list[str]:
    """The words in lower case, contracted ones in full and spelled as in American: neither is another wording."""
    return [word for found in WORD.findall(text) for word in in_full(found)]


@lru_cache(maxsize=4096)
def in_full(word: str) -> tuple[str, ...]:
    """Kept for a while: most words are in many quotes."""
    word = "".join(word.lower().replace("’", "'").split())
    if word in WHOLE:
        return WHOLE[word]
    for ending, full in CONTRACTED.items():
        root = word.removesuffix(ending)
        if root and root != word and (ending != "'s" or root in WITH_IS):
            return root, full
    for british, american in SPELLINGS:
        word = british.sub(american, word)
    return (word,)


def without_brackets(text: str) -> str:
    return re.sub(r"\([^()]*\)|\[[^\[\]]*\]", " ", text)


def covers_in_order(a: list[str], b: list[str]) -> bool:
    """Whether all words of the shorter list stand in the longer one in the same order."""
    short, long = sorted((a, b), key=len)
    rest = iter(long)
    return all(word in rest for word in short)


def differences(ours: str, theirs: str) -> tuple[Difference, ...]:
    """The runs of words that differ between the first and the last word that both have."""
    a, b = in_pieces(ours)[:400], in_pieces(theirs)[:400]
    matcher = difflib.SequenceMatcher(None, [word for word, _ in a], [word for word, _ in b], autojunk=False)
    runs = [code for code in matcher.get_opcodes() if code[0] != "equal"]
    inner = [code for code in runs if 0 < code[1] and code[2] < len(a) and 0 < code[3] and code[4] < len(b)]
    return tuple(Difference(as_written(a[i:j]), as_written(b[k:m])) for _, i, j, k, m in inner)


def in_pieces(text: str) -> list[tuple[str, str]]:
    """Each word of `plain` with how it is written; a contracted word is written once, by its first."""
    pieces = []
    for found in WORD.findall(text):
        first, *rest = in_full(found)
        pieces += [(first, found), *((word, "") for word in rest)]
    return pieces


def as_written(pieces: list[tuple[str, str]]) -> str:
    """The words as they are written; of a contracted word whose first part lies outside, the part itself."""
    start = 1 if pieces and not pieces[0][1] else 0
    return " ".join([word for word, _ in pieces[:start]] + [written for _, written in pieces[start:] if written])
