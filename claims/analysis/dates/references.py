"""Expressions of time that name no stretch of the calendar: "now", "recently", "the future", "daily", "for years"."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from spacy.tokens import Doc, Token

from claims.analysis.numbers.counting import token_at
from claims.analysis.numbers.number_words import lowered
from claims.analysis.numbers.numerals import SPACE as S
from claims.analysis.spans import Span

PRESENT, PAST, FUTURE, OPEN = "PRESENT_REF", "PAST_REF", "FUTURE_REF", ""
VAGUE = {"second": "PTXS", "minute": "PTXM", "hour": "PTXH", "day": "PXD", "night": "PXD", "week": "PXW"}
VAGUE |= {"month": "PXM", "year": "PXY", "decade": "PXDE", "centurie": "PXCE", "moment": "PTXS"}
ONE = {"hour": "PT1H", "day": "P1D", "week": "P1W", "month": "P1M", "year": "P1Y", "decade": "P1DE", "century": "P1CE"}
EVERY = {"dai": "XXXX-XX-XX", "day": "XXXX-XX-XX", "night": "XXXX-XX-XXTNI", "week": "XXXX-WXX", "month": "XXXX-XX"}
EVERY |= {"annual": "XXXX", "year": "XXXX", "morning": "XXXX-XX-XXTMO", "evening": "XXXX-XX-XXTEV", "decade": "XXX"}
SEASONS = {"spring": "SP", "summer": "SU", "autumn": "FA", "winter": "WI"}
PARTS = {"morning": "MO", "afternoon": "AF", "evening": "EV", "night": "NI", "daytime": "DT"}
PARTS |= {"dawn": "MO", "dusk": "EV", "overnight": "NI"}

_UNITS = "second|minute|hour|day|night|week|month|year|decade"
_PLURAL = rf"(?:{_UNITS}|centurie)s"
_WHICH = (
    "last|past|next|first|final|early|late|later|recent|coming|following|intervening|ensuing|subsequent|succeeding"
    "|previous|preceding|opening|closing"
)
_MANY = (
    rf"(?:(?:the|these|those|its|his|her|their){S})?(?:(?:{_WHICH}){S})?"
    rf"(?:(?:many|several|some|few|a{S}few){S}(?:more{S})?)?"
)
_LONG = rf"long|short|very{S}short|brief|prolonged|certain"
_PATTERNS = {
    "present": (
        rf"right{S}now|now|nowadays|current(?:ly)?|presently|at{S}present|(?:present|modern)(?:-|{S})day|these{S}days"
        rf"|(?<=to{S})(?:date|this{S}day)|the{S}time{S}being|(?<=at{S})th(?:e|is){S}(?:moment|time(?=[,.;)]|{S}was\b))"
    ),
    "past": rf"former(?:ly)?|recent(?:ly)?|lately|(?:the{S}(?:recent{S}|distant{S})?)?past|long{S}ago",
    "future": rf"(?:the{S})?(?:near{S}|foreseeable{S})?future",
    "open": (
        rf"(?:the{S}same|this|that|these|those|the|some|any|any{S}one|an?|an?{S}(?:{_LONG})){S}"
        rf"(?:period{S}of{S}time|period|era|time)|the{S}duration(?={S}of\b)"
    ),
    "later": (
        rf"(?:(?:only|just|many|some|several){S})?(?:moments|{_PLURAL}){S}(?:later|afterwards?|earlier|before|previously|ago)"
        rf"|(?:shortly|soon|some{S}time|a{S}short{S}time){S}(?:afterwards|thereafter)"
    ),
    "set": (
        rf"daily|nightly|weekly|monthly|yearly|annually|everyday"
        rf"|(?:every|each){S}(?:other{S})?(?:{_UNITS}|morning|evening)"
    ),
    "rate": rf"(?:per|an?){S}(?:hour|day|week|month|year)",
    "ordinal": (
        rf"(?:(?:the|its|his|her|their){S})?(?:very{S})?(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth"
        rf"|last|final|whole|full|entire){S}(?:hour|day|week|month|year|decade|century)"
    ),
    "part": (
        rf"(?:(?:the|that|this|one|an?){S}(?:same{S}|early{S}|late{S})?)?"
        rf"(?:morning|afternoon|evening|night(?:-?time)?|daytime|dawn|dusk|overnight)s?"
    ),
    "many": rf"{_MANY}{_PLURAL}(?:-long)?",
    "season": rf"(?:the{S})?(?:spring|summer|autumn|winter)",
}
_FORMS = re.compile(
    rf"(?<![\w$€£-])(?:{'|'.join(f'(?P<{kind}>{pattern})' for kind, pattern in _PATTERNS.items())})(?!\w)",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Reference:
    """`form` is its value after TIMEX3 as far as it has one; a `season` ("SP") and a `part` of a day lack the date."""

    span: Span
    form: str = OPEN
    season: str = ""
    part: str = ""


def find_references(doc: Doc, text: str) -> Iterator[Reference]:
    """Every such expression in text order; none of them has bounds that a claim could state."""
    for match in _FORMS.finditer(text):
        if _plausible(doc, match):
            yield _read(Span(*match.span()), str(match.lastgroup), lowered(match.group()))


def _read(span: Span, kind: str, words: str) -> Reference:
    last = re.findall(r"[a-z]+", words)[-1].removesuffix("s")
    if kind in ("present", "past", "future"):
        return Reference(span, {"present": PRESENT, "past": PAST, "future": FUTURE}[kind])
    if kind == "later":
        return Reference(span, PAST if last in ("earlier", "before", "previously", "ago") else FUTURE)
    if kind == "set":
        return Reference(span, next((form for name, form in EVERY.items() if name in words), OPEN))
    if kind == "rate":
        return Reference(span, ONE[last])
    if kind == "ordinal":
        return Reference(span, "XXXX-XX-XX" if last == "day" else ONE[last])
    if kind == "many":
        unit = re.findall(rf"({_UNITS}|centurie)s", words)[-1]
        return Reference(span, VAGUE[unit])
    if kind == "part":
        part = next(form for name, form in PARTS.items() if name in words)
        dated = bool(re.match("the |that |this ", words)) and not words.endswith("s")
        return Reference(span, f"XXXX-XX-XXT{part}", part=part if dated else "")
    if kind == "season":
        season = next(form for name, form in SEASONS.items() if name in words)
        return Reference(span, f"XXXX-{season}", season=season)
    return Reference(span)


def _plausible(doc: Doc, match: re.Match[str]) -> bool:
    """Words that only look like one: a current of water, "the former", a spring of a clock, "for a day" as a rate."""
    kind, words = match.lastgroup, lowered(match.group())
    token = token_at(doc, match.end() - 1)
    if words in ("current", "former", "recent", "future"):
        return _describes(token) or (words == "future" and token.pos_ == "NOUN")
    if kind in ("past", "season") and words.split()[-1] in ("past", *SEASONS):
        named = token.pos_ == "PROPN" and token.i > 0 and token.nbor(-1).ent_type_ == "PERSON"
        return token.pos_ in ("NOUN", "PROPN") and not named
    if kind == "rate" and not words.startswith("per"):
        before = token_at(doc, match.start())
        return before.i > 0 and before.nbor(-1).pos_ in ("NOUN", "NUM", "PROPN")
    return kind not in ("many", "part") or token.pos_ in ("NOUN", "PROPN", "ADJ", "ADV")


def _describes(token: Token) -> bool:
    return (
        token.dep_ in ("amod", "compound", "nmod", "det")
        and token.head.pos_ in ("NOUN", "PROPN")
        and token.head.i > token.i
    )
