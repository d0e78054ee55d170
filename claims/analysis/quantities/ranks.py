"""Ordinals that rank or count something: "the fifth coach fired", "finished third", "their eighth straight win"."""

import re
from collections.abc import Iterator

from spacy.tokens import Doc, Token

from claims.analysis.numbers.counting import NOUNS, token_at
from claims.analysis.numbers.hedges import hedge_before
from claims.analysis.numbers.numerals import SPACE
from claims.analysis.numbers.ordinals import Ordinal, find_ordinals
from claims.analysis.spans import Span
from claims.analysis.values import Comparator, Dimension, FoundValue, Value

from .units import unit_named

# Nouns with which an ordinal makes a name, a title or a phrase and ranks nothing.
FIXED = frozenset(
    "overall act aid amendment ave avenue base blush boulevard cavalry century chance circuit class column congress "
    "cousin "
    "dan degree deputy dimension division edition estate fiddle force form generation glance grade grader half hand "
    "hour impression instance instalment installment language lady legislature lieutenant light line love mate "
    "minister name nature opinion option parallel party person precinct quarter-final rail reading regiment republic "
    "row sergeant sense series sight step street string term thing thought tier vice wall wave way wheel wind world "
    "anniversary responder baseman officer secretary family team choice priority stage part aspect page "
    "paragraph reason letter".split()
)
# Stretches of a contest or year: the ordinal before one belongs to it and not to what follows ("fourth quarter drive").
STRETCHES = frozenset("quarter round half inning period overtime lap leg set quarterfinal week day season year".split())
# What a "first" of says nothing that another article could count differently.
PLAIN_FIRSTS = frozenset("time day place week month year hour minute moment round game half start move".split())
IN_A_ROW = frozenset("straight consecutive successive".split())
PLACING = frozenset("finish rank place come stand sit qualify seed tie".split())
COPULAS = frozenset("be become make mark remain name appoint introduce".split())
OWNERS = frozenset("his her its their our my your".split())
ANY = frozenset("every each any no".split())
AFTER_ELIDED = frozenset("of to in since this that , . ;".split())
DAYS = frozenset("today tonight yesterday tomorrow".split())
REACH = 7
_NUMBERED = re.compile(
    rf"\b(?:[Nn]o\.?|[Nn]umber)(?:{SPACE})?(?P<place>[1-9]\d{{0,2}})"
    rf"(?={SPACE}(?:overall{SPACE})?(?P<noun>seed|pick|spot|position|ranking|cause|choice|team|song|single|album)s?\b)"
)


def find_ranks(doc: Doc, text: str) -> Iterator[FoundValue]:
    """Ranks and runs in text order; ordinals in names, titles and set phrases are none."""
    for ordinal in find_ordinals(text):
        last = token_at(doc, ordinal.end - 1)
        if last.idx + len(last) != ordinal.end or token_at(doc, ordinal.start).idx != ordinal.start:
            continue
        if found := _run(doc, text, ordinal, last) or _rank(text, ordinal, last):
            yield found
    for match in _NUMBERED.finditer(text):
        place, core = float(match.group("place")), Span(*match.span())
        value = Value(Dimension.RANK, match.group("noun"), place, place, "1.0")
        yield FoundValue(Span(match.start(), match.end("noun")), core, value)


