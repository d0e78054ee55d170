"""Results of games, standings and votes: "won 31-24", "the Colts (11-4)", "voted 5 to 4"."""

import calendar
import re
from collections.abc import Iterator

from spacy.tokens import Doc, Token

from claims.analysis.numbers.counting import NOUNS, token_at
from claims.analysis.numbers.labelling import LABELS
from claims.analysis.numbers.numerals import SPACE
from claims.analysis.spans import Span
from claims.analysis.values import Dimension, FoundValue, Value

from .units import unit_after

_PAIR = re.compile(
    rf"(?<![\w.,/:$€£¥%+–-])(?P<first>\d{{1,3}})(?P<joint>[-–]|{SPACE}to{SPACE}|-to-)(?P<second>\d{{1,3}})"
    r"(?P<drawn>[-–]\d{1,2})?(?![\w/:%°$€£]|[.,:]\d|[-–]\w)"
)
_SEEDED, _NAME = (
    rf"(?:No\.{SPACE}\d{{1,2}}{SPACE})?",
    rf"[A-Z][\w.&'’-]{{0,30}}(?:{SPACE}[A-Z][\w.&'’-]{{0,30}}){{0,3}}",
)
_LINE = re.compile(
    rf"(?<!\w)(?<![\w,]{SPACE}){_SEEDED}(?P<one>{_NAME}){SPACE}(?P<first>\d{{1,3}}),{SPACE}"
    rf"{_SEEDED}(?P<other>{_NAME}){SPACE}(?P<second>\d{{1,3}})(?![\w,:%-]|\.\d)"
)
CALENDAR = frozenset(name.lower() for name in (*calendar.month_name, *calendar.month_abbr, *calendar.day_name))
RESULTS = frozenset(
    "win victory loss defeat record lead deficit vote decision draw tie margin advantage start run mark triumph rout "
    "scoreline score result split deadlock ruling majority finish season verdict shootout aggregate home road upset "
    "thrashing drubbing success overtime setback stalemate comeback thriller count score-line".split()
)
PLAYED = frozenset(
    "beat defeat win lose trail lead tie draw edge rout thrash vote rule deadlock stun overcome crush fall top improve "
    "drop level equalise equalize hammer down up advance upset outscore blank dispatch sweep eliminate decide "
    "split".split()
)
STANDING = frozenset("be go finish start open stand begin end score".split())
FIXED = frozenset(((24, 7), (50, 50), (20, 20), (7, 11), (9, 11), (10, 4)))  # phrases and dates of that form
FEW_WORDS = 6


def find_scores(doc: Doc, text: str) -> Iterator[FoundValue]:
    """Results, of one form after the other; ranges ("10-15 people") and bare spans of pages are none."""
    yield from _paired(doc, text)
    yield from _listed(doc, text)


def _listed(doc: Doc, text: str) -> Iterator[FoundValue]:
    """ "Northport 65, Eastvale 53", where nothing else stands in the sentence or behind its colon."""
    for match in _LINE.finditer(text):
        names = {match["one"], match["other"]}
        words = {word.rstrip("s.").lower() for name in names for word in name.split()}
        if len(names) == 2 and not words & (LABELS | CALENDAR) and _is_all(doc, match):
            low, high = sorted((float(match["first"]), float(match["second"])))
            span = Span(match.start("first"), match.end("second"))
            yield FoundValue(span, span, Value(Dimension.SCORE, "score", low, high, "1.0"))


def _is_all(doc: Doc, match: re.Match[str]) -> bool:
    first, last = token_at(doc, match.start()), token_at(doc, match.end() - 1)
    after = last.nbor(1) if last.i + 1 < len(doc) else None
    begins = first.is_sent_start or (first.i > 0 and first.nbor(-1).text == ":")
    return begins and (after is None or bool(after.is_sent_start) or after.is_space or after.text == ".")


