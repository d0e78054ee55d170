"""Whether a clause tells that something happened, or that it did not: anything else is left alone."""

from dataclasses import dataclass

from spacy.tokens import Token

from claims.analysis.found import Modality

from .clauses import REACH, VERBAL
from .modality import CONDITIONS, DENYING, PLANNING, PLANS, REFUSING, SAID_TO, modality_of
from .negation import negated

# An infinitive under these happened; under anything else that is not listed nobody knows.
MANAGED = frozenset("manage begin start force compel oblige continue go prove happen".split())
SEEMING = frozenset("seem appear".split())
# Content of these is no statement: "hoped that she would win".
WISHING = frozenset(
    "hope fear wish doubt wonder imagine pretend dream ask demand insist urge suggest want request propose recommend "
    "order question discuss consider see ensure mean call".split()
)
AFTER = frozenset("after following since by for besides despite upon".split())
CHARGED = frozenset("accuse suspect blame charge indict".split())
ACCUSING = frozenset("of for with".split())
PURPOSE = frozenset("so lest whether if unless once".split())
HABITS = frozenset("often usually always sometimes generally typically regularly frequently rarely normally".split())
NEARLY = frozenset("almost nearly virtually practically barely".split())


UNSURE_PLANS = frozenset("attempt effort bid threat ability chance offer proposal".split())
# A plan that is stopped is one no more.
THWARTING = frozenset(
    "foil thwart prevent stop avert block abort abandon drop scrap cancel shelve reject halt frustrate disrupt".split()
)


@dataclass(frozen=True)
class Standing:
    """Whether it holds or does not, and how that is put."""

    holds: bool
    modality: Modality


@dataclass
class _Walk:
    holds: bool = True
    denied: bool = False


def standing(predicate: Token) -> Standing | None:
    """How the text stands to what a predicate says; None where it neither states nor denies nor plans it.

    Questions, conditions, wishes, orders, purposes and habits give None.
    """
    if _asks(predicate):
        return None
    walk, token = _Walk(), predicate
    for _ in range(REACH):
        if not _says(token, walk, first=token is predicate):
            return None
        above = _governor(token)
        if above is None:
            break
        token = above
    modality = modality_of(predicate)
    if modality is Modality.CONDITIONAL:
        return None
    if modality is Modality.DENIED or walk.denied:
        modality = Modality.DENIED if walk.denied else Modality.STATED
    return Standing(walk.holds, modality)


def _asks(predicate: Token) -> bool:
    sentence = predicate.sent
    return any(token.text == "?" for token in sentence[-3:])


def _governor(token: Token) -> Token | None:
    """The predicate on which it depends whether this one holds; None at the top and in relative clauses."""
    above = token.head
    if above.i == token.i or token.dep_ in ("relcl", "parataxis"):
        return None
    if token.dep_ == "pcomp":
        while above.pos_ == "ADP" and above.head.i != above.i:
            above = above.head
        return above if above.pos_ in VERBAL and above.lemma_.lower() not in CHARGED else None
    if token.dep_ == "advcl":
        return None if _tensed(token) else above if above.pos_ in VERBAL else None
    return above if token.dep_ in ("ccomp", "xcomp", "conj") and above.pos_ in VERBAL else None


def _says(token: Token, walk: _Walk, *, first: bool) -> bool:
    """Whether this step of the way up leaves the statement standing; notes what turns it round."""
    children = list(token.children)
    words = {child.lower_ for child in children if child.dep_ in ("advmod", "mark")}
    if words & (HABITS | NEARLY) or (words & PURPOSE and token.dep_ != "ROOT"):
        return False
    if negated(token):
        walk.holds = not walk.holds
    if token.dep_ == "xcomp":
        return _under_infinitive(token, walk)
    if token.dep_ == "pcomp":
        return _under_preposition(token, walk)
    if token.dep_ == "acl":
        return token.tag_ == "VBN" or (token.tag_ == "VBG" and not first) or _is_planned(token)
    if token.dep_ == "ccomp":
        return _tensed(token) and _under_saying(token, walk)
    if token.dep_ == "conj" and not _tensed(token):
        return token.head.pos_ in VERBAL and (token.tag_ == token.head.tag_ or not first)
    if token.dep_ == "advcl" and token.tag_ == "VBG" and not _tensed(token):
        return not any(child.dep_ == "mark" for child in children)
    return _tensed(token) or (not first and token.tag_ in ("VBZ", "VBP", "VBN"))


def _tensed(token: Token) -> bool:
    """Whether a predicate is finite and no plain present, which tells of habits and headlines."""
    aux = [child for child in token.children if child.dep_ in ("aux", "auxpass")]
    if any(child.tag_ == "TO" or child.lower_ in ("can", "could", "ca") for child in aux):
        return False
    if token.lemma_ in ("be", "remain", "stay") and token.tag_ in ("VBZ", "VBP"):
        return True
    if aux:
        present = all(child.tag_ in ("VBZ", "VBP") and child.lemma_ != "have" for child in aux)
        passive = any(child.dep_ == "auxpass" for child in aux)
        does = any(child.lemma_ == "do" for child in aux)
        return not (present and (passive or does or token.tag_ == "VBG"))
    return token.tag_ in ("VBD", "VBN")


def _is_planned(token: Token) -> bool:
    plan = token.head
    if not any(child.tag_ == "TO" for child in token.children) or plan.lemma_.lower() not in PLANS - UNSURE_PLANS:
        return False
    return not (plan.dep_ in ("dobj", "nsubjpass") and plan.head.lemma_.lower() in THWARTING)


def _under_infinitive(token: Token, walk: _Walk) -> bool:
    above = token.head
    lemma = above.lemma_.lower()
    if lemma in DENYING:
        walk.denied, walk.holds = True, not walk.holds
        return True
    if lemma in REFUSING:
        walk.holds = not walk.holds
        return True
    if not any(child.tag_ == "TO" for child in token.children):
        return lemma in ("admit", "start", "begin", "keep", "finish") and token.tag_ == "VBG"
    if lemma in ("want", "hope", "wish", "seek", "threaten", "propose", "offer", "predict", "aim", "prepare"):
        return False
    passive = any(child.dep_ == "auxpass" for child in above.children)
    if lemma in SAID_TO:
        return passive
    return lemma in MANAGED or lemma in PLANNING or lemma in SEEMING or above.pos_ == "AUX" or lemma == "be"


def _under_preposition(token: Token, walk: _Walk) -> bool:
    preposition = token.head
    if preposition.lower_ == "without":
        walk.holds = not walk.holds
        return True
    if preposition.lower_ in ACCUSING and preposition.head.lemma_.lower() in CHARGED | {"convict", "guilty"}:
        return not negated(preposition.head)
    return preposition.lower_ in AFTER and preposition.head.pos_ in VERBAL and preposition.lower_ != "for"


def _under_saying(token: Token, walk: _Walk) -> bool:
    above = token.head
    lemma = above.lemma_.lower()
    if lemma in DENYING:
        if negated(above):
            return False
        walk.denied, walk.holds = True, not walk.holds
        return True
    if lemma in WISHING or any(child.lower_ in CONDITIONS for child in token.children if child.dep_ == "mark"):
        return False
    return not negated(above)
