"""Speakers whom an article describes and does not name: "several dozen officers", "a ministry spokeswoman", "police".

Only who does something that people do with words is taken up (the subject of a cue, or who "according to" cites).
A description stands for itself inside its article and for nobody in another one.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from spacy.tokens import Doc, Token

from claims.analysis.found import EntityKind
from claims.analysis.text.cues import BELIEF, CORE, DOCUMENTS, INTENT, NAMING, REQUEST, SPEECH, VIEWING

from . import titles
from .sifting import sifted
from .titles import COLLECTIVES, INSTITUTIONS, PEOPLE, WRITINGS

LONGEST = 12
# Verbs by which figures and papers "speak" as well as people do.
SHOWING = frozenset("show suggest indicate find reveal read confirm mean reflect imply project rule determine".split())
CUES = SPEECH | BELIEF | INTENT | REQUEST | NAMING | VIEWING
SPEAKING = CUES - SHOWING
SAYING = (CORE & SPEAKING) | frozenset("believe think hope fear accuse criticize criticise urge worry".split())
STEPS = 6
SUBJECTS = frozenset("nsubj nsubjpass agent".split())
NAMED = frozenset("PERSON ORG GPE NORP".split())
DEFINITE = frozenset("the this that these those".split())
PERSONAL_ENDING = ("man", "woman", "person", "ist", "eer", "ster", "ian")


@dataclass(frozen=True)
class Description:
    """A nameless speaker's noun phrase: tokens `start:end` around `head`; `owner` is the token of who has them."""

    start: int
    end: int
    head: int
    kind: EntityKind
    words: tuple[str, ...]
    noun: str
    definite: bool
    owner: int | None = None

    @property
    def bare(self) -> bool:
        return len(self.words) == 1 and self.owner is None


def descriptions(
    doc: Doc, named: Mapping[int, int], people: Collection[int], antecedents: Iterable[int]
) -> Iterator[Description]:
    """The nameless speakers of a text in text order; `named` has the tokens of names, `people` those of persons.

    `antecedents` are the tokens that a speaking "they" or "it" points at.
    """
    for at in sorted({*speaking(doc), *antecedents}):
        token = doc[at]
        if not (token.pos_ == "NOUN" or token.tag_ == "NNPS") or token.i in named:
            continue
        if any(child.dep_ == "appos" and child.i in named for child in token.rights):
            continue
        kind = kind_of(token)
        if kind is not None:
            yield described(doc, token, kind, people)


def speaking(doc: Doc) -> Iterator[int]:
    """Whoever a verb of speech or judgement, or "according to", puts words to."""
    for token in sifted(doc, "LEMMA", CUES):
        if token.pos_ in ("VERB", "AUX"):
            subject = subject_of(token)
            if subject is not None and token.lemma_.lower() in (CUES if is_human(subject) else by_others(subject)):
                yield subject.i
    for token in sifted(doc, "LOWER", frozenset(("according",))):
        for to in (child for child in token.children if child.lower_ == "to"):
            yield from (child.i for child in to.children if child.dep_ == "pobj")


def by_others(noun: Token) -> frozenset[str]:
    """The verbs that make a speaker of a noun which is not known to be one."""
    word = titles.title_word(noun.lemma_)
    known = word in COLLECTIVES or noun.lower_ in COLLECTIVES or word in INSTITUTIONS or word in titles.NUMBERS_OF
    return SPEAKING if known else SAYING


def subject_of(verb: Token) -> Token | None:
    """The subject a verb has or shares: of its coordinate, its governor, the noun it modifies or its issuer."""
    for _ in range(STEPS):
        own = [child for child in verb.lefts if child.dep_ in SUBJECTS] or [
            child for child in verb.rights if child.dep_ in SUBJECTS
        ][:1]
        if own:
            return own_subject(verb, own[-1])  # "what his critics say"
        noun = verb.head
        told = [child for child in noun.children if child.dep_ == "dobj"] if verb.dep_ in ("xcomp", "ccomp") else []
        if told and verb.tag_ == "VB":
            return told[0]
        if verb.dep_ in ("acl", "relcl") and noun.lemma_.lower() not in DOCUMENTS:
            return noun
        verb = noun.head if verb.dep_ in ("acl", "relcl") else noun
        if verb.pos_ not in ("VERB", "AUX"):
            return None
    return None


def own_subject(verb: Token, subject: Token) -> Token | None:
    """The subject, or the agent of a passive; "who" is the noun its clause hangs on."""
    if subject.dep_ == "agent":
        return next((child for child in subject.children if child.dep_ == "pobj"), None)
    if subject.dep_ == "nsubjpass":
        agent = next((child for child in verb.children if child.dep_ == "agent"), None)
        return own_subject(verb, agent) if agent is not None else None
    return verb.head if subject.tag_ in ("WP", "WDT") and verb.dep_ == "relcl" else subject


