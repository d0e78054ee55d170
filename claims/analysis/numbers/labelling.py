"""Numbers that count nothing: labels ("Section 5"), names ("The Three Musketeers"), addresses and telephone numbers."""

from spacy.tokens import Token

# Nouns that a following number names rather than counts ("Section 5", "page 12").
LABELS = frozenset(
    "act annex apartment appendix article building bus case category channel chapter clause code date day "
    "division episode exercise exhibit figure flight floor game gate grade group highway hypothesis image item "
    "king lane lesson level line lot mark mile model no number page paragraph part pass patient phase photo "
    "platform point pope post precinct press psalm question rank reactor room round route rule run runway sample "
    "scenario schedule season section segment series site size slide stage step street table task tier title top "
    "track trial type unit version video volume ward week windows witness year zone".split()
)
# Bodies that are named by how many belong to them ("the Group of 20").
BODIES = frozenset("group gang council committee band party league class".split())


def is_label(first: Token, last: Token) -> bool:
    """Whether the number made of the tokens `first` to `last`, which counts no noun, names something."""
    return _labels(first) or _names_what_follows(first, last) or _dialled(first)


def _labels(first: Token) -> bool:
    """ "Game 7", "Boeing 737", "Section 5": the number names what stands before it."""
    if first.i == 0 or first.doc[first.i - 1].whitespace_ == "" and first.doc[first.i - 1].text not in ("(", "~"):
        return False
    before = first.doc[first.i - 1]
    if before.lower_ == "of" and before.i:  # "the Group of 20"
        return before.nbor(-1).tag_ == "NNP" and before.nbor(-1).lemma_.lower() in BODIES
    if before.tag_ == "NN" and before.text[0].isupper() and not before.is_sent_start and first.text[0].isdigit():
        return True  # "Building 7", "Psalm 23"
    return before.tag_ in ("NNP", "NNPS") or before.lemma_.lower() in LABELS


def _names_what_follows(first: Token, last: Token) -> bool:
    """ "49 Elm Road": a number in front of a name."""
    if not first.text[0].isdigit() or last.i + 1 >= len(last.doc):
        return False
    after = last.nbor(1)
    return after.tag_ == "NNP" and not after.is_space and last.whitespace_ != ""


def _dialled(first: Token) -> bool:
    return first.i > 0 and first.text.isdigit() and first.nbor(-1).lemma_.lower() in ("dial", "call", "phone", "text")


def named_before(first: Token) -> bool:
    """Whether a name stands right before the number."""
    return first.i > 0 and first.doc[first.i - 1].tag_ in ("NNP", "NNPS")


def like_year(token: Token) -> bool:
    """Whether a number is written as a year of the last or this century is."""
    return len(token.text) == 4 and token.text.isdigit() and token.text[:2] in ("19", "20")


def is_named(first: Token, noun: Token) -> bool:
    """ "Apple One's plan", "ONE News", "The Three Musketeers": a capital number word in a name."""
    if first.lower_ == "one" and (named_before(first) or (noun.tag_ == "NNP" and first.text != "One")):
        return True
    return first.i > 0 and first.nbor(-1).lower_ == "the" and not first.is_sent_start and noun.text[0].isupper()
