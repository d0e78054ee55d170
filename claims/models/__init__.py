"""Nouns: what was said, about what, by whom, and where sources disagree."""

from .changes import Action, Change, Kind, Touched
from .entities import Entity, Mention, MentionLink
from .evidence import VALUED, Claim, Extraction, Quote, QuoteKey, StoryKey, value_of
from .facts import ClaimLink, Discrepancy, Fact, Position, QuoteLink, Utterance
from .opinions import Opinion
from .reprints import Sketch, SketchKey
from .reviews import STATUS_AFTER, SUBJECTS, Apart, Correction, Review, Together
from .webhooks import PING, Delivery, Event, Outbox, Told, Webhook
from .workbench import Lease, SavedView, Tally, Visit

__all__ = [
    "PING",
    "STATUS_AFTER",
    "SUBJECTS",
    "VALUED",
    "Action",
    "Apart",
    "Change",
    "Claim",
    "ClaimLink",
    "Correction",
    "Delivery",
    "Discrepancy",
    "Entity",
    "Event",
    "Extraction",
    "Fact",
    "Kind",
    "Lease",
    "Mention",
    "MentionLink",
    "Opinion",
    "Outbox",
    "Position",
    "Quote",
    "QuoteKey",
    "QuoteLink",
    "Review",
    "SavedView",
    "Sketch",
    "SketchKey",
    "StoryKey",
    "Tally",
    "Together",
    "Told",
    "Touched",
    "Utterance",
    "Visit",
    "Webhook",
    "value_of",
]
