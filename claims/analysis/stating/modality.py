"""How a clause is put: as a fact, a plan, a denial, somebody's allegation or a condition."""

from collections.abc import Iterator

from spacy.tokens import Span as Tokens
from spacy.tokens import Token

from claims.analysis.found import Modality
from claims.analysis.values import Dimension

from .clauses import REACH, SUBJECTS, VERBAL
from .negation import in_scope, negated

DENYING = frozenset("deny refute dispute disprove debunk rebut".split())
# With one of these for its object a verb of refusal denies what the clause under the noun says.
RUMOURS = frozenset("report claim allegation rumor rumour suggestion accusation charge assertion speculation".split())
REFUSING = frozenset("refuse decline fail neglect omit".split())
REJECTING = frozenset("reject dismiss deny refute dispute".split())
PLANNING = frozenset(
    "plan agree intend vow pledge promise expect aim hope schedule set due slate want prepare propose decide seek "
    "threaten mean wish offer project forecast predict opt poise".split()
)
PLANS = frozenset(
    "plan proposal decision promise pledge intention deal agreement effort bid threat offer vow scheme attempt "
    "deadline ability chance".split()
)
ALLEGING = frozenset("allege claim accuse suspect blame believe think rumor rumour speculate suppose".split())
# Passives that pass on what others say: "is said to have fled".
SAID_TO = frozenset("say believe think report allege suspect know understand rumor rumour claim presume".split())
HEARSAY = frozenset("allegedly reportedly purportedly supposedly apparently ostensibly".split())
ACCUSED = frozenset("alleged suspected accused purported supposed reputed".split())
CHARGES = frozenset("of with for".split())
CONDITIONS = frozenset("if unless whether lest provided".split())
POSSIBLE = frozenset("may might could should".split())
# "I do not think that" denies what is thought.
RAISING = frozenset("think believe expect".split())
DESCRIBING = frozenset("amod compound poss nmod nummod npadvmod".split())
COMING = frozenset("will shall 'll ’ll wo".split())
PAST_SAYING = ("VBD", "VBN", "VBG")
STRENGTH = (Modality.DENIED, Modality.CONDITIONAL, Modality.ALLEGED, Modality.PLANNED)


def of_value(predicate: Token, tokens: Tokens, dimension: Dimension) -> Modality:
    """How a value under a predicate is put; what only describes a noun is taken for granted.

    So are appositions ("the toll, 44 dead, may rise") and the dates and ages of nouns ("the November 10 deal").
    """
    if dimension is Dimension.AGE and tokens.root.dep_ not in ("attr", "acomp"):
        return Modality.STATED
    if tokens.start and tokens.doc[tokens.start - 1].lower_ == "not":
        return Modality.DENIED
    if _aside(tokens.root, predicate) or (dimension is Dimension.DATE and _describes(tokens)):
        return Modality.STATED
    if any(child.lower_ in ACCUSED for child in tokens.root.children):
        return Modality.ALLEGED
    denied = negated(predicate, tokens) and in_scope(predicate, tokens.root, dated=dimension is Dimension.DATE)
    return Modality.DENIED if denied else modality_of(predicate)


def modality_of(predicate: Token) -> Modality:
    """How what stands under a predicate is put, by the strongest cue: a denied plan is denied.

    A plain "not" beside the predicate is left to the caller.
    """
    cues = set(_cues(predicate))
    return next((each for each in STRENGTH if each in cues), Modality.STATED)


def _describes(tokens: Tokens) -> bool:
    """ "The November 10 deal", "last year's war", "since the switch in 1972"."""
    root, noun = tokens.root, tokens.root.head.head
    if root.dep_ == "pobj" and root.head.dep_ == "prep":
        of_name = root.head.lower_ == "of" and noun.pos_ == "PROPN"
        return of_name or (noun.pos_ == "NOUN" and noun.dep_ in ("pobj", "nsubj", "nsubjpass"))
    return root.dep_ in DESCRIBING and root.head.i >= tokens.end and root.head.pos_ in ("NOUN", "PROPN")


def _aside(token: Token, predicate: Token) -> bool:
    """Whether a value stands in an apposition: "Larch, its captain since 2010, will retire"."""
    for _ in range(REACH):
        if token.dep_ == "appos":
            return True
        if token.i == predicate.i or token.head.i == token.i:
            return False
        token = token.head
    return False


def _cues(predicate: Token) -> Iterator[Modality]:
    for _ in range(REACH):
        yield from _by_its_words(predicate)
        yield from _by_its_conditions(predicate)
        above, relation = predicate.head, predicate.dep_
        if above.i == predicate.i:
            return
        if above.pos_ == "ADP" or above.dep_ == "prep":
            yield from _by_charge(above)
            while above.pos_ == "ADP" and above.head.i != above.i:
                above = above.head
        yield from _by_governor(predicate, above)
        if not _inherits(predicate, above):
            return
        predicate = above
        raised = relation == "ccomp" and predicate.lemma_.lower() in RAISING
        if (relation == "xcomp" or raised) and negated(predicate) and predicate.lemma_ not in ("wait", "fail"):
            yield Modality.DENIED