def _run(doc: Doc, text: str, ordinal: Ordinal, last: Token) -> FoundValue | None:
    """ "Eighth straight win" is eight wins, "the sixth straight day" six days, "his 16th in a row" sixteen."""
    place, end, unit, factor, dimension = float(ordinal.place), ordinal.end, "", 1.0, Dimension.COUNT
    if last.i + 1 >= len(doc):
        return None
    row = doc[last.i + 1 : last.i + 5].text.lower()
    if last.nbor(1).lower_ in IN_A_ROW:
        noun = _noun_behind(last.nbor(1))
        end = last.nbor(1).idx + len(last.nbor(1))
    elif " in a row" in f" {row}":
        noun = None if row.startswith("in a row") else last.nbor(1)
        end = last.idx + len(last) + row.index("in a row") + len("in a row") + 1
        end = min(end, doc[min(len(doc) - 1, last.i + 4)].idx + len(doc[min(len(doc) - 1, last.i + 4)]))
    else:
        return None
    if noun is not None:
        unit, end = noun.lemma_.lower(), max(end, noun.idx + len(noun))
        if (time := unit_named(unit)) and time.dimension is Dimension.DURATION:
            unit, factor, dimension = time.name, time.factor, Dimension.DURATION
    span, days = Span(ordinal.start, end), float(f"{place * factor:.12g}")
    if "\n" in span.of(text):
        return None
    return FoundValue(span, Span(ordinal.start, ordinal.end), Value(dimension, unit, days, days, repr(float(factor))))


def _rank(text: str, ordinal: Ordinal, last: Token) -> FoundValue | None:
    first = token_at(last.doc, ordinal.start)
    if ordinal.word and first.text[0].isupper() and not first.is_sent_start:
        return None
    before = first.nbor(-1).lower_ if first.i else ""
    if first.i and first.nbor(-1).tag_ == "CD" and last.lower_.startswith("second"):
        return None
    if before in ANY or (before in ("a", "an", "one") and _follows(last) == "of"):
        return None
    noun = _ranked(_last_listed(last))
    if noun is None:
        if not (_placed(first, last) or _elided(ordinal, first, last)):
            return None
        return _found(text, ordinal, ordinal.start, ordinal.end, "")
    last = _last_listed(last)
    if _is_name(ordinal, noun) and not _owned(ordinal, first):
        return None
    if _is_fixed(last, noun) or not _tells(ordinal, first, noun):
        return None
    start = first.nbor(-1).idx if first.i and first.nbor(-1).tag_ == "DT" else ordinal.start
    end = ordinal.end if last.idx > ordinal.end else noun.idx + len(noun)
    return _found(text, ordinal, start, end, noun.lemma_.lower())


def _found(text: str, ordinal: Ordinal, start: int, end: int, unit: str) -> FoundValue | None:
    hedge = hedge_before(text, start)
    core, place = Span(ordinal.start, ordinal.end), float(ordinal.place)
    span = Span(hedge.start if hedge else core.start, end)
    if "\n" in span.of(text):
        return None
    low, high, comparator = place, place, hedge.comparator if hedge else Comparator.EXACTLY
    if comparator in (Comparator.AT_LEAST, Comparator.MORE_THAN):
        return FoundValue(span, core, Value(Dimension.RANK, unit, low, None, "1.0", comparator))
    if comparator is not Comparator.ABOUT:
        span, comparator = Span(core.start, end), Comparator.EXACTLY
    return FoundValue(span, core, Value(Dimension.RANK, unit, low, high, "1.0", comparator))


def _last_listed(last: Token) -> Token:
    """The second ordinal of "the 12th and 13th victims", whose noun both rank; else the ordinal itself."""
    following = last.doc[last.i + 1 : last.i + 3]
    if len(following) < 2 or following[0].lower_ not in ("and", "or"):
        return last
    ordinal = next(find_ordinals(following[1].text), None)
    return following[1] if ordinal and ordinal.end == len(following[1]) else last


def _ranked(last: Token) -> Token | None:
    """The noun an ordinal modifies, over a superlative and other modifiers ("third-largest city")."""
    after = last.doc[last.i + 1] if last.i + 1 < len(last.doc) else None
    if after is not None and after.text == "-":
        if after.i + 1 >= len(last.doc) or after.nbor(1).tag_ != "JJS":
            return None
        return _noun_behind(after.nbor(1))
    if after is not None and last.whitespace_ == "":
        return None
    return _noun_behind(last)


