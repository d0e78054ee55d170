"""Figures of a change or a difference: "rose 8.1% to 99.20", "down 3%", "from 3 to 5"; "five rounds sooner than"."""

from spacy.tokens import Doc, Token
from spacy.tokens import Span as Tokens

from claims.analysis.found import Change
from claims.analysis.values import Dimension

RISING = frozenset(
    "rise climb gain jump surge soar increase grow advance rally leap spike skyrocket swell rocket double "
    "raise boost expand widen strengthen lift hike growth up rebound".split()
)
FALLING = frozenset(
    "fall drop plunge slide slip decline decrease shrink tumble sink dip lose plummet slump cut reduce lower shorten "
    "narrow trim weaken slash reduction loss down ease shed retreat crash".split()
)
# Taking an object, these act on what is counted: "cut 500 jobs", "raised $5 million", "gained 12 seats".
ACTING = frozenset(
    "raise boost expand widen lift hike cut reduce lower shorten trim slash lose gain shed double".split()
)
SIZED = (Dimension.PERCENTAGE, Dimension.MONEY, Dimension.MEASURE, Dimension.COUNT, Dimension.DURATION, Dimension.RATIO)
# Of these a change is told without "by": "rose 3%", "fell $12", "a 12-point drop".
STEPPED = (Dimension.PERCENTAGE, Dimension.MONEY, Dimension.COUNT, Dimension.MEASURE)
NOUNS = frozenset(
    "rise gain jump surge increase growth advance leap spike rally hike decline decrease drop plunge slide dip fall "
    "slump cut reduction loss".split()
)
COMPARATIVES = ("JJR", "RBR")
# A count of points or seats, no distance: who stands 20 metres behind a house differs from nobody.
LEADS = frozenset(("ahead", "behind"))
LEVELS = {"to": Change.TO, "from": Change.FROM}
STEPS = 4
REACH = 8


def change_of(doc: Doc, tokens: Tokens, dimension: Dimension) -> Change:
    """By how much, from what or to what something changed, or NONE where the value is a level of its own."""
    if dimension not in SIZED:
        return Change.NONE
    if compared_by(tokens, dimension) is not None:
        return Change.DIFFERENCE
    before = doc[tokens.start - 1] if tokens.start else None
    if before is not None and before.lower_ in LEVELS:
        lone = before.lower_ == "from" and dimension is Dimension.COUNT and not _has_end(before)
        return LEVELS[before.lower_] if _changing(before) and not lone else Change.NONE
    if before is not None and before.lower_ in ("up", "down") and dimension is not Dimension.COUNT and _is_free(before):
        return _direction(before.lower_)
    changing = _by_how_much(tokens, before, dimension)
    return _direction(changing.lemma_.lower()) if changing is not None else Change.NONE


def compared_by(tokens: Tokens, dimension: Dimension) -> Token | None:
    """The word by which a value is a difference: "300 more houses than", "two years younger than", "points ahead"."""
    if dimension not in SIZED or dimension is Dimension.RATIO or tokens.end >= len(tokens.doc):
        return None
    after = tokens.doc[tokens.end]
    if after.lower_ in LEADS:
        return after if dimension in (Dimension.COUNT, Dimension.PERCENTAGE) else None
    if after.lower_ == "than":
        return next((token for token in tokens[1:] if token.tag_ in COMPARATIVES), None)
    is_compared = after.tag_ in COMPARATIVES and after.i + 1 < len(tokens.doc) and after.nbor().lower_ == "than"
    return after if is_compared else None


def _is_free(particle: Token) -> bool:
    """ "Down 3%", not the particle of "gave up 409 yards"."""
    return particle.dep_ != "prt" or _moves(particle.head)


def _is_step(tokens: Tokens) -> bool:
    """Whether a count is in points or cents: others are counts of what was gained or lost."""
    return any(token.lemma_.lower() in UNITS for token in tokens)


def _has_end(preposition: Token) -> bool:
    """Whether "from" stands with "to" or after "up" and "down": "fell from three punches" is no change of a count."""
    if preposition.i and preposition.nbor(-1).lower_ in ("up", "down"):
        return True
    beside = preposition.doc[max(0, preposition.i - REACH) : preposition.i + REACH]
    return any(token.lower_ == "to" and token.dep_ == "prep" and token.sent == preposition.sent for token in beside)


def _direction(lemma: str) -> Change:
    return Change.RISE if lemma in RISING else Change.FALL


def _moves(token: Token) -> bool:
    lemma = token.lemma_.lower()
    return lemma in RISING or lemma in FALLING


def _changing(preposition: Token) -> bool:
    """Whether "to" or "from" belongs to a word of change; "aid to 12 countries" does not."""
    token = preposition
    for _ in range(STEPS):
        if token.head.i == token.i:
            return False
        token = token.head
        if _moves(token):
            return True
        figure = (
            token.pos_ in ("NUM", "SYM") or token.lemma_ in ("percent", "%") or token.ent_type_ in ("MONEY", "PERCENT")
        )
        if not figure and token.pos_ not in ("ADP", "ADV") and token.lemma_.lower() not in UNITS:
            return False
    return False


UNITS = frozenset("point percent cent dollar euro pound yen rupee barrel share mile kilometer foot meter".split())


def _by_how_much(tokens: Tokens, before: Token | None, dimension: Dimension) -> Token | None:
    """The word of change that the value measures, or None."""
    root = tokens.root
    head = root.head
    if head.i == root.i:
        return None
    if before is not None and before.lower_ == "by":
        return before.head if _moves(before.head) else None
    if dimension not in STEPPED:
        return None
    if dimension is Dimension.COUNT and not _is_step(tokens):
        return None
    if head.pos_ == "NOUN" and head.lemma_.lower() in NOUNS and head.i >= tokens.end and head.i <= tokens.end + 2:
        return head
    if head.lower_ == "of" and head.head.pos_ == "NOUN" and head.head.lemma_.lower() in NOUNS:
        return head.head
    if head.pos_ != "VERB" or not _moves(head) or head.i > root.i:
        return None
    if dimension is Dimension.MEASURE and head.lemma_.lower() not in RISING:
        return None  # who fell 60 metres is no figure that changed
    acted = head.lemma_.lower() in ACTING and dimension is not Dimension.PERCENTAGE
    return None if acted or root.dep_ not in ("dobj", "npadvmod", "advmod", "nummod", "attr", "obl") else head
