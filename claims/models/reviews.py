"""What people decided. Appended, never edited: the database refuses to update or delete a Review."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from .entities import Entity
from .facts import Discrepancy, Fact


class Review(models.Model):
    """One person's decision on one thing, with a note, and the fingerprint of the evidence they saw.

    Decisions on entities and facts are rulings: what they hold apart or together stands until a later review undoes it.
    """

    class Verdict(models.TextChoices):
        CONFIRMED = "confirmed", "Confirmed conflict"
        RECONCILED = "reconciled", "Reconciled"
        NOT_SAME_FACT = "not_same_fact", "Not the same fact"
        EXTRACTION_ERROR = "extraction_error", "Extraction error"
        DISMISSED = "dismissed", "Dismissed"
        REOPENED = "reopened", "Re-opened"
        NOT_SAME_ENTITY = "not_same_entity", "Not the same person or thing"
        SAME_ENTITY = "same_entity", "The same person or thing"
        SAME_FACT = "same_fact", "The same question"
        UNDONE = "undone", "Taken back"

    discrepancy = models.ForeignKey(Discrepancy, on_delete=models.PROTECT, null=True, related_name="reviews")
    entity = models.ForeignKey(Entity, on_delete=models.PROTECT, null=True, related_name="reviews")
    fact = models.ForeignKey(Fact, on_delete=models.PROTECT, null=True, related_name="reviews")
    undoes = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="undone_by")
    verdict = models.CharField(max_length=20, choices=Verdict.choices)
    note = models.TextField(blank=True)
    reviewer = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="reviews")
    fingerprint = models.CharField(max_length=64, blank=True)
    evidence = models.JSONField(default=dict, help_text="What was decided on, as it stood.")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(discrepancy__isnull=False, entity__isnull=True, fact__isnull=True)
                | Q(discrepancy__isnull=True, entity__isnull=False, fact__isnull=True)
                | Q(discrepancy__isnull=True, entity__isnull=True, fact__isnull=False),
                name="review_has_one_subject",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_verdict_display()} by {self.reviewer}"

    @property
    def subject(self) -> Discrepancy | Entity | Fact:
        subject = self.discrepancy or self.entity or self.fact
        assert subject is not None, "the constraint review_has_one_subject holds"
        return subject


# What a decision on a discrepancy makes of it.
STATUS_AFTER = {
    Review.Verdict.CONFIRMED: Discrepancy.Status.CONFIRMED,
    Review.Verdict.RECONCILED: Discrepancy.Status.RECONCILED,
    Review.Verdict.NOT_SAME_FACT: Discrepancy.Status.NOT_SAME_FACT,
    Review.Verdict.EXTRACTION_ERROR: Discrepancy.Status.EXTRACTION_ERROR,
    Review.Verdict.DISMISSED: Discrepancy.Status.DISMISSED,
    Review.Verdict.REOPENED: Discrepancy.Status.OPEN,
}


class Ruling(models.Model):
    """What a review holds, by anchors, so that it outlives every row that is read or grouped anew."""

    class Kind(models.TextChoices):
        CLAIM = "claim"
        QUOTE = "quote"
        MENTION = "mention"

    kind = models.CharField(max_length=20, choices=Kind.choices)
    review = models.ForeignKey(Review, on_delete=models.PROTECT, related_name="%(class)ss")

    class Meta:
        abstract = True


class Apart(Ruling):
    """Two pieces of evidence that a reviewer ruled must never be put together. `left` sorts before `right`."""

    left = models.CharField(max_length=40)
    right = models.CharField(max_length=40)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "left", "right", "review"], name="apart_once")]
        indexes = [models.Index(fields=["kind", "right"], name="apart_other_way")]

    def __str__(self) -> str:
        return f"{self.kind} {self.left} is not {self.right}"


class Together(Ruling):
    """One of the pieces of evidence that a review ruled to be about one thing: all of that review are."""

    anchor = models.CharField(max_length=40)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["review", "kind", "anchor"], name="together_once")]
        indexes = [models.Index(fields=["kind", "anchor"], name="together_of")]

    def __str__(self) -> str:
        return f"{self.kind} {self.anchor} is as review {self.review_id} says"
