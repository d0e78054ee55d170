"""What a number counts, read off the parse, and which numbers count nothing (labels, pronouns, names)."""

from dataclasses import dataclass

from spacy.tokens import Doc, Token

NOUNS = ("NOUN", "PROPN")
REACH = 8
# Nouns that a following number names rather than counts ("Section 5", "page 12").
LABELS = frozenset(
    "act annex appendix article bus case channel chapter clause date day division exhibit figure flight floor game "
    "gate grade group highway item king lane level line line lot mark model no number number page paragraph part "
    "pass phase platform point pope press question rank room round route rule run schedule season section series "
    "size stage step street table tier title track trial type unit version volume ward week windows year zone".split()
)
PRONOUN_NOUNS = frozenset("another day time side thing way".split())  # "one day", "one thing": nothing is counted
ELLIPTIC = frozenset("other more".split())


@dataclass(frozen=True)
class Counted:
    """The lemma of the counted noun ("" where it is not stated) and the token that names it."""

    unit: str
    noun: Token | None = None


NOTHING = Counted("")


def counted_by(first: Token, last: Token, *, hedged: bool = False) -> Counted | None:
    """What the number made of the tokens `first` to `last` counts, or None where it is a label and no count."""
    alone = first.i == last.i and first.lower_ == "one"
    if alone and not hedged and last.i + 1 < len(last.doc) and last.nbor(1).lower_ == "of":
        return None
    noun = _of(last) or _modified(first, last)
    if noun is not None:
        if first.lower_ == "one" and noun.lower_ in PRONOUN_NOUNS:
            return None
        return _counted(first, noun)
    if _labels(first, last):
        return None
    return NOTHING if hedged or not alone else None


def _counted(first: Token, noun: Token) -> Counted | None:
    if first.text[0].isdigit() and (
        (noun.tag_ == "NNP" and not noun.text.isupper()) or (_named_before(first) and _like_year(first))
    ):
        return None
    return Counted(noun.lemma_.lower(), noun)


def _of(last: Token) -> Token | None:
    """The noun of "dozens of people", "two of the three men", "half the seats"."""
    doc, following = last.doc, last.i + 1
    if following >= len(doc) or doc[following].lower_ not in ("of", "the", "its", "his", "her", "their", "our"):
        return None
    for token in doc[following + 1 : min(len(doc), following + REACH)]:
        if token.is_punct or token.is_space or token.pos_ in ("VERB", "AUX", "ADP", "PRON") and token.tag_ != "PRP$":
            return None
        if token.pos_ in NOUNS and not _joined(token):
            return token
    return None


def _joined(token: Token) -> bool:
    """Whether a noun only modifies the one behind it ("police officers")."""
    doc = token.doc
    if token.i + 1 >= len(doc):
        return False
    after = doc[token.i + 1]
    return (token.dep_ in ("compound", "nmod", "amod", "poss") and token.head.i > token.i) or after.lower_ in (
        "'s",
        "’s",
    )


def _modified(first: Token, last: Token) -> Token | None:
    """The noun to the right that the number modifies, by the parse, or the plain noun next to it."""
    token = last
    for _ in range(3):
        head = token.head
        if head.i <= last.i and not (first.i <= head.i <= last.i):
            break
        if head.pos_ in NOUNS and last.i < head.i <= last.i + REACH and _clear(last, head):
            return head
        if head.i == token.i:
            break
        token = head
    return _beside(last)


def _clear(last: Token, noun: Token) -> bool:
    between = last.doc[last.i + 1 : noun.i]
    return not any(
        t.is_space
        or t.text in ("(", ")", ";", ":", "--", "—", ",")
        or t.tag_ == "CD"
        or t.pos_ in ("VERB", "AUX")
        and t.tag_ not in ("VBN", "VBG")
        for t in between
    )


def _beside(last: Token) -> Token | None:
    """The plural noun right behind a number which the parser hung elsewhere, over adjectives at most."""
    for token in last.doc[last.i + 1 : last.i + 5]:
        if token.tag_ in ("NNS", "NNPS"):
            return token
        if token.pos_ not in ("ADJ", "NOUN", "PROPN") and token.text != "-":
            return None
    return None


def _labels(first: Token, last: Token) -> bool:
    """ "Game 7", "Boeing 737", "Section 5": the number names what stands before it."""
    if first.i == 0 or first.doc[first.i - 1].whitespace_ == "" and first.doc[first.i - 1].text not in ("(", "~"):
        return False
    before = first.doc[first.i - 1]
    return before.tag_ in ("NNP", "NNPS") or before.lemma_.lower() in LABELS


def _named_before(first: Token) -> bool:
    return first.i > 0 and first.doc[first.i - 1].tag_ in ("NNP", "NNPS")


def _like_year(token: Token) -> bool:
    return len(token.text) == 4 and token.text.isdigit() and token.text[:2] in ("19", "20")


def antecedent(counted: Counted, earlier: list[tuple[Token, Counted]]) -> Counted:
    """ "Four others" and "two more" count what the nearest count of the same sentence counts, where there is one."""
    if counted.noun is None or counted.unit not in ELLIPTIC:
        return counted
    for token, before in reversed(earlier):
        if token.sent.start != counted.noun.sent.start:
            break
        if before.unit and before.unit not in ELLIPTIC:
            return Counted(before.unit, counted.noun)
    return Counted("", counted.noun)


def token_at(doc: Doc, offset: int) -> Token:
    """The token at a character offset, or the next one where the offset falls on white space."""
    low, high = 0, len(doc) - 1
    while low < high:
        middle = (low + high + 1) // 2
        if doc[middle].idx <= offset:
            low = middle
        else:
            high = middle - 1
    return doc[low]