def _paired(doc: Doc, text: str) -> Iterator[FoundValue]:
    for match in _PAIR.finditer(text):
        first, second = int(match.group("first")), int(match.group("second"))
        if (first, second) in FIXED or _measures(text, match.end()) or (match.group("drawn") and first + second < 11):
            continue  # three small numbers are a formation ("4-4-2")
        words = match.group("joint") not in "-–"
        if _is_result(doc, text, match, falls=first >= second, words=words):
            span, (low, high) = Span(*match.span()), sorted((float(first), float(second)))
            yield FoundValue(span, span, Value(Dimension.SCORE, "score", low, high, "1.0"))


def _measures(text: str, end: int) -> bool:
    unit = unit_after(text, end)
    return unit is not None and len(text[end : unit.end].strip(" -")) > 1


def _is_result(doc: Doc, text: str, match: re.Match[str], *, falls: bool, words: bool) -> bool:
    first, last = token_at(doc, match.start()), token_at(doc, match.end() - 1)
    if _counts_more(last):
        return False
    if _describes_team(first, last):
        return True
    if _named(last):
        return True
    before = [token for token in doc[max(first.sent.start, first.i - FEW_WORDS) : first.i] if not token.is_punct]
    if any(token.lower_ == "odds" for token in before):
        return False
    lemmas = {token.lemma_.lower() for token in before}
    if lemmas & PLAYED or (words and "vote" in lemmas):
        return falls or bool(lemmas & PLAYED)
    if words:
        return False
    if _bracketed(doc, text, match) or _stands_at(before) or _so_far(before, last):
        return True
    return falls and not match.group("drawn") and max(len(match.group("first")), len(match.group("second"))) < 3


def _stands_at(before: list[Token]) -> bool:
    """ "Went 2-6", "a record of 9-14", "floundering at 9-14"."""
    if not before:
        return False
    if before[-1].lower_ in ("of", "at") and len(before) > 1:
        noun = before[-2]
        verb = noun.pos_ == "VERB" or noun.lower_.endswith("ing")
        return noun.lemma_.lower() in RESULTS or (before[-1].lower_ == "at" and verb)
    return any(token.lemma_.lower() in STANDING for token in before[-2:])


def _so_far(before: list[Token], last: Token) -> bool:
    """ "The team has disappointed, just 9-14 despite ...": where a team stands, and no number of anything."""
    after = last.nbor(1) if last.i + 1 < len(last.doc) else last
    stands = after.is_punct or after.tag_ == "IN"
    return bool(before) and before[-1].lower_ in ("just", "now", "currently") and stands and after.lower_ != "of"


def _describes_team(first: Token, last: Token) -> bool:
    """ "The 0-14 Lions"."""
    after = last.nbor(1) if last.i + 1 < len(last.doc) else last
    return first.i > 0 and first.nbor(-1).lower_ == "the" and after.pos_ in NOUNS and after.text[0].isupper()


def _named(last: Token) -> bool:
    """Whether a noun for a result follows, over three words at most ("a 31-24 win", "9-5 overall record")."""
    for token in last.doc[last.i + 1 : last.i + 4]:
        if token.lemma_.lower() in RESULTS:
            return True
        if token.pos_ not in ("ADJ", "NOUN", "PROPN", "VERB") or token.tag_ == "NNS":
            return False
    return False


def _counts_more(last: Token) -> bool:
    """Whether the pair counts the plural noun behind it."""
    for token in last.doc[last.i + 1 : last.i + 4]:
        if token.tag_ == "NNS":
            return token.text[0].islower()
        if token.pos_ not in ("ADJ", "NOUN"):
            return False
    return False


def _bracketed(doc: Doc, text: str, match: re.Match[str]) -> bool:
    """ "The Colts (11-4)", "Ana Lee, 45-7-2, ...": right behind a name, set off by brackets or commas."""
    opening = text[max(0, match.start() - 2) : match.start()]
    closing = text[match.end() : match.end() + 1]
    if not (opening[-1:] == "(" and closing in (")", ",", ";") or opening == ", " and closing == ","):
        return False
    mark = token_at(doc, match.start() - 1 if opening[-1] == "(" else match.start() - 2)
    return mark.i > 0 and mark.nbor(-1).pos_ in NOUNS and mark.nbor(-1).text[0].isupper()
