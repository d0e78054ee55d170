"""What a cue introduces: the characters of its complement, in one piece or around the attribution."""

from collections.abc import Iterator

from spacy.tokens import Token

from claims.analysis.spans import Span
from claims.analysis.text.cues import AFTER_NOUN, BELIEF, CORE, NAMING, OF_PEOPLE, SPEECH, Cue, Frame

_FAR = 200
_ASIDE = ("which", "while", "though", "although", "whereas")
_SUBJECTS = ("nsubj", "nsubjpass", "csubj", "expl")
# Participles after a comma that go on from the cue, or say what the whole led to.
_LATE = (
    SPEECH - frozenset("show read find rule determine describe detail point tout learn suggest project answer".split())
) | frozenset("call prompt force spark trigger leave cause".split())


def contents(cue: Cue) -> tuple[Span, ...]:
    """The content's pieces in text order, () where the parse gives the cue none; marks and commas still at the ends."""
    found = _BY_FRAME[cue.frame](cue)
    return tuple(sorted(piece for piece in found if piece))


def left_clause(verb: Token) -> Span | None:
    """The clause before ", X said" where the parse does not link them: from the sentence's start to the comma."""
    first = min([verb, *(child.left_edge for child in verb.children if child.dep_ in _SUBJECTS)], key=lambda one: one.i)
    comma = _before(first)
    if comma is None or comma.text not in (",", "—", "–", "--", ',"', "”", '"', "''"):
        return None
    clause = verb.doc[verb.sent.start : comma.i]
    if not any(token.pos_ in ("VERB", "AUX") and _has_subject(token) for token in clause):
        return None
    return _piece(clause[0], comma)


def _has_subject(verb: Token) -> bool:
    return any(child.dep_ in _SUBJECTS for child in verb.children)


def _speech(cue: Cue) -> Iterator[Span | None]:
    verb = cue.head
    if verb.tag_ == "VBN" and verb.dep_ == "acl":
        return
    clauses = [child for child in verb.children if child.dep_ in ("ccomp", "parataxis")]
    if verb.lemma_.lower() in ("say", "add", "tell", "write", "note", "report", "announce"):
        clauses = clauses or [child for child in verb.children if child.dep_ == "xcomp" and child.i < verb.i]
    for clause in clauses:
        if clause.i > verb.i and clause.dep_ == "ccomp":
            yield _right(verb, clause)
        elif clause.i < verb.i:
            yield from _around(verb, clause)
    if not clauses and verb.lemma_.lower() in CORE:
        yield _that_clause(verb)
    if not clauses and verb.dep_ == "parataxis" and verb.head.pos_ in ("VERB", "AUX"):
        yield from _around(verb, verb.head)


def _that_clause(verb: Token) -> Span | None:
    """A clause with "that" which the parse hung on a noun between ("told the paper on Monday that ...")."""
    for token in verb.doc[verb.i + 1 : min(verb.sent.end, verb.i + 14)]:
        if token.lower_ == "that" and token.dep_ == "mark" and _has_subject(token.head) and token.i < token.head.i:
            return _piece(token, _late_cut(token, token.head.right_edge))
        if token.pos_ == "VERB":
            return None
    return None


def _belief(cue: Cue) -> Iterator[Span | None]:
    for child in cue.head.children:
        if child.dep_ == "ccomp" and child.i > cue.head.i:
            yield _right(cue.head, child)


def _intent(cue: Cue) -> Iterator[Span | None]:
    for child in cue.head.children:
        if child.dep_ == "xcomp" and child.i > cue.head.i and any(part.tag_ == "TO" for part in child.children):
            yield _right(cue.head, child)


def _request(cue: Cue) -> Iterator[Span | None]:
    """Whom to do what: the object with the infinitive, however the parse hangs it."""
    verb = cue.head
    for child in verb.children if not _is_passive(verb) else ():
        if child.i < verb.i or child.dep_ not in ("ccomp", "xcomp"):
            continue
        if any(part.tag_ == "TO" for part in child.children):
            objects = [one for one in verb.children if one.dep_ in ("dobj", "dative") and verb.i < one.i < child.i]
            first = objects[0] if objects else child
            if objects or child.dep_ == "ccomp":
                yield _piece(first.left_edge, _late_cut(child.left_edge, child.right_edge))


def _naming(cue: Cue) -> Iterator[Span | None]:
    verb, lemma = cue.head, cue.head.lemma_.lower()
    parts = sorted((child for child in verb.children if _names(child, verb, lemma)), key=lambda one: one.left_edge.i)
    if not parts or (lemma in OF_PEOPLE and parts[0].pos_ == "PROPN"):
        return
    start = parts[0].left_edge if parts[0].dep_ != "prep" else verb.doc[min(parts[0].i + 1, parts[0].right_edge.i)]
    end = max((part.right_edge for part in parts), key=lambda one: one.i)
    if start.i <= end.i:
        yield _piece(start, _late_cut(start, end))


def _is_passive(verb: Token) -> bool:
    return any(child.dep_ == "auxpass" for child in verb.children)


def _names(child: Token, verb: Token, lemma: str) -> bool:
    """Whether a complement belongs to what is named or judged: the object, its predicate, "as ..." or "for ..."."""
    if child.i < verb.i or child.ent_type_ in ("DATE", "TIME"):
        return False
    if child.dep_ == "prep":
        return child.lower_ in AFTER_NOUN.get(lemma, ()) or (child.lower_ in ("as", "for") and lemma in NAMING)
    return lemma in NAMING and child.dep_ in ("dobj", "nsubjpass", "oprd", "ccomp", "xcomp")


