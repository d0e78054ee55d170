"""What a number counts, read off the parse, and which numbers count nothing (labels, pronouns, names)."""

from dataclasses import dataclass

from spacy.tokens import Doc, Token

from .labelling import is_label, is_named, like_year, named_before

NOUNS = ("NOUN", "PROPN")
REACH = 8
PRONOUN_NOUNS = frozenset(
    "another day time side thing way monday tuesday wednesday thursday friday saturday sunday".split()
)  # "one day", "one thing": nothing is counted
# "A mother of two": what is counted where the noun is left out.
CHILDREN = dict.fromkeys("mother father mum mom dad parent widow".split(), "child")
CHILDREN |= dict.fromkeys("grandmother grandfather grandparent".split(), "grandchild")
SPEAKING = frozenset("say tell add report ask note claim recall write describe explain call think suggest".split())
PERSONS = frozenset("man woman boy girl child adult people person teenager baby".split())


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
    if last.doc[last.i + 1 : last.i + 3].text == "-strong":
        return NOTHING  # "a 3,000-strong force"
    children = _children(first)
    noun = _behind_of(last) or _of(last) or _modified(first, last)
    if noun is not None and not (children and noun.tag_ == "NNP"):
        if first.lower_ == "one" and (noun.lower_ in PRONOUN_NOUNS or _speaks(noun)):
            return None
        return _counted(first, last, noun)
    if children:
        return Counted(children)
    if is_label(first, last):
        return None
    return NOTHING if hedged or not alone else None


def _children(first: Token) -> str:
    """ "Child" in "a mother of two" and "mother of three Ana Lee", where no noun says so; else ""."""
    if first.i < 2 or first.nbor(-1).lower_ != "of":
        return ""
    return CHILDREN.get(first.nbor(-2).lemma_.lower(), "")


def _counted(first: Token, last: Token, noun: Token) -> Counted | None:
    if first.text[0].isdigit() and (
        (noun.tag_ == "NNP" and not noun.text.isupper())
        or (named_before(first) and not _counts_in_a_headline(last, noun))
    ):
        return None
    if first.text[0].isupper() and is_named(first, noun):
        return None
    noun = _nearer(last, noun)
    other = _joined_with(noun)
    if other is None:
        return Counted(noun.lemma_.lower(), noun)
    lemmas = noun.lemma_.lower(), other.lemma_.lower()
    return Counted("people" if PERSONS.issuperset(lemmas) else " and ".join(lemmas), other)


def _joined_with(noun: Token) -> Token | None:
    """ "12 men and women": the second of two plurals which one number counts together."""
    if noun.tag_ != "NNS" or noun.i + 2 >= len(noun.doc) or noun.nbor(1).lower_ != "and":
        return None
    other = noun.nbor(2)
    return other if other.tag_ == "NNS" and other.dep_ == "conj" and other.head.i == noun.i else None


def _counts_in_a_headline(last: Token, noun: Token) -> bool:
    """ "Blast kills 12 people" behind a verb that the tagger takes for a name, against "the Nasdaq 100 e-minis"."""
    return noun.tag_ in ("NNS", "NNPS") and noun.i == last.i + 1 and not like_year(last)


def _nearer(last: Token, noun: Token) -> Token:
    """ "A 200 person crowd" counts persons, "two plainclothes officers" officers."""
    beside = last.doc[last.i + 1]
    if noun.tag_ == "NN" and noun.i > beside.i and beside.tag_ == "NN" and last.lower_ != "one":
        return beside
    while noun.tag_ == "NNS" and noun.i + 1 < len(noun.doc) and noun.nbor(1).tag_ == "NNS":
        noun = noun.nbor(1)
    return noun


def _speaks(noun: Token) -> bool:
    """ "One resident said": the one who speaks is not counted."""
    return noun.dep_ == "nsubj" and noun.head.lemma_.lower() in SPEAKING


def _behind_of(last: Token) -> Token | None:
    """The plural noun of "a couple of" and "a pair of", whose "of" belongs to the number."""
    return _beside(last) if last.lower_ == "of" else None


def _of(last: Token) -> Token | None:
    """The noun of "dozens of people", "two of the three men", "half the seats"."""
    doc, following = last.doc, last.i + 1
    if following >= len(doc) or doc[following].lower_ not in ("of", "the", "its", "his", "her", "their", "our"):
        return None
    for token in doc[following + 1 : min(len(doc), following + REACH)]:
        if token.is_punct or token.is_space or token.pos_ in ("VERB", "AUX", "ADP", "PRON") and not _describes(token):
            return None
        if token.pos_ in NOUNS and not _joined(token):
            return token
    return None


def _describes(token: Token) -> bool:
    return token.tag_ == "PRP$" or (token.tag_ in ("VBN", "VBG") and token.dep_ in ("amod", "compound"))


def _joined(token: Token) -> bool:
    """Whether a noun only modifies the one behind it ("police officers")."""
    doc = token.doc
    if token.i + 1 >= len(doc):
        return False
    after = doc[token.i + 1]
    if token.pos_ == "PROPN" and _lists_names(token):
        return True
    return (token.dep_ in ("compound", "nmod", "amod", "poss") and token.head.i > token.i) or after.lower_ in (
        "'s",
        "’s",
    )


def _lists_names(token: Token) -> bool:
    """ "Kia and Hyundai vehicles": the names describe the plural behind them."""
    for each in token.doc[token.i + 1 : token.i + 5]:
        if each.tag_ == "NNS":
            return True
        if each.pos_ not in ("PROPN", "CCONJ"):
            return False
    return False


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
        or t.tag_ == "DT"
        or t.lower_ in ("last", "next", "per")
        or t.text in ("(", ")", ";", ":", "--", "—", ",")
        or t.tag_ == "CD"
        or t.pos_ in ("VERB", "AUX")
        and t.tag_ not in ("VBN", "VBG")
        for t in between
    )


def _beside(last: Token) -> Token | None:
    """The plural noun right behind a number which the parser hung elsewhere, over adjectives at most."""
    for token in last.doc[last.i + 1 : last.i + 6]:
        if token.tag_ in ("NNS", "NNPS"):
            return token
        joins = token.lower_ == "and" and token.nbor(-1).pos_ == "ADJ"
        describes = token.pos_ in ("ADJ", "NOUN", "PROPN") or token.tag_ in ("VBG", "VBN")
        if not (describes or token.text in ("-", "+") or joins):
            return None
    return None


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