def _by_its_words(predicate: Token) -> Iterator[Modality]:
    bare = predicate.tag_ == "VB" or any(child.tag_ == "VB" for child in predicate.children)
    for child in predicate.children:
        if child.dep_ == "aux" and bare:
            if child.lower_ in COMING:
                yield Modality.PLANNED
            elif child.lower_ in ("would", "'d", "’d") and not _went_on(predicate):
                yield Modality.PLANNED if _under_past_speech(predicate) else Modality.CONDITIONAL
            elif child.lower_ in POSSIBLE and predicate.lemma_ not in ("see", "hear"):
                yield Modality.CONDITIONAL
        elif child.dep_ == "advmod" and child.lower_ in HEARSAY:
            yield Modality.ALLEGED
    if predicate.dep_ == "xcomp" and _goes_to(predicate):
        yield Modality.PLANNED


def _went_on(predicate: Token) -> bool:
    """ "Would go on to win": the future of the past, which is past."""
    return predicate.lemma_ == "go" and any(child.lower_ == "on" for child in predicate.children)


def _goes_to(infinitive: Token) -> bool:
    """ "Is to leave", "is going to leave", "is due to leave"."""
    if not any(child.tag_ == "TO" for child in infinitive.children):
        return False
    above = infinitive.head
    return above.lower_ == "going" or (above.lemma_ == "be" and above.tag_ in ("VBZ", "VBP", "VBD"))


def _under_past_speech(predicate: Token) -> bool:
    """ "Said he would resign": a plan seen from the past, unless a condition is told with it."""
    above = predicate.head
    if predicate.dep_ == "conj" and above.i != predicate.i:
        return _under_past_speech(above)
    if any(child.dep_ == "advcl" and _mark(child) in CONDITIONS for child in predicate.children):
        return False
    return predicate.dep_ == "ccomp" and above.pos_ in VERBAL and above.tag_ in PAST_SAYING


def _by_its_conditions(predicate: Token) -> Iterator[Modality]:
    if _mark(predicate) in CONDITIONS:
        yield Modality.CONDITIONAL
    for child in predicate.children:
        if child.dep_ == "advcl" and _mark(child) in ("if", "unless") and not _concedes(child):
            yield Modality.CONDITIONAL


def _mark(predicate: Token) -> str:
    return next(
        (
            child.lower_
            for child in predicate.children
            if child.dep_ in ("mark", "advmod") and child.lower_ in CONDITIONS
        ),
        "",
    )


def _concedes(clause: Token) -> bool:
    mark = next((child for child in clause.children if child.lower_ == "if"), None)
    return mark is not None and mark.i > 0 and mark.nbor(-1).lower_ == "even"


def _by_charge(preposition: Token) -> Iterator[Modality]:
    """ "Accused of killing", "charged with theft", "suspected of"."""
    verb = preposition.head
    if preposition.lower_ in CHARGES and verb.lemma_.lower() in ("accuse", "suspect", "charge", "blame", "indict"):
        yield Modality.ALLEGED


def _by_governor(predicate: Token, above: Token) -> Iterator[Modality]:
    lemma, complement = above.lemma_.lower(), predicate.dep_ in ("ccomp", "xcomp", "pcomp", "advcl")
    if predicate.dep_ == "acl" and above.pos_ == "NOUN":
        infinitive = any(child.tag_ == "TO" for child in predicate.children)
        if infinitive and lemma in PLANS:
            yield Modality.PLANNED
        if not infinitive and lemma in RUMOURS:
            denied = above.dep_ == "dobj" and above.head.lemma_.lower() in REJECTING
            yield Modality.DENIED if denied else Modality.ALLEGED
    if not complement or above.pos_ not in (*VERBAL, "ADJ"):
        return
    if lemma in DENYING and predicate.dep_ in ("ccomp", "xcomp") or lemma in REFUSING and predicate.dep_ == "xcomp":
        yield Modality.DENIED
    elif lemma in PLANNING and predicate.dep_ == "xcomp":
        yield Modality.PLANNED
    elif (lemma in ALLEGING and predicate.dep_ == "ccomp" and not _is_own(above)) or (
        lemma in SAID_TO and _is_said(predicate, above)
    ):
        yield Modality.ALLEGED


def _is_own(verb: Token) -> bool:
    """ "I think" only softens what somebody says in their own voice."""
    return any(child.dep_ == "nsubj" and child.lower_ in ("i", "we") for child in verb.children)


def _is_said(predicate: Token, above: Token) -> bool:
    return predicate.dep_ == "xcomp" and any(child.dep_ == "auxpass" for child in above.children)


def _inherits(predicate: Token, above: Token) -> bool:
    """Whether the modality of the predicate above is this one's too: not for what a relative clause tells."""
    if above.pos_ not in VERBAL:
        return False
    if predicate.dep_ in ("xcomp", "ccomp", "pcomp"):
        return predicate.dep_ != "ccomp" or above.lemma_.lower() not in FACTIVE
    own = any(child.dep_ in SUBJECTS for child in predicate.children)
    marked = any(child.dep_ in ("mark", "advmod") and child.i < predicate.i for child in predicate.children)
    return predicate.dep_ in ("conj", "advcl") and not own and not marked


# What they govern holds whether or not they themselves are planned or denied: "did not know that".
FACTIVE = frozenset("know realize realise regret forget mention reveal disclose show demonstrate remember".split())
