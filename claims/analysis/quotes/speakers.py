"""Who speaks: the noun phrase or pronoun that stands as the source of a cue."""

from collections.abc import Iterator

from spacy.tokens import Token

from claims.analysis.spans import Span
from claims.analysis.text.cues import DOCUMENTS, ISSUING, Cue, Frame

_SUBJECTS = ("nsubj", "nsubjpass")
_VERBAL = ("VERB", "AUX")
_STEPS = 6
_AGENT_REACH = 40


def speaker_of(cue: Cue) -> Token | None:
    """The head of the source's noun phrase, or None where the sentence names none."""
    if cue.frame is Frame.CITATION:
        return _cited(cue.head)
    if cue.frame is Frame.NOUN:
        return _possessor(cue.head)
    if cue.head.lemma_.lower() == "quote" and (quoted := _object(cue.head)) is not None:
        return quoted
    return subject(cue.head)


def subject(verb: Token) -> Token | None:
    """The subject a verb has or shares: its own, its coordinate's, its governor's, or the object that controls it."""
    for _ in range(_STEPS):
        own = _own_subject(verb)
        if own is not None:
            heard = own.dep_ == "nsubjpass" and verb.lemma_ not in ("quote", "cite")
            return None if heard or own.dep_ == "expl" or own.lower_ == "there" else own
        if verb.dep_ == "conj" and verb.head.pos_ in _VERBAL:
            verb = verb.head
        elif verb.dep_ == "acl" and any(child.tag_ == "TO" for child in verb.children):
            verb = _governor(verb.head)
        elif verb.dep_ == "acl" and verb.tag_ == "VBN":
            return _agent(verb)
        elif verb.dep_ in ("acl", "relcl"):
            return _issuer(verb.head) or verb.head
        elif verb.dep_ == "pcomp":
            quoted = _object(verb.head.head) if verb.head.lower_ == "as" else None
            if quoted is not None:
                return quoted
            verb = _governor(verb)
        elif verb.dep_ in ("xcomp", "ccomp", "advcl", "dep", "prep", "parataxis"):
            controller = _object(verb.head) if verb.dep_ in ("xcomp", "ccomp") else None
            if controller is not None and verb.tag_ in ("VB", "VBG"):
                return controller
            verb = verb.head
        else:
            return None
        if verb.pos_ == "ADJ":
            verb = _governor(verb)
        if verb.pos_ not in _VERBAL:
            return verb if verb.pos_ in ("PROPN", "PRON") else None
    return None


def _governor(token: Token) -> Token:
    """The next verb up, past prepositions and nouns."""
    for _ in range(_STEPS):
        token = token.head
        if token.pos_ in _VERBAL:
            break
    return token


def beside(verb: Token, keep_out: tuple[Span, ...]) -> Token | None:
    """The noun right after or right before a verb of speech, where the parse took its subject out of the content."""
    after = verb.doc[verb.i + 1 : min(verb.sent.end, verb.i + 5)]
    before = reversed(verb.doc[max(verb.sent.start, verb.i - 3) : verb.i])
    for side in (after, before):
        for token in side:
            if token.is_punct or token.is_space or any(out.start <= token.idx < out.end for out in keep_out):
                break
            if token.pos_ in ("PROPN", "PRON", "NOUN") and token.ent_type_ not in ("DATE", "TIME"):
                return _phrase_head(token, verb)
    return None


def _phrase_head(token: Token, verb: Token) -> Token:
    while (
        token.dep_ in ("compound", "poss", "nmod", "amod")
        and token.head is not verb
        and abs(token.head.i - token.i) < 6
    ):
        token = token.head
    return token


def phrase(text: str, head: Token, keep_out: tuple[Span, ...] = ()) -> Span:
    """The full noun phrase of a source, as PolNeAR marks it: with apposition, without the clause that has the cue."""
    first, last = head.left_edge, head.right_edge
    start, end = first.idx, last.idx + len(last)
    for child in head.rights:
        if child.dep_ in ("relcl", "acl", "advcl", "ccomp", "parataxis") and child.left_edge.i > head.i:
            end = min(end, child.left_edge.idx)
    for out in keep_out:
        if out.start < head.idx and out.end > start:
            start = max(start, min(out.end, head.idx))
        elif out.start > head.idx:
            end = min(end, out.start)
    return trimmed(text, start, max(end, head.idx + len(head)))


def trimmed(text: str, start: int, end: int) -> Span:
    while end > start + 1 and (text[end - 1].isspace() or text[end - 1] in ',;:—–-"“”'):
        end -= 1
    while start < end - 1 and (text[start].isspace() or text[start] in ',;:—–-"“”'):
        start += 1
    return Span(start, end)


def _own_subject(verb: Token) -> Token | None:
    if any(child.dep_ == "auxpass" for child in verb.children) and verb.lemma_ not in ("quote", "cite"):
        return _named_subject(verb, ("expl",)) or _agent(verb) or _named_subject(verb, ("nsubjpass",))
    return _named_subject(verb, (*_SUBJECTS, "expl"))


def _agent(verb: Token) -> Token | None:
    by = [child for child in verb.children if child.dep_ == "agent" or (child.dep_ == "prep" and child.lower_ == "by")]
    nouns = [noun for child in by or _by_after_marks(verb) for noun in child.children if noun.dep_ == "pobj"]
    return next((noun for noun in nouns if noun.ent_type_ not in ("DATE", "TIME", "CARDINAL")), None)


def _by_after_marks(verb: Token) -> Iterator[Token]:
    """ "By" behind the words in marks, which the parse hangs on one of them: 'described as "a joke" by the mayor'."""
    for token in verb.doc[verb.i + 2 : min(verb.sent.end, verb.i + _AGENT_REACH)]:
        if token.lower_ == "by" and token.nbor(-1).text in ('"', "”", "''", "»", "’"):
            yield token


def _named_subject(verb: Token, kinds: tuple[str, ...]) -> Token | None:
    return next((child for child in verb.children if child.dep_ in kinds), None)


def passer(verb: Token) -> Token | None:
    """Who quotes somebody: the subject of "quoted him as saying", the agent of "was quoted by Interfax as saying"."""
    return _agent(verb) or _named_subject(verb, ("nsubj",))


def _object(verb: Token) -> Token | None:
    return next((child for child in verb.children if child.dep_ in ("dobj", "nsubjpass")), None)


def _issuer(noun: Token) -> Token | None:
    """Who issued the statement: the owner, or the subject of the verb that puts it out."""
    if noun.lemma_.lower() not in DOCUMENTS:
        return None
    owner = next((child for child in noun.children if child.dep_ == "poss"), None)
    if owner is not None:
        return owner
    governor = noun.head.head if noun.dep_ == "pobj" else noun.head
    if governor.pos_ in _VERBAL and governor.lemma_.lower() in ISSUING:
        return subject(governor)
    return None


def _cited(according: Token) -> Token | None:
    to = next((child for child in according.children if child.lower_ == "to"), None)
    return next((child for child in to.children if child.dep_ == "pobj"), None) if to is not None else None


def _possessor(noun: Token) -> Token | None:
    owner = next((child for child in noun.children if child.dep_ == "poss"), None)
    if owner is not None:
        return owner
    by = next((child for child in noun.children if child.dep_ == "prep" and child.lower_ in ("by", "from", "of")), None)
    if by is not None:
        return next((child for child in by.children if child.dep_ == "pobj"), None)
    if noun.dep_ in ("dobj", "attr", "oprd") and noun.head.pos_ in _VERBAL:
        return subject(noun.head)
    return None
