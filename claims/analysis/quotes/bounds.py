"""Where a reported clause starts and ends: right of its verb, around it, up to a second attribution."""

from collections.abc import Iterator

from spacy.tokens import Token

from claims.analysis.spans import Span
from claims.analysis.text.cues import NAMING, SPEECH

_FAR = 200
_ASIDE = ("which", "while", "though", "although", "whereas")
SUBJECTS = ("nsubj", "nsubjpass", "csubj", "expl")
# Participles after a comma that go on from the cue, or say what the whole led to.
_LATE = (
    SPEECH - frozenset("show read find rule determine describe detail point tout learn suggest project answer".split())
) | frozenset("call prompt force spark trigger leave cause".split())


# With a listener for object.
_TELLING = frozenset("tell assure remind inform notify warn advise ask urge convince persuade promise".split())
_WHO = ("who", "which", "whose", "where")
_FINITE = ("VBD", "VBZ", "VBG")


def has_subject(verb: Token) -> bool:
    return any(child.dep_ in SUBJECTS for child in verb.children)


def right(verb: Token, clause: Token) -> Span | None:
    start = _subject_taken(verb, clause) or (clause.left_edge if clause.left_edge.i > verb.i else verb.doc[verb.i + 1])
    if start.lemma_ == "be" and any(token.lower_ == "what" for token in verb.doc[max(0, verb.i - 6) : verb.i]):
        start = verb.doc[min(start.i + 1, clause.right_edge.i)]
    end = late_cut(start, clause.right_edge)
    for child in clause.rights:
        if child.dep_ == "conj" and start.i < child.i <= end.i and resumes(verb, clause, child):
            conjunction = next((one for one in clause.rights if one.dep_ == "cc"), child)
            end = verb.doc[max(start.i, min(conjunction.i, child.left_edge.i) - 1)]
    return piece(start, _with_contrast(start, end))


def _subject_taken(verb: Token, clause: Token) -> Token | None:
    """The start of a subject that the parse took for the verb's own object ("said the days of plenty are gone")."""
    if verb.lemma_.lower() in _TELLING or has_subject(clause) or any(part.tag_ == "TO" for part in clause.children):
        return None
    between = (one for one in verb.rights if one.dep_ in ("dobj", "dative") and one.i < clause.left_edge.i)
    return next((one.left_edge for one in between if one.left_edge.i > verb.i), None)


def _with_contrast(start: Token, end: Token) -> Token:
    """On to the sentence's end where "that ..." goes on with ", but" and shares its subject."""
    following = start.doc[end.i + 1 : min(end.i + 4, start.sent.end)]
    if start.lower_ != "that" or [token.lower_ for token in following[:2]] != [",", "but"] or len(following) < 3:
        return end
    if following[2].pos_ not in ("AUX", "VERB"):
        return end
    return late_cut(following[2], start.sent[-1])


def resumes(verb: Token, clause: Token, other: Token) -> bool:
    """Whether a coordinate goes on from the cue ("said it helps and thanked", "said it was "ours" and left")."""
    if verb.tag_ != other.tag_ or has_subject(other):
        return False
    if other.lemma_.lower() in SPEECH | NAMING and verb.tag_ in _FINITE:
        return True
    if verb.tag_ != "VBD":
        return False
    finite = next((child for child in clause.children if child.dep_ in ("aux", "auxpass")), clause)
    before = other.left_edge.nbor(-1) if other.left_edge.i else other
    if before.dep_ == "cc" and before.i:
        before = before.nbor(-1)
    return finite.tag_ in ("VBZ", "VBP", "MD") or before.text in ("”", '"', "''", "»")


def is_aside(clause: Token) -> bool:
    """A participle without subject or auxiliary before the cue: "Asked about it, he said" is about the asking."""
    return clause.tag_ in ("VBN", "VBG") and not any(
        child.dep_ in (*SUBJECTS, "aux", "auxpass") for child in clause.children
    )


def around(verb: Token, clause: Token) -> Iterator[Span | None]:
    """A clause before ", X said", and the rest of it after, if it goes on there."""
    own = [child for child in verb.children if child.dep_ in SUBJECTS or child.i > verb.i]
    if any(child.lower_ in ("who", "which", "that") for child in own if child.dep_ in SUBJECTS):
        return
    first = min([verb, *(child.left_edge for child in own if child.dep_ in SUBJECTS)], key=lambda one: one.i)
    if clause.left_edge.i < first.i:
        yield piece(clause.left_edge, before(first))
    last = max([verb, *(child.right_edge for child in own if child is not clause)], key=lambda one: one.i)
    comma = after(last)
    if clause.right_edge.i > last.i and comma is not None and comma.text == "," and comma.i < clause.right_edge.i:
        yield piece(verb.doc[comma.i + 1], clause.right_edge)


def inserted(verb: Token) -> Iterator[Span | None]:
    """Both sides of ", X said," inside a clause, where the parse links neither: "In May, he said, it fell"."""
    subjects = [child for child in verb.children if child.dep_ in SUBJECTS]
    first = min([verb, *(child.left_edge for child in subjects)], key=lambda one: one.i)
    last = max([verb, *(child.right_edge for child in subjects)], key=lambda one: one.i)
    opening, closing = before(first), after(last)
    if not subjects or opening is None or closing is None or opening.text != "," or closing.text != ",":
        return
    left, rest = verb.doc[verb.sent.start : opening.i], after(closing)
    if rest is None or rest.tag_ in ("VBG", "CC", "WDT", "WP", "WRB", "IN") or rest.is_punct:
        return
    if left and not any(token.pos_ in ("VERB", "AUX") and token.i + 1 < opening.i for token in left):
        yield piece(left[0], opening)
        yield piece(rest, late_cut(rest, verb.sent[-1]))


def late_cut(start: Token, end: Token) -> Token:
    """The last token before a second attribution in the same sentence: ", adding that", ", according to"."""
    for token in start.doc[start.i + 2 : min(end.i + 1, start.i + _FAR)]:
        before = token.nbor(-2) if token.nbor(-1).is_space else token.nbor(-1)
        if before.text not in (",", "—", "–", '"', "”") or token.head.i < start.i:
            continue
        if token.lower_ == "according" or (token.tag_ == "VBG" and token.lemma_.lower() in _LATE):
            return before
        if token.lower_ in _ASIDE and _attributes_again(token, end):
            return before
        if token.lower_ == "while" and token.dep_ == "mark" and has_subject(token.head):
            return before
    return end


def before_relative(start: Token, end: Token) -> Token:
    """The comma before ", who ...": what a relative clause adds to a name or a judgement is the article's own."""
    for token in start.doc[start.i + 1 : end.i]:
        if token.text == "," and token.nbor(1).lower_ in _WHO and token.nbor(1).head.i > token.i:
            return token
    return end


def _attributes_again(opening: Token, end: Token) -> bool:
    """Whether a clause that starts here has a cue of its own right after its subject ("which he called")."""
    following = opening.doc[opening.i + 1 : min(end.i + 1, opening.i + 8)]
    verb = next((token for token in following if token.pos_ == "VERB"), None)
    return verb is not None and verb.lemma_.lower() in SPEECH | NAMING and has_subject(verb)


def piece(first: Token, last: Token | None) -> Span | None:
    while last is not None and last.is_space and last.i > first.i:
        last = last.nbor(-1)
    if last is None or last.i < first.i:
        return None
    return Span(first.idx, last.idx + len(last))


def before(token: Token) -> Token | None:
    return token.nbor(-1) if token.i > token.sent.start else None


def after(token: Token) -> Token | None:
    return token.nbor(1) if token.i + 1 < token.sent.end else None