def is_human(token: Token) -> bool:
    word = titles.title_word(token.lemma_)
    if token.tag_ == "NNPS" or token.ent_type_ == "NORP":
        return True
    return word in PEOPLE or word in titles.OFFICES or word in titles.MALE or word in titles.FEMALE


def kind_of(token: Token) -> EntityKind | None:
    """A person, a group or a body, by the noun and its number; None for things and for papers."""
    word = titles.title_word(token.lemma_)
    inner = counted(token)
    if inner is not None:
        return EntityKind.GROUP if kind_of(inner) in (EntityKind.GROUP, EntityKind.ORGANISATION) else None
    if word in WRITINGS or token.lower_ in WRITINGS:
        return None
    if word in COLLECTIVES or token.lower_ in COLLECTIVES:
        return EntityKind.GROUP
    if token.tag_ in ("NNS", "NNPS"):
        return EntityKind.GROUP
    if is_human(token) or word.endswith(PERSONAL_ENDING):
        return EntityKind.PERSON
    return EntityKind.ORGANISATION if word in INSTITUTIONS else None


def counted(token: Token) -> Token | None:
    """Who is counted in "dozens of protesters", "a group of officers", "some members of the board"."""
    if titles.title_word(token.lemma_) not in titles.NUMBERS_OF:
        return None
    of = next((child for child in token.rights if child.lower_ == "of"), None)
    return next((child for child in of.children if child.dep_ == "pobj"), None) if of is not None else None


def described(doc: Doc, head: Token, kind: EntityKind, people: Collection[int]) -> Description:
    start, end = head.left_edge.i, ending(head)
    start = max(start, head.i - LONGEST)
    while start < head.i and (doc[start].is_punct or doc[start].is_space):
        start += 1
    owner = next((child.i for child in head.lefts if child.dep_ == "poss"), None)
    if owner is None:
        owner = next((child.i for child in head.lefts if child.dep_ == "compound" and child.i in people), None)
    content = [token for token in doc[start:end] if not token.is_punct and not token.is_space]
    words = tuple(token.lower_ for token in content if token.lower_ not in DEFINITE and token.lower_ not in ("a", "an"))
    return Description(
        start,
        end,
        head.i,
        kind,
        words,
        head.lemma_.lower(),
        bool(content) and content[0].lower_ in DEFINITE,
        owner,
    )


def ending(head: Token) -> int:
    """The end of the phrase: with what "of", "for", "in" and the like say of the noun, without clauses."""
    end = head.i + 1
    fellow = next((child for child in head.rights if child.dep_ == "conj" and child.pos_ == "NOUN"), None)
    if fellow is not None and fellow.i - head.i < LONGEST:
        return fellow.i + 1
    for child in head.rights:
        if child.dep_ != "prep" or child.i != end or child.right_edge.i - head.i > LONGEST:
            break
        inside = child.subtree
        if any(token.dep_ in ("relcl", "acl", "pcomp") or token.is_space for token in inside):
            break
        end = child.right_edge.i + 1
    return end


@dataclass
class Register:
    """Who the descriptions of one text stand for: a key by description, kept in the order of the text.

    "The officers" after "several dozen officers" are the same, unless other officers spoke as well. What points at
    somebody the article has not described so ("the senator", "the company", "the researchers") is left out, for it may
    be somebody named; so is a second "a resident", who may be another one, and what belongs to somebody unknown.
    """

    doc: Doc
    names: Sequence[str]
    seen: dict[str, str] = field(default_factory=dict)
    by_noun: dict[str, dict[str, None]] = field(default_factory=dict)

    def key(self, each: Description, owners: Mapping[int, int]) -> str | None:
        name = name_of(self.doc, each, owners, self.names)
        if name is None:
            return None
        earlier = self.by_noun.setdefault(each.noun, {})
        known = self.seen.get(name.lower())
        if known is not None:
            return None if each.kind is EntityKind.PERSON and not each.definite and each.owner is None else known
        if each.definite and (each.bare or each.kind is EntityKind.PERSON) and each.noun not in COLLECTIVES:
            return next(iter(earlier)) if len(earlier) == 1 and each.bare else None
        self.seen[name.lower()] = name
        earlier[name] = None
        return name


def name_of(doc: Doc, each: Description, owners: Mapping[int, int], names: Sequence[str]) -> str | None:
    """The description as a name: without article, its owner spelled out; None where nobody knows whose it is."""
    if each.owner is None:
        first = each.start
        while first < each.head and doc[first].lower_ in (*DEFINITE, "a", "an"):
            first += 1
        name = doc[first : each.end].text
        opens = doc[first].is_sent_start and doc[first].pos_ != "PROPN" and doc[first].ent_type_ not in NAMED
        return name[0].lower() + name[1:] if opens else name
    owner = owners.get(each.owner)
    if owner is None:
        return doc[each.start : each.end].text if doc[each.owner].pos_ != "PRON" else None
    after = each.owner + 1
    while after < each.head and doc[after].text in ("'s", "’s", "'", "’"):
        after += 1
    return f"{names[owner]}’s {doc[after : each.end].text}"
