"""Nouns: what was said, about what, by whom, and where sources disagree."""

from .changes import Action, Change, Kind, Touched
from .entities import Entity, Mention, MentionLink
from .evidence import Claim, Extraction, Quote, QuoteKey, StoryKey
from .facts import ClaimLink, Discrepancy, Fact, Position, QuoteLink, Utterance
from .reprints import Sketch, SketchKey
from .reviews import STATUS_AFTER, Apart, Review, Together

__all__ = [
    "STATUS_AFTER",
    "Action",
    "Apart",
    "Change",
    "Claim",
    "ClaimLink",
    "Discrepancy",
    "Entity",
    "Extraction",
    "Fact",
    "Kind",
    "Mention",
    "MentionLink",
    "Position",
    "Quote",
    "QuoteKey",
    "QuoteLink",
    "Review",
    "Sketch",
    "SketchKey",
    "StoryKey",
    "Together",
    "Touched",
    "Utterance",
]
