"""What a cue introduces: the characters of its complement, in one piece or around the attribution."""

from collections.abc import Iterator

from spacy.tokens import Token

from claims.analysis.spans import Span
from claims.analysis.text.cues import AFTER_NOUN, BELIEF, CORE, NAMING, OF_NOUN, OF_PEOPLE, SPEECH, VIEWING, Cue, Frame

from . import bounds

_OPENING = ('"', "“", "``", "«", "‘", "„")
_CLOSING = ('"', "”", "''", "»", "’")
_CIRCUMSTANCE = ("on", "in", "at", "during", "after", "before", "when")


def contents(cue: Cue) -> tuple[Span, ...]:
    """The content's pieces in text order, () where the parse gives the cue none; marks and commas still at the ends."""
    found = _BY_FRAME[cue.frame](cue)
    return tuple(sorted(piece for piece in found if piece))


def left_clause(verb: Token) -> Span | None:
    """The clause before ", X said" where the parse does not link them: from the sentence's start to the comma."""
    first = min(
        [verb, *(child.left_edge for child in verb.children if child.dep_ in bounds.SUBJECTS)], key=lambda one: one.i
    )
    comma = bounds.before(first)
    if comma is None or comma.text not in (",", "—", "–", "--", ',"', "”", '"', "''"):
        return None
    clause = verb.doc[verb.sent.start : comma.i]
    if len(clause) == 0 or (clause[0].pos_ == "VERB" and bounds.is_aside(clause[0])):
        return None
    if not any(token.pos_ in ("VERB", "AUX") and bounds.has_subject(token) for token in clause):
        return None
    return bounds.piece(clause[0], comma)


def _speech(cue: Cue) -> Iterator[Span | None]:
    verb = cue.head
    if verb.tag_ == "VBN" and verb.dep_ == "acl":
        return
    if verb.dep_ == "csubj" and verb.head.lemma_ == "be" and any(child.lower_ == "what" for child in verb.children):
        if verb.i < verb.head.i < verb.head.right_edge.i:
            yield bounds.piece(verb.head.nbor(1), bounds.late_cut(verb.head, verb.head.right_edge))
        return
    if verb.lemma_.lower() in CORE and (pieces := list(bounds.inserted(verb))):
        yield from pieces
        return
    clauses = [child for child in verb.children if child.dep_ in ("ccomp", "parataxis")]
    if verb.lemma_.lower() in ("say", "add", "tell", "write", "note", "report", "announce"):
        clauses = clauses or [child for child in verb.children if child.dep_ == "xcomp" and child.i < verb.i]
    for clause in clauses:
        if clause.i > verb.i and clause.dep_ == "ccomp":
            yield bounds.right(verb, clause)
        elif clause.i < verb.i and not bounds.is_aside(clause):
            yield from bounds.around(verb, clause)
    if not clauses and verb.lemma_.lower() in CORE:
        yield _that_clause(verb)
    if not clauses and verb.dep_ == "parataxis" and verb.head.pos_ in ("VERB", "AUX"):
        yield from bounds.around(verb, verb.head)


def _that_clause(verb: Token) -> Span | None:
    """A clause with "that" which the parse hung on a noun between ("told the paper on Monday that ...")."""
    for token in verb.doc[verb.i + 1 : min(verb.sent.end, verb.i + 14)]:
        if (
            token.lower_ == "that"
            and token.dep_ == "mark"
            and bounds.has_subject(token.head)
            and token.i < token.head.i
        ):
            return bounds.piece(token, bounds.late_cut(token, token.head.right_edge))
        if token.pos_ == "VERB":
            return None
    return None


def _belief(cue: Cue) -> Iterator[Span | None]:
    for child in cue.head.children:
        if child.dep_ == "ccomp" and child.i > cue.head.i:
            yield bounds.right(cue.head, child)


