"""The words by which a clause is compared with others: its predicates, what it speaks of, and its scope."""

from collections.abc import Iterable, Sequence

from spacy.tokens import Span as Tokens
from spacy.tokens import Token

from claims.analysis.facts.events import EMPTY, FAMILIES, LIGHT, family, noun_group
from claims.analysis.spans import Span

CONTENT = frozenset(("NOUN", "PROPN", "VERB", "ADJ"))
INDEFINITE = frozenset(("a", "an", "another", "any", "some", "no", "every", "each"))
# What comes again and again and is told apart by its year, and how a year stands before it.
RECURRING = frozenset(
    "season campaign election referendum primary census budget olympics games championship cup league series final "
    "playoff tournament festival summit conference convention session edition draft award model class".split()
)
BEFORE_NOUNS = frozenset(("nummod", "compound", "amod", "nmod"))
# Fewer content words than this do not tell what a clause is about.
ENOUGH_WORDS = 4
# "This season", "per day", "a week": a count for a time is no count for another.
SPANS = frozenset("day week month quarter season year hour minute night decade morning evening weekend".split())
SPANNING = frozenset("this last next each every per a an past".split())
EACH = dict.fromkeys(("per", "an", "each", "every"), "a")
PHRASES = {
    ("so", "far"): "so far",
    ("to", "date"): "to date",
    ("in", "all"): "in total",
    ("in", "total"): "in total",
    ("at", "first"): "at first",
    ("on", "average"): "on average",
}
RATES = frozenset("daily weekly monthly annually yearly nightly altogether overall nationwide worldwide".split())


def verbs_of(tokens: Iterable[Token]) -> tuple[str, ...]:
    verbs = (token.lemma_.lower() for token in tokens if token.pos_ == "VERB")
    return tuple(dict.fromkeys(verb for verb in verbs if verb not in LIGHT))


def words_of(
    tokens: Sequence[Token], sentence: Tokens, value: Span, subject: Token | None, event: str
) -> tuple[str, ...]:
    """Content words and scope of a clause; where too few, those of its sentence and then of the one before.

    A pronoun for subject takes what it stands for from the sentence before. Words of other events than the clause's
    own are not filled in: "killed 12 and injured 30".
    """
    words = content(tokens)
    if len(words) < ENOUGH_WORDS:
        around = content(token for token in sentence if not stands_in(token, value))
        words = (*words, *(word for word in around if word == event or word not in FAMILIES))
    stands_for = subject is not None and subject.pos_ == "PRON"
    if (len(words) < ENOUGH_WORDS or stands_for) and sentence.start:
        words = (*words, *content(sentence.doc[sentence.start - 1].sent))
    return tuple(dict.fromkeys([*words, *scope(tokens)]))


def content(tokens: Iterable[Token]) -> tuple[str, ...]:
    lemmas = (token for token in tokens if token.pos_ in CONTENT and token.is_alpha)
    words = (family(token.lemma_) or noun_group(token.lemma_) for token in lemmas if token.lemma_.lower() not in EMPTY)
    return tuple(dict.fromkeys(words))


def scope(tokens: Sequence[Token]) -> list[str]:
    """What bounds a figure in time: "so far", "this season", "daily"."""
    found = [token.lower_ for token in tokens if token.lower_ in RATES]
    for left, right in zip(tokens, tokens[1:], strict=False):
        if right.i != left.i + 1:
            continue
        if phrase := PHRASES.get((left.lower_, right.lower_)):
            found.append(phrase)
        elif left.lower_ in SPANNING and right.lemma_.lower() in SPANS:
            found.append(f"{EACH.get(left.lower_, left.lower_)} {right.lemma_.lower()}")
    return found


def is_definite(head: Token) -> bool:
    """Whether a noun is spoken of as known: "the inspection", "its last inspection"."""
    known = (child for child in head.children if child.dep_ in ("det", "poss"))
    return head.pos_ == "NOUN" and any(child.lower_ not in INDEFINITE for child in known)


def names(date: Tokens) -> bool:
    """Whether a date tells one of many that come again: "the 2008 season"."""
    noun = date.root.head
    before = date.root.dep_ in BEFORE_NOUNS and date.end <= noun.i
    return before and noun.pos_ in ("NOUN", "PROPN") and noun.lemma_.lower() in RECURRING


def stands_in(token: Token, span: Span) -> bool:
    return span.start <= token.idx < span.end
