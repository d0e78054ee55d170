"""The words that attribute: verbs, nouns and "according to", each with the complements it may take.

Lemmas are grouped by the construction in which news English uses them to report, after PARC and PolNeAR; which group
a lemma belongs to was weighed on the training part of PolNeAR.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from spacy.tokens import Doc, Token

from claims.analysis.spans import Span
from sources.messages import gettext_noop


class Frame(StrEnum):
    """What kind of content the cue introduces; the value says it in words."""

    SPEECH = gettext_noop("a verb of speech")
    BELIEF = gettext_noop("a verb of belief")
    INTENT = gettext_noop("a verb of promising or intending")
    REQUEST = gettext_noop("a verb of asking someone to act")
    NAMING = gettext_noop("a verb of naming or judging")
    CITATION = gettext_noop("a source named by a preposition")
    NOUN = gettext_noop("a noun of speech or belief")


SPEECH = frozenset(
    """say tell add write tweet retweet post blog text email note announce report suggest argue claim acknowledge
    explain insist recall declare warn reveal confirm state stress reiterate repeat assert concede admit complain
    respond reply answer continue conclude observe remark comment joke quip ask wonder predict promise pledge vow swear
    threaten deny allege charge contend maintain emphasize emphasise highlight underline underscore caution estimate
    indicate imply hint signal testify recount boast brag lament muse mention proclaim counter retort demand propose
    recommend advise assure remind inform notify shout yell chant cry whisper scream sing exclaim interject agree
    disagree speculate reason caption headline quote relate read find show rule determine learn disclose point tout
    question project assess stipulate certify profess protest plead beg urge clarify elaborate theorize posit
    foresee forecast gush fume rail snap sigh tease thunder bellow bemoan decry intone opine pronounce summarise
    summarize specify describe detail affirm attest avow broadcast communicate conjecture convey decree
    dispute echo gripe grouse grumble inquire enquire marvel murmur mutter preach rant rave rebut surmise
    vent volunteer chime deadpan crow hypothesize elucidate interpose reckon relay""".split()
)
# Those that make a clause before them or a quotation beside them theirs, with no complement in the parse.
CORE = frozenset(
    """say tell add write tweet post note announce report argue claim acknowledge explain insist recall declare warn
    state stress reiterate repeat assert concede admit complain respond reply answer continue conclude observe remark
    comment joke quip ask wonder predict promise pledge vow shout yell chant cry exclaim boast lament muse proclaim
    counter retort testify recount read quote caution confirm sing scream whisper interject urge demand call
    emphasize emphasise suggest contend maintain allege charge affirm opine snap sigh tease fume gush thunder
    shoot fire begin crow deadpan clarify elaborate plead beg inquire enquire protest describe declare""".split()
)
BELIEF = frozenset(
    """believe think feel hope fear expect worry suspect doubt assume imagine guess wish know recognize recognise
    realize realise understand anticipate hop conclude presume reckon""".split()
)
INTENT = frozenset(
    """pledge promise vow threaten decline refuse agree offer ask propose swear claim volunteer
    demand pretend profess hope hop aim expect prefer wish""".split()
)
REQUEST = frozenset(
    """ask urge tell call order encourage advise implore beg warn instruct invite request command press remind exhort
    counsel plead beseech challenge expect chant appeal""".split()
)
NAMING = frozenset(
    """call describe accuse blame criticize criticise denounce condemn praise dismiss brand label dub cite announce
    portray slam blast mock reject decry tout hail defend declare note mention reiterate stress highlight
    lament lambast lambaste deride ridicule bash assail rebuke scold chide applaud laud liken credit
    express question demand endorse attack echo discuss thank dispute rebut bemoan
    acknowledge predict repeat recommend propose pronounce deem characterize characterise term
    explain recognize recognise emphasize emphasise outline recount detail prefer recite tweet suggest""".split()
)
# "sees the vote as a test": a judgement only with "as".
VIEWING = frozenset("see view regard identify frame depict".split())
# With a person for object these are acts, not words: "dismissed the minister".
OF_PEOPLE = frozenset("dismiss reject recommend propose announce repeat".split())
SPEECH_NOUNS = frozenset(
    """claim suggestion complaint statement warning allegation belief view argument assertion admission announcement
    pledge promise accusation declaration insistence notion speculation remark rumor rumour contention
    prediction denial confirmation criticism comment concern fear hope message opinion testimony vow threat""".split()
)
DOCUMENTS = frozenset(
    """statement letter report tweet post message email memo release note article text video speech filing complaint
    lawsuit resolution document editorial column series ruling declaration communique communiqué petition ad advert
    interview remark comment announcement warning""".split()
)
# "X issued a statement saying": what X does with it makes X, not the statement, the speaker.
ISSUING = frozenset(
    "issue release make publish send post put sign write deliver give circulate read tweet hold".split()
)
AFTER_NOUN = {
    "accuse": ("of",),
    "blame": ("for",),
    "call": ("for", "on"),
    "talk": ("about",),
    "speak": ("about", "of"),
    "respond": ("by",),
    "complain": ("about",),
    "warn": ("of", "about", "against"),
    "comment": ("on",),
    "assure": ("of",),
    "rail": ("against",),
    "campaign": ("against",),
    "point": ("to",),
    "ask": ("for", "about"),
    "brag": ("about",),
    "boast": ("about", "of"),
    "vote": ("against",),
    "refer": ("to",),
    "agree": ("with", "on"),
    "vouch": ("for",),
    "hint": ("at",),
    "hope": ("for",),
    "hop": ("for",),
    "critical": ("of",),
    "supportive": ("of",),
    "dismissive": ("of",),
    "worried": ("about",),
    "concerned": ("about",),
    "skeptical": ("of", "about"),
    "sceptical": ("of", "about"),
}
OF_NOUN = {
    "concern": ("about",),
    "doubt": ("about",),
    "anxiety": ("about",),
    "joke": ("about",),
    "mention": ("of",),
}


@dataclass(frozen=True)
class Cue:
    """A word that attributes, in one reading; `span` has its auxiliaries and particle."""

    head: Token
    frame: Frame
    span: Span


def find_cues(doc: Doc) -> Iterator[Cue]:
    """Every cue of a text in text order; a lemma that reports in several constructions gives a cue for each."""
    for token in doc:
        lemma = token.lemma_.lower()
        if token.lower_ == "according" and (to := _word_after(token)) is not None and to.lower_ == "to":
            last = to if to.i == token.i + 1 else token
            yield Cue(token, Frame.CITATION, Span(token.idx, last.idx + len(last)))
        elif token.pos_ in ("VERB", "AUX") and not _is_compound(token):
            span = _verb_span(token)
            for frame, lemmas in _VERBS:
                if lemma in lemmas:
                    yield Cue(token, frame, span)
            if lemma in VIEWING or (lemma in AFTER_NOUN and lemma not in NAMING):
                yield Cue(token, Frame.NAMING, span)
        elif token.pos_ == "ADJ" and lemma in AFTER_NOUN:
            yield Cue(token, Frame.NAMING, Span(token.idx, token.idx + len(token)))
        elif token.pos_ == "NOUN" and (lemma in SPEECH_NOUNS or lemma in OF_NOUN):
            yield Cue(token, Frame.NOUN, Span(token.idx, token.idx + len(token)))


_VERBS = (
    (Frame.SPEECH, SPEECH),
    (Frame.BELIEF, BELIEF),
    (Frame.INTENT, INTENT),
    (Frame.REQUEST, REQUEST),
    (Frame.NAMING, NAMING),
)


def _word_after(token: Token) -> Token | None:
    """The next word, over the blanks that a masked link leaves."""
    following = token.doc[token.i + 1 : token.i + 3]
    return next((word for word in following if not word.is_space), None)


def _is_compound(token: Token) -> bool:
    """Whether a participle is the end of an adjective: "so-called", "self-proclaimed"."""
    return token.dep_ == "amod" and token.i > 0 and token.nbor(-1).text == "-"


def _verb_span(verb: Token) -> Span:
    """The verb with the auxiliaries, negation and adverbs right before it and its particle right after it."""
    first = verb
    # Where a sentence begins and ends is asked of each token: `sent` looks through the whole of it every time.
    while first.i > 0 and not first.is_sent_start:
        before = first.nbor(-1)
        if before.head != verb or before.dep_ not in ("aux", "auxpass", "neg", "advmod"):
            break
        first = before
    last = verb
    after = verb.nbor(1) if verb.i + 1 < len(verb.doc) else verb
    if after.head == verb and after.dep_ == "prt" and not after.is_sent_start:
        last = after
    return Span(first.idx, last.idx + len(last))