def _citation(cue: Cue) -> Iterator[Span | None]:
    """The rest of the sentence that "according to" stands in."""
    sentence = cue.head.sent
    before, after = _before(cue.head), _after(cue.head.right_edge)
    if before is not None and (before.i - sentence.start < 2 or before.text in ("(", "[")):
        before = None
    left = _piece(sentence[0], before) if before is not None else None
    if before is not None and after is not None and before.text in (",", "—", "–") and after.text == ",":
        rest = _after(after)
        yield left
        if rest is not None:
            yield _piece(rest, sentence[-1])
    elif before is not None:
        yield left
    elif after is not None and after.text == ",":
        yield _piece(after, sentence[-1])


def _noun(cue: Cue) -> Iterator[Span | None]:
    for child in cue.head.children:
        if (
            child.dep_ in ("acl", "ccomp")
            and child.i > cue.head.i
            and any(part.lower_ == "that" for part in child.children)
        ):
            yield _piece(child.left_edge, child.right_edge)


_BY_FRAME = {
    Frame.SPEECH: _speech,
    Frame.BELIEF: _belief,
    Frame.INTENT: _intent,
    Frame.REQUEST: _request,
    Frame.NAMING: _naming,
    Frame.CITATION: _citation,
    Frame.NOUN: _noun,
}


def _right(verb: Token, clause: Token) -> Span | None:
    start = clause.left_edge if clause.left_edge.i > verb.i else verb.doc[verb.i + 1]
    if start.lemma_ == "be" and any(token.lower_ == "what" for token in verb.doc[max(0, verb.i - 6) : verb.i]):
        start = verb.doc[min(start.i + 1, clause.right_edge.i)]
    end = _late_cut(start, clause.right_edge)
    for child in clause.rights:
        if child.dep_ == "conj" and start.i < child.i <= end.i and _resumes(verb, clause, child):
            conjunction = next((one for one in clause.rights if one.dep_ == "cc"), child)
            end = verb.doc[max(start.i, min(conjunction.i, child.left_edge.i) - 1)]
    return _piece(start, _with_contrast(start, end))


def _with_contrast(start: Token, end: Token) -> Token:
    """On to the sentence's end where "that ..." goes on with ", but" and shares its subject."""
    following = start.doc[end.i + 1 : min(end.i + 4, start.sent.end)]
    if start.lower_ != "that" or [token.lower_ for token in following[:2]] != [",", "but"] or len(following) < 3:
        return end
    if following[2].pos_ not in ("AUX", "VERB"):
        return end
    return _late_cut(following[2], start.sent[-1])


def _resumes(verb: Token, clause: Token, other: Token) -> bool:
    """Whether a coordinate goes on from the cue ("said it helps and thanked", "said it was "ours" and left")."""
    if verb.tag_ != "VBD" or other.tag_ != "VBD" or _has_subject(other):
        return False
    finite = next((child for child in clause.children if child.dep_ in ("aux", "auxpass")), clause)
    before = other.left_edge.nbor(-1) if other.left_edge.i else other
    if before.dep_ == "cc" and before.i:
        before = before.nbor(-1)
    return finite.tag_ in ("VBZ", "VBP", "MD") or before.text in ("”", '"', "''", "»")


def _around(verb: Token, clause: Token) -> Iterator[Span | None]:
    """A clause before ", X said", and the rest of it after, if it goes on there."""
    own = [child for child in verb.children if child.dep_ in _SUBJECTS or child.i > verb.i]
    if any(child.lower_ in ("who", "which", "that") for child in own if child.dep_ in _SUBJECTS):
        return
    first = min([verb, *(child.left_edge for child in own if child.dep_ in _SUBJECTS)], key=lambda one: one.i)
    if clause.left_edge.i < first.i:
        yield _piece(clause.left_edge, _before(first))
    last = max([verb, *(child.right_edge for child in own if child is not clause)], key=lambda one: one.i)
    comma = _after(last)
    if clause.right_edge.i > last.i and comma is not None and comma.text == "," and comma.i < clause.right_edge.i:
        yield _piece(verb.doc[comma.i + 1], clause.right_edge)


def _late_cut(start: Token, end: Token) -> Token:
    """The last token before a second attribution in the same sentence: ", adding that", ", according to"."""
    for token in start.doc[start.i + 2 : min(end.i + 1, start.i + _FAR)]:
        before = token.nbor(-2) if token.nbor(-1).is_space else token.nbor(-1)
        if before.text not in (",", "—", "–", '"', "”") or token.head.i < start.i:
            continue
        if token.lower_ == "according" or (token.tag_ == "VBG" and token.lemma_.lower() in _LATE):
            return before
        if token.lower_ in _ASIDE and _attributes_again(token, end):
            return before
    return end


def _attributes_again(opening: Token, end: Token) -> bool:
    """Whether a clause that starts here has a cue of its own right after its subject ("which he called")."""
    following = opening.doc[opening.i + 1 : min(end.i + 1, opening.i + 8)]
    verb = next((token for token in following if token.pos_ == "VERB"), None)
    return verb is not None and verb.lemma_.lower() in SPEECH | NAMING and _has_subject(verb)


def _piece(first: Token, last: Token | None) -> Span | None:
    if last is None or last.i < first.i:
        return None
    return Span(first.idx, last.idx + len(last))


def _before(token: Token) -> Token | None:
    return token.nbor(-1) if token.i > token.sent.start else None


def _after(token: Token) -> Token | None:
    return token.nbor(1) if token.i + 1 < token.sent.end else None


def attributes(verb: Token) -> bool:
    """Whether a quotation beside this verb may be its content although the parse does not say so."""
    return verb.lemma_.lower() in CORE or verb.lemma_.lower() in SPEECH - BELIEF
