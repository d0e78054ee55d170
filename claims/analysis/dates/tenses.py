"""The verb a phrase hangs on, and whether it tells of what was or of what will be."""

from enum import StrEnum

from spacy.tokens import Token

CLIMB = 12
MODALS = frozenset("will shall 'll ’ll would".split())
PLANNING = frozenset("schedule plan expect due slate set intend propose".split())
# An infinitive under one of these lies ahead; under any other verb it takes the tense of that verb.
AIMING = PLANNING | frozenset(
    "agree vow want hope decide promise be aim prepare order urge ask call need pledge threaten offer seek wait".split()
)


# In the present tense these tell of what is on the timetable, except in headlines ("Bridge opens on Friday").
TIMETABLED = frozenset(
    "begin start open reopen resume play face host meet return launch premiere air run close end expire vote hold "
    "convene arrive travel kick take mark visit".split()
)
ENDS = frozenset(".!?…\"”’'")


class Tense(StrEnum):
    PAST = "past"
    FUTURE = "future"
    UNKNOWN = "unknown"


def governor(token: Token) -> Token | None:
    """The nearest verb above a token, or None."""
    for _ in range(CLIMB):
        if token.head is token:
            return token if token.pos_ in ("VERB", "AUX") else None
        token = token.head
        if token.pos_ in ("VERB", "AUX"):
            return token
    return None


def tense_at(token: Token) -> Tense:
    """The tense of the verb a token hangs on; infinitives and plans look ahead."""
    verb = _finite(governor(token))
    if verb is None:
        return Tense.UNKNOWN
    helpers = [child for child in verb.children if child.dep_ in ("aux", "auxpass")]
    words = {child.lower_ for child in helpers}
    if words & MODALS or verb.lemma_.lower() in PLANNING:
        return Tense.FUTURE
    if any(child.tag_ == "TO" for child in helpers):
        return _of_infinitive(verb)
    if verb.tag_ in ("VBD", "VBN") or any(child.tag_ == "VBD" or child.lemma_ == "have" for child in helpers):
        return Tense.PAST
    if verb.tag_ in ("VBZ", "VBP") and verb.lemma_.lower() in TIMETABLED and verb.sent.text.rstrip()[-1:] in ENDS:
        return Tense.FUTURE
    return Tense.UNKNOWN


def _finite(verb: Token | None) -> Token | None:
    """A bare participle ("after voting in January") takes the tense of the verb above it."""
    for _ in range(3):
        bare = verb is not None and verb.tag_ == "VBG" and not any(child.dep_ == "aux" for child in verb.children)
        above = governor(verb) if verb is not None and bare and verb.head is not verb else None
        if above is None:
            break
        verb = above
    return verb


def _of_infinitive(verb: Token) -> Tense:
    above = governor(verb) if verb.head is not verb else None
    if above is None or above.lemma_.lower() in AIMING:
        return Tense.FUTURE
    return Tense.PAST if above.tag_ in ("VBD", "VBN") else Tense.UNKNOWN