def _intent(cue: Cue) -> Iterator[Span | None]:
    """What someone means to do; "is expected to" is nobody's word."""
    if cue.head.lemma_.lower() == "expect" and _is_passive(cue.head):
        return
    for child in cue.head.children:
        if child.dep_ == "xcomp" and child.i > cue.head.i and any(part.tag_ == "TO" for part in child.children):
            yield bounds.right(cue.head, child)


def _request(cue: Cue) -> Iterator[Span | None]:
    """Whom to do what: the object with the infinitive, however the parse hangs it."""
    verb = cue.head
    yield from _for_someone_to(verb)
    for child in verb.children if not _is_passive(verb) else ():
        if child.i < verb.i or child.dep_ not in ("ccomp", "xcomp"):
            continue
        if any(part.tag_ == "TO" for part in child.children):
            objects = [one for one in verb.children if one.dep_ in ("dobj", "dative") and verb.i < one.i < child.i]
            first = objects[0] if objects else child
            if objects or child.dep_ == "ccomp":
                end = bounds.late_cut(child.left_edge, child.right_edge)
                yield bounds.piece(first.left_edge, _named_until(first.left_edge, end, ""))


def _for_someone_to(verb: Token) -> Iterator[Span | None]:
    """ "called for the council to meet": from who should act to the end of what they should do."""
    for prep in verb.rights:
        if prep.left_edge.lower_ == "for" and prep.left_edge.i > verb.i and any(one.tag_ == "TO" for one in prep.lefts):
            yield bounds.piece(prep.left_edge.nbor(1), bounds.late_cut(prep.left_edge, prep.right_edge))
            continue
        asked = next((one for one in prep.rights if one.dep_ == "pobj"), None) if prep.lower_ == "for" else None
        to = bounds.after(asked.right_edge) if asked is not None else None
        if to is None or asked is None or to.tag_ != "TO" or to.head.i < to.i:
            continue
        aside = (one.left_edge for one in to.head.rights if one.dep_ == "advcl" and one.left_edge.dep_ == "mark")
        first = next(aside, None)
        end = first.nbor(-1) if first is not None and first.i > to.head.i else to.head.right_edge
        yield bounds.piece(asked.left_edge, bounds.late_cut(to, end))


def _naming(cue: Cue) -> Iterator[Span | None]:
    verb, lemma = cue.head, cue.head.lemma_.lower()
    parts = sorted((child for child in verb.children if _names(child, verb, lemma)), key=lambda one: one.left_edge.i)
    if not parts or (lemma in OF_PEOPLE and parts[0].pos_ == "PROPN"):
        return
    if lemma in VIEWING - NAMING and not any(part.lower_ == "as" for part in parts):
        return
    if lemma == "call" and not _judges(verb, parts):
        return
    start = parts[0].left_edge if parts[0].dep_ != "prep" else verb.doc[min(parts[0].i + 1, parts[0].right_edge.i)]
    end = max((part.right_edge for part in parts), key=lambda one: one.i)
    if lemma == "refer" and not any(token.text in _OPENING for token in verb.doc[start.i - 1 : end.i + 1]):
        return  # without marks it says what is meant, and not how it is called
    if start.i <= end.i:
        given = "by" if verb.tag_ == "VBN" and (_is_passive(verb) or verb.dep_ == "acl") else ""
        yield bounds.piece(start, _named_until(start, bounds.late_cut(start, end), given))


def _judges(verb: Token, parts: list[Token]) -> bool:
    """Whether "call" says what something is, and is no mere name ("a firm called Sansa") nor a ring or a summons."""
    if verb.tag_ == "VBN" and verb.dep_ == "acl" and parts[0].pos_ == "PROPN":
        return any(child.dep_ == "agent" for child in verb.children)
    if any(child.dep_ == "prt" and child.lower_ in ("off", "up", "in") for child in verb.children):
        return False
    if parts[0].lower_ in ("itself", "themselves", "attention"):
        return False
    predicate = any(part.dep_ != "dobj" for part in parts)
    return predicate or _is_passive(verb) or len(list(parts[0].subtree)) > 1 or parts[0].i > verb.i + 1


