"""What a value counts, dates or measures: a noun, or the predicate it hangs on."""

from spacy.tokens import Span as Tokens
from spacy.tokens import Token

from claims.analysis.facts.events import LIGHT, PARTICIPANTS, family
from claims.analysis.values import Dimension, FoundValue

from .clauses import VERBAL, arguments, is_predicate, predicate_above

OBJECT = frozenset(("dobj", "pobj", "attr", "nsubjpass", "oprd"))
TIMES = frozenset((Dimension.DATE, Dimension.TIME))
COUNTED = frozenset((Dimension.COUNT, Dimension.DATE))


# What stands behind a bare number says what the people counted are: "24 dead and over 200 injured".
CONDITIONS = frozenset(
    "dead killed injured wounded hurt missing homeless displaced arrested detained unaccounted".split()
)
# A bare number under these counts people: "140 were injured".
OF_PEOPLE = frozenset("kill injure arrest missing rescue displace".split())
# Standing alone these are of people: "brought thousands to the streets".
MASSES = frozenset("dozen hundred thousand".split())
# What these lead to surrounds what is told and does not name it: "went on strike over pay".
AROUND = frozenset(
    "over about because since after before during despite amid amidst near against without beyond behind".split()
)
# "The handling of the aftermath of the war".
NESTED = 3
CLAUSE = 40  # a verb further back than this is no longer one of the same clause
NO_ONE = frozenset(("one", "nobody", "none"))


def predicate_of(tokens: Tokens, stated: FoundValue) -> Token:
    """The predicate nearest to a value: "killed" in "killed 12 people" and in "the 12 people killed there left".

    A participle or relative clause of a counted noun is meant where it names an event and the verb above does not.
    """
    above = predicate_above(tokens.root)
    if stated.value.dimension in TIMES:
        above = _predicate_of_time(tokens, above)
    if stated.value.dimension is Dimension.COUNT and tokens.root.pos_ in ("NOUN", "PROPN", "NUM"):
        own = (child for child in tokens.root.children if child.dep_ in ("acl", "relcl") and child.i > tokens.root.i)
        restricting = next((child for child in own if family(child.lemma_) and is_predicate(child)), None)
        if restricting is not None and not family(above.lemma_):
            return restricting
    return above


def _predicate_of_time(tokens: Tokens, predicate: Token) -> Token:
    """The verb that a time belongs to where the parse hangs it on the report around it.

    "She was hit about 7 p.m., police said", "police say that around 7 p.m. she was hit".
    """
    doc = tokens.doc
    if predicate.i < tokens.start:
        opens = doc[predicate.i + 1].lower_ == "that" and doc[predicate.i + 1].tag_ in ("IN", "WDT")
        said = (child for child in predicate.children if child.dep_ == "ccomp" and child.i >= tokens.end)
        return next(said, predicate) if opens else predicate
    if tokens.root.dep_ not in ("npadvmod", "pobj") or "," not in {
        token.text for token in doc[tokens.end : predicate.i]
    }:
        return predicate
    for token in reversed(doc[max(0, tokens.start - CLAUSE) : tokens.start]):
        goes_on = token.text == "." and token.nbor(1).text[0].islower()  # "on Elm St. about 7 p.m."
        if token.is_space or token.tag_ == "CC" or (token.is_punct and not goes_on):
            break
        if is_predicate(token):
            return token
    return predicate


def head_of(tokens: Tokens, stated: FoundValue) -> Token:
    """The noun a value counts, dates or measures, else the verb it hangs on."""
    root = tokens.root
    dimension = stated.value.dimension
    if dimension in COUNTED and root.pos_ == "NOUN" and not _is_unit(root, stated):
        return root
    if dimension in (Dimension.COUNT, Dimension.MONEY) and (whole := _whole(root)) is not None:
        return _called(root) or whole
    if dimension is Dimension.COUNT and not stated.value.unit and (called := _called(root)) is not None:
        return called
    if dimension is Dimension.AGE:
        return _aged(tokens)
    measured = next((child for child in root.children if child.dep_ == "prep" and child.lower_ in ("of", "in")), None)
    if measured is not None and dimension is not Dimension.DATE:
        noun = next((child for child in measured.children if child.dep_ == "pobj"), None)
        if noun is not None and noun.lower_ not in ("them", "those"):
            return noun
    token = root
    while token.head.i != token.i and (token.pos_ not in ("NOUN", "PROPN", *VERBAL) or _in(token, tokens)):
        token = token.head
    if dimension in TIMES and token.pos_ in VERBAL:
        token = _predicate_of_time(tokens, token)
    token = event_noun(token) or _complement(token)
    return _inner_event(token, tokens) if dimension is Dimension.DATE else token


def _inner_event(noun: Token, tokens: Tokens) -> Token:
    """The event inside what is said of it: the war of "his handling of the war last year"."""
    inner = noun
    for _ in range(NESTED):
        if inner.pos_ != "NOUN" or family(lemma_of(inner)):
            return inner if inner.pos_ == "NOUN" else noun
        of = next((child for child in inner.rights if child.lower_ == "of" and child.i < tokens.start), None)
        nouns = (child for child in of.children if child.dep_ == "pobj") if of is not None else iter(())
        following = next(nouns, None)
        if following is None:
            return noun
        inner = following
    return noun


