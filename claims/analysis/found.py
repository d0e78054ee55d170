"""What one analysis of one text gives: the contract between the finders and whoever stores what they found."""

from dataclasses import dataclass
from enum import StrEnum

from sources.messages import Part, gettext_noop

from .spans import Span
from .values import FoundValue, Value

# Who holds what is claimed inside a quotation of nobody in particular.
UNNAMED = gettext_noop("an unnamed speaker")


class EntityKind(StrEnum):
    PERSON = "person"
    ORGANISATION = "organisation"
    PLACE = "place"
    GROUP = "group"


class QuoteKind(StrEnum):
    DIRECT = "direct"
    INDIRECT = "indirect"
    MIXED = "mixed"
    SCARE = "scare"


class Modality(StrEnum):
    """How a claim is put: "will hand over", "denied", "allegedly", "if ... are returned"; else stated."""

    STATED = "stated"
    PLANNED = "planned"
    DENIED = "denied"
    ALLEGED = "alleged"
    CONDITIONAL = "conditional"


class Change(StrEnum):
    """What a figure is that is no level: by how much, from what or to what something changed, or how two differ."""

    NONE = ""
    RISE = "rise"
    FALL = "fall"
    FROM = "from"
    TO = "to"
    DIFFERENCE = "difference"


class Role(StrEnum):
    """What part an entity has in a clause."""

    AGENT = "agent"
    OBJECT = "object"
    PLACE = "place"
    OTHER = "other"


@dataclass(frozen=True)
class FoundEntity:
    """Someone or something named in this article, with every form of the name used here.

    `name` is the fullest form without title ("Nikol Pashinyan"); `mentions` are the spans of names and of what was
    resolved to it with evidence (pronouns, "the prime minister"), in text order; `roles` what the article calls it.
    """

    name: str
    kind: EntityKind
    names: tuple[str, ...]
    mentions: tuple[Span, ...]
    roles: tuple[str, ...] = ()


@dataclass(frozen=True)
class Candidate:
    """Who may be meant by a speaker that was left unresolved: an index into `Analysis.entities`, and why."""

    entity: int
    reason: Part


@dataclass(frozen=True)
class FoundQuote:
    """Who said what: content (one or more spans), cue and speaker, after PARC/PolNeAR's source, cue and content.

    Direct content excludes its quotation marks. A scare quote is a few words set off by marks that nobody is said to
    have said. `speaker` is the mention as it stands ("he", "the statement"); `speaker_entity` indexes
    `Analysis.entities`, or is None where the evidence is thin: then `candidates` are those it may be, best first.
    `via` is who passed it on ("Interfax" in "Interfax reported that the minister said"). `reasons` say why this was
    taken for a quote and why this speaker, in plain words.
    """

    kind: QuoteKind
    spans: tuple[Span, ...]
    cue: Span | None = None
    speaker: Span | None = None
    speaker_entity: int | None = None
    candidates: tuple[Candidate, ...] = ()
    via: Span | None = None
    reasons: tuple[Part, ...] = ()


@dataclass(frozen=True)
class About:
    """What a claim's value is about, in the terms by which claims of different articles are compared.

    `label` reads like a question's subject ("districts Azerbaijan regained"); `head` is the lemma of the counted
    noun or of the dated event; `event` the family of the event ("deal" for agreement, ceasefire, truce; "kill" for
    died, deaths), "" where there is none; `verbs` and `words` are the lemmas of the clause's predicates and of its
    other content words (of the sentences around it where the clause is too short to tell); `definite` says that the
    head is a noun spoken of as known ("the inspection", "its last inspection"), `naming` that a date tells one of many
    that come again ("the 2008 season"); `subject` is the lemma of who acts
    in the clause, `object` of what is acted on; `roles` index `Analysis.entities`, each with its part in the clause;
    `when` is the date the clause gives for a value that is no date itself; `others` are counts the clause adds to
    this one ("in addition to four others": 4.0); `change` says that the value is of a change and not of a level.
    """

    label: str
    head: str
    event: str = ""
    verbs: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    subject: str = ""
    object: str = ""
    definite: bool = False
    naming: bool = False
    roles: tuple[tuple[int, Role], ...] = ()
    when: Value | None = None
    others: tuple[float, ...] = ()
    change: Change = Change.NONE

    @property
    def entities(self) -> tuple[int, ...]:
        """The indices of the entities named in the clause."""
        return tuple(entity for entity, _ in self.roles)


@dataclass(frozen=True)
class FoundClaim:
    """One stated value with the clause that states it and whose claim it is.

    `holder` indexes `Analysis.entities`; None with an empty `holder_text` is the narrator, None with a text is a
    speaker who could not be resolved. A claim without a figure ("the general was dismissed") is one of the dimension
    occurrence: its value span is the predicate, its relation the value's unit, subject and object are in `about`.
    """

    evidence: Span
    stated: FoundValue
    about: About
    holder: int | None = None
    holder_text: str = ""
    modality: Modality = Modality.STATED
    reasons: tuple[Part, ...] = ()


@dataclass(frozen=True)
class Gap:
    """A sentence with a figure, a date or quotation marks that gave no claim and no quote, and why."""

    span: Span
    reason: str


@dataclass(frozen=True)
class Analysis:
    """Everything that was found in one text, in text order.

    `story` holds the folded names the whole article is about, most frequent first.
    """

    entities: tuple[FoundEntity, ...] = ()
    quotes: tuple[FoundQuote, ...] = ()
    claims: tuple[FoundClaim, ...] = ()
    gaps: tuple[Gap, ...] = ()
    story: tuple[str, ...] = ()
