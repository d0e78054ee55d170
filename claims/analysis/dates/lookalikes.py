"""What looks like a date and is none: "May" the verb, "April" the person, "Black Friday", 1,500 voters."""

import re

from spacy.tokens import Doc, Token

from claims.analysis.numbers.counting import token_at

from .calendar_words import HOLIDAYS, Kind
from .wordings import Expression

PREPOSITIONS = frozenset(
    "in since by until till of last next early late mid this from to through between and before after during around "
    "about circa throughout for over the or into".split()
)
SEASONAL = frozenset("in during by since until till through throughout over of for".split())
NAMED_DAYS = frozenset("black good bloody super cyber ash palm easter giving shrove maundy".split())
BUSINESS_REACH = 100
BUSINESS = re.compile(
    r"\b(?:profits?|earnings|revenues?|sales|income|GDP|output|shipments|guidance|econom\w+|deal|merger|acquisition"
    r"|takeover|shareholders?|deliveries|budget|inflation|exports|imports)\b|[$€£]",
    re.IGNORECASE,
)
STYLED = re.compile(r"-(?:era|style|vintage|model|born|built|present|now|today|like|based|dated|ish|only)\b")
NAMESAKES = frozenset("april may june august jan".split())


def plausible(doc: Doc, text: str, each: Expression) -> bool:
    start = each.span.start
    before = re.findall(r"[\w’']+(?=[ \u00a0(\"“]*$)", text[max(0, start - 16) : start])
    word = before[-1].lower() if before else ""
    stated = each.span.of(text)
    if each.kind is Kind.MONTH:
        return _is_month(each, stated, word, text[each.span.end : each.span.end + 2])
    if each.kind is Kind.SEASON:
        return bool(each.year or each.which or each.which_year or each.part) or _is_season(each, stated, word, text)
    if each.kind is Kind.YEAR:
        return not _goes_on(text, each) and (bool(each.part) or each.name == "ad" or _is_year(doc, each, word))
    if each.kind is Kind.WEEKDAY:
        return not (stated.endswith("days") or word in NAMED_DAYS) and _is_weekday(doc, text, each, word)
    if each.kind is Kind.QUARTER:
        return bool(each.year or each.which_year) or _is_of_business(text, each, word)
    if each.kind is Kind.UNIT:
        if each.name == "day" and each.which == "this" and word == "to":
            return False
        return not (word == "the" and each.which == "last") and text[each.span.end : each.span.end + 4] != " of "
    if each.kind is Kind.DECADE:
        return "the" in stated.lower() or bool(each.part) or len(re.findall(r"\d", stated)) == 4
    if each.name in HOLIDAYS:
        token = token_at(doc, each.span.end - 1)
        return not (token.dep_ in ("compound", "nmod") and token.head.i > token.i) and word != "white"
    return (
        each.kind is not Kind.DAY
        or each.month is None
        or bool(each.part)
        or stated[:1].isdigit()
        or stated[:1].isupper()
    )


def _goes_on(text: str, each: Expression) -> bool:
    """ "2020-555" is dialled, "the 1000-member council" and "an average of 1500" are counted."""
    following = text[each.span.end : each.span.end + 12]
    counted = re.search(r"\b(?:average|total|maximum|minimum|capacity|crowd|staff) of $", text[: each.span.start][-20:])
    return bool(
        re.match(r"[-–]\d", following) or (re.match(r"-[a-z]", following) and not STYLED.match(following)) or counted
    )


def _is_month(each: Expression, stated: str, word: str, following: str) -> bool:
    """ "May" and "March" are words and "April" and "June" are people; a short form needs more beside it."""
    name = re.sub(r"^.*[\s-]", "", stated) if each.year is None and each.until is None else stated
    if each.year or each.part or each.which or each.which_year or each.until:
        return bool(re.search("[A-Z]", stated))
    if not name[:1].isupper() or len(name.rstrip(".")) < 4 and name.lower() != "may":
        return False
    if name.lower() in ("may", "march") or (name.lower() in NAMESAKES and following[1:2].isupper()):
        return word in PREPOSITIONS
    return True


def _is_season(each: Expression, stated: str, word: str, text: str) -> bool:
    """ "Fall" is a verb and the end of a city as well, "spring" gives water."""
    if word not in SEASONAL and not (each.name in ("summer", "winter", "autumn") and stated.lower().startswith("the")):
        return False
    if each.name == "fall" and not stated.startswith("the"):
        return False
    return each.name != "fall" or not re.match(r"\s+(?:of\b|[A-Z])", text[each.span.end : each.span.end + 4])


def _is_weekday(doc: Doc, text: str, each: Expression, word: str) -> bool:
    """ "Patch Tuesday" is a name and "the Friday before the vote" leans on the vote."""
    if word == "the" and re.match(r"\s+(?:before|after|of)\b", text[each.span.end : each.span.end + 8]):
        return False
    token = token_at(doc, each.span.start)
    before = token.nbor(-1) if token.i else None
    named = before is not None and before.tag_ == "NNP" and before.dep_ in ("compound", "amod") and before.head is token
    return not (named and before is not None and not before.ent_type_ and before.idx + len(before) + 1 == token.idx)


def _is_of_business(text: str, each: Expression, word: str) -> bool:
    """A bare "third quarter" is one of the year among earnings and sales; elsewhere it may be one of a game."""
    around = text[max(0, each.span.start - BUSINESS_REACH) : each.span.end + BUSINESS_REACH]
    return word != "fiscal" and BUSINESS.search(around) is not None


def _is_year(doc: Doc, each: Expression, word: str) -> bool:
    """Four digits are a year unless they count the plural behind them or name what stands before them."""
    token = token_at(doc, each.span.start)
    if each.year is None or (each.year < 1700 and word not in PREPOSITIONS):
        return False
    before = token.nbor(-1) if token.i else None
    if _is_model(token):
        return False
    if (
        each.until is None
        and before is not None
        and before.tag_ in ("NNP", "NNPS")
        and before.whitespace_
        and not before.is_punct
    ):
        return False
    head = token.head
    counts = token.dep_ == "nummod" and head.tag_ in ("NNS", "NNPS") and head.i > token.i
    return not (counts and (each.year < 1900 or each.year % 100 == 0) and word != "the")


def _is_model(year: Token) -> bool:
    """ "A grey 2013 Toyota", "his 1998 Honda": the year in which a thing was made names it, and dates no event."""
    name = year.nbor(1) if year.i + 1 < len(year.doc) else None
    if name is None or name.tag_ != "NNP" or not year.whitespace_ or year.head.i <= year.i:
        return False
    owned = (child for child in (*year.lefts, *year.head.lefts) if child.lower_ in ("a", "an") or child.tag_ == "PRP$")
    return year.head.tag_ == "NNP" and next(owned, None) is not None