def lemma_of(noun: Token) -> str:
    """The lemma, of a noun written with a hyphen that of the whole where the whole is an event: "cease-fire"."""
    if noun.i > 1 and noun.nbor(-1).text == "-" and noun.nbor(-1).whitespace_ == "":
        whole = f"{noun.nbor(-2).lemma_.lower()}-{noun.lemma_.lower()}"
        return whole if family(whole) else noun.lemma_.lower()
    return noun.lemma_.lower()


def _whole(root: Token) -> Token | None:
    """What a bare number is a part of: "five bombs, of which four went off", "12 people, three of whom"."""
    predicate = predicate_above(root)
    if predicate.dep_ not in ("relcl", "advcl"):
        return None
    of = [child for child in (*root.children, *predicate.children) if child.lower_ == "of" and child.dep_ == "prep"]
    parts = (deep for child in of for deep in child.children if deep.lower_ in ("which", "whom"))
    if next(parts, None) is None:
        return None
    if predicate.dep_ == "relcl":
        return predicate.head
    above = arguments(predicate.head)
    return above.object or above.subject


def _called(root: Token) -> Token | None:
    """What a bare number is said to be: "three were children"."""
    if root.dep_ != "nsubj" or root.head.lemma_ != "be":
        return None
    return next((child for child in root.head.children if child.dep_ == "attr" and child.tag_ == "NNS"), None)


def counted_word(tokens: Tokens, stated: FoundValue, head: Token, predicate: Token) -> str:
    """One word for what is counted or dated: "person" where only "dead" or "were injured" says so."""
    unit = stated.value.unit if stated.value.dimension in (Dimension.COUNT, Dimension.RANK) else ""
    if unit:
        return unit
    lemma = lemma_of(head)
    if stated.value.dimension is not Dimension.COUNT or _called(tokens.root) is not None or _whole(tokens.root):
        return lemma
    if condition(tokens) or lemma in NO_ONE or lemma in MASSES:
        return "person"
    bare = head.pos_ != "NOUN" or head.i < tokens.end
    return "person" if bare and family(predicate.lemma_) in OF_PEOPLE else lemma


def condition(tokens: Tokens) -> str:
    """ "Dead" in "24 dead" and in "left 24 people dead"; "" where no such word follows."""
    after = tokens.doc[tokens.end : tokens.end + 1]
    word = after[0].lower_ if len(after) and after[0].sent == tokens.sent else ""
    return word if word in CONDITIONS else ""


def _aged(tokens: Tokens) -> Token:
    """Whose age it is: the noun before "of 58" or ", 58,", the noun described as "58-year-old", else the subject."""
    token = tokens.root
    owner = tokens.end < len(tokens.doc) and tokens.doc[tokens.end].tag_ == "POS"
    if owner:
        return token
    if token.dep_ in ("poss", "nsubj", "nsubjpass", "dobj", "pobj") and token.pos_ in ("NOUN", "PROPN"):
        return token  # "the 45-year-old's rise"
    while _in(token, tokens) and token.head.i != token.i:
        token = token.head
    if token.pos_ == "ADP" and token.head.i != token.i:
        token = token.head
    return _complement_subject(token)


def _complement_subject(token: Token) -> Token:
    if token.pos_ not in VERBAL:
        return token
    return next((child for child in token.children if child.dep_ in ("nsubj", "nsubjpass")), token)


def _complement(token: Token) -> Token:
    """What a bare "was" is about: its complement, else its subject."""
    if token.pos_ != "AUX":
        return token
    nouns = [child for child in token.children if child.pos_ in ("NOUN", "PROPN")]
    return next((noun for dep in ("attr", "nsubj") for noun in nouns if noun.dep_ == dep), token)


def event_noun(token: Token) -> Token | None:
    """The noun that names the event where the verb only carries it: "signed the deal", "agreed to a truce"."""
    if token.pos_ not in VERBAL:
        return None
    objects = [child for child in token.children if child.dep_ in OBJECT]
    if token.lemma_ in LIGHT:
        prepositions = (child for child in token.children if child.dep_ == "prep" and not _leads_around(child))
        objects += [deep for child in prepositions for deep in child.children if deep.dep_ == "pobj"]
    if token.dep_ in ("relcl", "acl"):
        # The small model takes "the deal Ada signed" for one compound name.
        objects += [token.head, *(child for child in token.head.children if child.dep_ == "compound")]
    named = [noun for noun in objects if noun.pos_ == "NOUN" and family(lemma_of(noun))]
    own = family(token.lemma_) and token.lemma_ not in LIGHT
    return named[0] if named and not own and (token.lemma_ in LIGHT or len(named) == 1) else None


def _leads_around(preposition: Token) -> bool:
    return preposition.lower_ in AROUND or any(child.lower_ in AROUND for child in preposition.children)


def event_of(head: Token, lemma: str, predicate: Token, state: str = "") -> str:
    """The family of the state told of ("dead"), of the head, the predicate, the verb above the head or the object.

    What only names who took part in it is asked after these.
    """
    above = [token for token in head.ancestors if token.pos_ == "VERB"][:1]
    objects = [child for child in predicate.children if child.dep_ in OBJECT]
    candidates = [lemma, *(token.lemma_ for token in [predicate, *above]), *map(lemma_of, objects)]
    ordered = sorted(candidates, key=PARTICIPANTS.__contains__)
    return next(filter(None, map(family, [state, *ordered])), "")


def _is_unit(root: Token, stated: FoundValue) -> bool:
    return stated.value.dimension is Dimension.DATE and stated.span.start <= root.idx < stated.span.end


def _in(token: Token, tokens: Tokens) -> bool:
    return tokens.start <= token.i < tokens.end
