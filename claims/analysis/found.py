"""What one analysis of one text gives: the contract between the finders and whoever stores what they found."""

from dataclasses import dataclass, field
from enum import StrEnum

from .spans import Span
from .values import FoundValue, Value


class EntityKind(StrEnum):
    PERSON = "person"
    ORGANISATION = "organisation"
    PLACE = "place"
    GROUP = "group"


class QuoteKind(StrEnum):
    DIRECT = "direct"
    INDIRECT = "indirect"
    MIXED = "mixed"


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
class FoundQuote:
    """Who said what: content (one or more spans), cue and speaker, after PARC/PolNeAR's source, cue and content.

    Direct content excludes its quotation marks. `speaker` is the mention as it stands ("he", "the statement");
    `speaker_entity` indexes `Analysis.entities`, or is None where the evidence is thin. `reasons` say why this was
    taken for a quote and why this speaker, in plain words.
    """

    kind: QuoteKind
    spans: tuple[Span, ...]
    cue: Span | None = None
    speaker: Span | None = None
    speaker_entity: int | None = None
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True)
class About:
    """What a claim's value is about, in the terms by which claims of different articles are compared.

    `label` reads like a question's subject ("districts Azerbaijan regained"); `head` is the lemma of the counted
    noun or of the dated event; `event` the family of the event ("deal" for agreement, ceasefire, truce; "kill" for
    died, deaths), "" where there is none; `verbs` and `words` are the lemmas of the clause's predicates and of its
    other content words (of the sentences around it where the clause is too short to tell); `definite` says that the
    head is a noun spoken of as known ("the inspection", "its last inspection"); `subject` is the lemma of who acts
    in the clause; `entities` index `Analysis.entities`; `when` is the date the clause gives for a value that is no
    date itself; `others` are counts the clause adds to this one ("in addition to four others": 4.0).
    """

    label: str
    head: str
    event: str = ""
    verbs: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    subject: str = ""
    definite: bool = False
    entities: tuple[int, ...] = ()
    when: Value | None = None
    others: tuple[float, ...] = ()


@dataclass(frozen=True)
class FoundClaim:
    """One stated value with the clause that states it and whose claim it is.

    `holder` indexes `Analysis.entities`; None with an empty `holder_text` is the narrator, None with a text is a
    speaker who could not be resolved.
    """

    evidence: Span
    stated: FoundValue
    about: About
    holder: int | None = None
    holder_text: str = ""
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True)
class Analysis:
    """Everything that was found in one text, in text order.

    `skipped` counts sentences with figures, dates or quotation marks that gave nothing, by reason. `story` holds the
    folded names the whole article is about, most frequent first.
    """

    entities: tuple[FoundEntity, ...] = ()
    quotes: tuple[FoundQuote, ...] = ()
    claims: tuple[FoundClaim, ...] = ()
    skipped: dict[str, int] = field(default_factory=dict)
    story: tuple[str, ...] = ()