def _noun_behind(token: Token) -> Token | None:
    """The last noun of the run of modifiers and nouns right behind a token."""
    noun = None
    for each in token.doc[token.i + 1 : token.i + REACH]:
        if noun is not None and noun.pos_ == "NOUN" and (each.pos_ == "PROPN" or each.lower_ in DAYS):
            break  # "the seventh time Luck won", "their third straight win yesterday"
        if each.pos_ in NOUNS:
            noun = each
            if each.lemma_.lower() in STRETCHES:
                break
        elif each.is_space or not _modifies(each):
            break
    return noun


def _modifies(token: Token) -> bool:
    """Adjectives, participles and compounds with a hyphen ("200-yard")."""
    if token.tag_ == "CD":
        return token.i + 1 < len(token.doc) and token.nbor(1).text == "-"
    return token.pos_ == "ADJ" or token.text == "-" or token.tag_ in ("VBN", "VBG", "RBS")


def _is_name(ordinal: Ordinal, noun: Token) -> bool:
    """ "The 5th Avenue", "the 12th Doctor": a name or a title, also where the tagger sees a plain noun."""
    return noun.tag_ in ("NNP", "NNPS") or (not ordinal.word and noun.text[0].isupper() and not noun.text.isupper())


def _owned(ordinal: Ordinal, first: Token) -> bool:
    """ "Her third Grammy": who has several of what is named counts them."""
    before = first.nbor(-1) if first.i else first
    return ordinal.word and ordinal.place > 1 and first.text.islower() and before.lower_ in OWNERS


def _is_fixed(last: Token, noun: Token) -> bool:
    if noun.lemma_.lower() in FIXED:
        return True
    after = last.nbor(1)
    superlative = any(token.tag_ in ("JJS", "RBS") for token in last.doc[last.i + 1 : noun.i])
    return not superlative and after.i < noun.i and after.lemma_.lower() in FIXED


def _tells(ordinal: Ordinal, first: Token, noun: Token) -> bool:
    """A "first" ranks where it is said of something, or with what it is the first to do or the first since."""
    if ordinal.place > 1:
        return True
    if noun.lemma_.lower() in PLAIN_FIRSTS:
        return False
    if noun.dep_ in ("attr", "oprd", "appos") or (noun.dep_ == "pobj" and noun.head.lower_ == "as"):
        return noun.head.lemma_.lower() in COPULAS or noun.dep_ == "appos" or noun.head.lower_ == "as"
    following = noun.doc[noun.i + 1 : noun.i + 3]
    return bool(following) and (
        following[0].lower_ == "since" or (following[0].lower_ == "to" and following[-1].tag_ == "VB")
    )


def _placed(first: Token, last: Token) -> bool:
    """ "Finished fifth", "ranked third in": the place that a verb gives."""
    if not first.i or last.head.i > last.i:
        return False
    verb = first.nbor(-1)
    if verb.lower_ == "for" and verb.i:
        verb = verb.nbor(-1)
    lemma = verb.lemma_.lower()
    return lemma in PLACING and verb.pos_ in ("VERB", "AUX") and not (lemma == "come" and last.lower_ == "first")


def _elided(ordinal: Ordinal, first: Token, last: Token) -> bool:
    """ "The fifth to be dismissed", "his seventh of the season": what is ranked stands elsewhere."""
    following = _follows(last)
    if not first.i or ordinal.place == 1 or following not in AFTER_ELIDED:
        return False
    before = first.nbor(-1)
    owned = before.lower_ in OWNERS or before.tag_ == "POS"
    if owned:
        return True
    if before.lower_ != "the":
        return False
    if not ordinal.word:  # "the 11th of June" is a date, "the 11th of their match" is not
        return following == "of" and last.i + 2 < len(last.doc) and last.nbor(2).tag_ == "PRP$"
    return following in ("to", "of", "in", "since")


def _follows(last: Token) -> str:
    return last.nbor(1).lower_ if last.i + 1 < len(last.doc) else "."
