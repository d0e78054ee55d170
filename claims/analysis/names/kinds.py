"""What kind of thing a name names: every sign votes, over all places where the article uses the form."""

from collections import defaultdict
from collections.abc import Sequence

from spacy.tokens import Doc

from claims.analysis.found import EntityKind

from . import folding, given, places, titles
from .capitals import Piece

Tally = defaultdict[EntityKind, float]
LABELS = {
    "PERSON": EntityKind.PERSON,
    "ORG": EntityKind.ORGANISATION,
    "GPE": EntityKind.PLACE,
    "LOC": EntityKind.PLACE,
    "FAC": EntityKind.PLACE,
    "NORP": EntityKind.GROUP,
}
# Names of events, works, laws and awards, which are none of the four kinds.
EVENTS = frozenset(
    "revolution war accord accords agreement treaty act bill olympics cup games festival award awards prize deal "
    "amendment constitution day week month year christmas easter ramadan spring uprising protocol summit conference "
    "convention championship championships tour operation massacre riots crisis plan initiative project "
    "program programme report hurricane storm typhoon earthquake resolution declaration covenant doctrine code "
    "language internet web god bible quran koran dr mr ms mrs".split()
)
PEOPLE_VERBS = frozenset(
    "say tell add ask insist reply recall admit joke write tweet argue note explain acknowledge resign marry smile "
    "laugh testify apologise apologize".split()
)
REPORTS = frozenset("report quote publish broadcast air".split())
WHERE = frozenset("in near across outside around inside over".split())
LABEL, TITLE, GIVEN, KNOWN, HEAD, ACRONYM, CLEAR, HINT = 2.0, 5.0, 5.0, 4.0, 6.0, 2.0, 3.0, 1.0


def kind_of(doc: Doc, mentions: Sequence[Piece]) -> EntityKind:
    """The kind of one form; a name for which nothing speaks is taken for an organisation's."""
    tally: Tally = defaultdict(float)
    for piece in mentions:
        # Of two kinds that as much speaks for it is that of the later word: "Dallas Clark" is a Clark.
        labels = (LABELS.get(token.ent_type_) for token in reversed(doc[piece.start : piece.end]))
        for kind in dict.fromkeys(label for label in labels if label is not None):
            tally[kind] += LABEL / len(mentions)
        by_context(tally, doc, piece)
        if piece.title:
            tally[EntityKind.PERSON] += TITLE
    by_name(tally, doc[mentions[0].start : mentions[0].end].text)
    return max(tally, key=lambda kind: tally[kind]) if tally else EntityKind.ORGANISATION


def by_name(tally: Tally, name: str) -> None:
    words = name.lower().split()
    if len(words) > 1 and given.is_given(words[0]) and words[-1] not in titles.INSTITUTIONS | titles.LANDS:
        tally[EntityKind.PERSON] += GIVEN
    if places.is_place(name):
        tally[EntityKind.PLACE] += KNOWN
    if words[-1] in titles.INSTITUTIONS or (words[0] in titles.INSTITUTIONS and {"of", "for"} & set(words)):
        tally[EntityKind.ORGANISATION] += HEAD
    elif len(words) > 1 and (words[-1] in titles.LANDS or ("of" in words and words[0] in titles.LANDS)):
        tally[EntityKind.PLACE] += KNOWN
    elif folding.is_acronym(name):
        tally[EntityKind.ORGANISATION] += ACRONYM


def by_context(tally: Tally, doc: Doc, piece: Piece) -> None:
    root = doc[piece.start : piece.end].root
    if root.dep_ in ("nsubj", "nsubjpass"):
        tally[EntityKind.PERSON] += HINT * (root.head.lemma_ in PEOPLE_VERBS)
        tally[EntityKind.ORGANISATION] += CLEAR * (root.head.lemma_ in REPORTS)
    before = [token.text.lower() for token in doc[max(0, piece.start - 3) : piece.start] if token.text.lower() != "the"]
    after = [token.text.lower() for token in doc[piece.end : piece.end + 2]]
    if before[-1:] and before[-1] in WHERE:
        tally[EntityKind.PLACE] += HINT
    if (before[-1:] == ["of"] and before[-2] in titles.LANDS if len(before) > 1 else False) or (
        after and after[0] in titles.LANDS and doc[piece.start].text[0].isupper()
    ):
        tally[EntityKind.PLACE] += CLEAR
    if after[:2] == [",", "who"] or after[:1] == ["who"]:
        tally[EntityKind.PERSON] += CLEAR


def is_event(name: str) -> bool:
    """Whether the name is that of an event, a work, a law or an award."""
    return not name.split() or name.split()[-1].lower() in EVENTS
