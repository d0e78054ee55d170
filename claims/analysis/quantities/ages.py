"""Ages of people that stand without a unit: "Ana Lee, 45, ..." and "she was 45"."""

from spacy.tokens import Token

from .measured import Measured

YOUNGEST, OLDEST = 2, 115
PERSONS = frozenset("he she who".split())


def states_age(first: Token, last: Token, amount: Measured) -> bool:
    """Whether a bare whole number is the age of the person named before it."""
    number = amount.first.low
    if (
        first.i != last.i
        or amount.range
        or amount.first.vague
        or not (YOUNGEST <= number <= OLDEST and number % 1 == 0)
    ):
        return False
    return _between_commas(first) or _of_person(first)


def _between_commas(token: Token) -> bool:
    doc, i = token.doc, token.i
    if not (2 <= i < len(doc) - 1) or doc[i - 1].text != "," or doc[i + 1].text not in (",", ".", ";"):
        return False
    name = doc[i - 2]
    return token.text.isdigit() and name.tag_ == "NNP" and name.ent_type_ not in ("GPE", "LOC", "DATE")


def _of_person(token: Token) -> bool:
    if token.dep_ not in ("attr", "acomp") or token.head.lemma_ != "be" or not token.text.isdigit():
        return False
    if any(child.i > token.i for child in token.children):
        return False
    subjects = [child for child in token.head.children if child.dep_ == "nsubj"]
    return any(child.lower_ in PERSONS or child.ent_type_ == "PERSON" for child in subjects)