def _named_until(start: Token, end: Token, given: str) -> Token:
    """The end of the name: before ", who ..." and before what only says when, where or by whom it was given."""
    end = bounds.before_relative(start, end)
    for token in start.doc[start.i + 1 : end.i]:
        following = token.nbor(1).lower_
        if token.text in _CLOSING and (following in _CIRCUMSTANCE or following == given):
            return token
    return end


def _is_passive(verb: Token) -> bool:
    return any(child.dep_ == "auxpass" for child in verb.children)


def _names(child: Token, verb: Token, lemma: str) -> bool:
    """Whether a complement belongs to what is named or judged: the object, its predicate, "as ..." or "for ..."."""
    if child.i < verb.i or child.ent_type_ in ("DATE", "TIME"):
        return False
    if child.dep_ == "prep" and any(one.ent_type_ in ("DATE", "TIME") for one in child.children):
        return False
    judges = lemma in NAMING or lemma in VIEWING
    if child.dep_ == "prep":
        return child.lower_ in AFTER_NOUN.get(lemma, ()) or (child.lower_ in ("as", "for") and judges)
    return judges and child.dep_ in ("dobj", "nsubjpass", "oprd", "ccomp", "xcomp")


def _citation(cue: Cue) -> Iterator[Span | None]:
    """The rest of the sentence that "according to" stands in."""
    sentence, end = cue.head.sent, _cited_until(cue.head)
    before, after = bounds.before(cue.head), bounds.after(cue.head.right_edge)
    if before is not None and (before.i - sentence.start < 2 or before.text in ("(", "[")):
        before = None
    left = bounds.piece(sentence[0], before) if before is not None else None
    if before is not None and after is not None and before.text in (",", "—", "–") and after.text == ",":
        rest = bounds.after(after)
        yield left
        if rest is not None:
            yield bounds.piece(rest, end)
    elif before is not None:
        yield left
    elif after is not None and after.text == ",":
        yield bounds.piece(after, end)


def _cited_until(according: Token) -> Token:
    """The sentence's end, or that of the clause which a verb of speech after it reports (", Reuters said")."""
    clause = according.head
    over = clause.head
    if clause.dep_ == "ccomp" and over.i > clause.right_edge.i and over.lemma_.lower() in CORE:
        return clause.right_edge
    return according.sent[-1]


def _noun(cue: Cue) -> Iterator[Span | None]:
    """The clause with "that" that a noun of speech has, or is: "his claim that ...", "the answer was that ..."."""
    if cue.head.dep_ == "nsubj" and cue.head.head.lemma_ == "be":
        for child in cue.head.head.rights:
            if child.dep_ == "ccomp" and any(part.lower_ == "that" for part in child.children):
                yield bounds.right(cue.head.head, child)
    for child in cue.head.children:
        if (
            child.dep_ in ("acl", "ccomp")
            and child.i > cue.head.i
            and any(part.lower_ == "that" for part in child.children)
        ):
            yield bounds.piece(child.left_edge, child.right_edge)
        elif child.lower_ in OF_NOUN.get(cue.head.lemma_.lower(), ()) and child.right_edge.i > child.i:
            yield bounds.piece(child.nbor(1), bounds.late_cut(child, child.right_edge))


_BY_FRAME = {
    Frame.SPEECH: _speech,
    Frame.BELIEF: _belief,
    Frame.INTENT: _intent,
    Frame.REQUEST: _request,
    Frame.NAMING: _naming,
    Frame.CITATION: _citation,
    Frame.NOUN: _noun,
}


def attributes(verb: Token) -> bool:
    """Whether a quotation beside this verb may be its content although the parse does not say so."""
    return verb.lemma_.lower() in CORE or verb.lemma_.lower() in SPEECH - BELIEF
