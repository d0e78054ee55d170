"""Nouns: what was said, about what, by whom, and where sources disagree."""

from .entities import Entity, Mention, MentionLink
from .evidence import Claim, ClaimKey, Extraction, Quote, QuoteKey
from .facts import ClaimLink, Discrepancy, Fact, Position, QuoteLink, Utterance
from .reviews import STATUS_AFTER, Apart, Review

__all__ = [
    "STATUS_AFTER",
    "Apart",
    "Claim",
    "ClaimKey",
    "ClaimLink",
    "Discrepancy",
    "Entity",
    "Extraction",
    "Fact",
    "Mention",
    "MentionLink",
    "Position",
    "Quote",
    "QuoteKey",
    "QuoteLink",
    "Review",
    "Utterance",
]
