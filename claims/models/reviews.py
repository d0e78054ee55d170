"""What people decided. Appended, never edited: the database refuses to update or delete a Review."""

from functools import reduce
from operator import or_

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from sources.models import Article, ArticleVersion

from .entities import Entity
from .facts import Discrepancy, Fact, Utterance

SUBJECTS = ("discrepancy", "entity", "fact", "utterance", "version")


def _exactly_one() -> Q:
    """Of the subjects, one is given and the others are not."""
    return reduce(or_, (Q(**{f"{name}__isnull": name != given for name in SUBJECTS}) for given in SUBJECTS))


class Review(models.Model):
    """One person's decision on one thing, with a note, and the fingerprint of the evidence they saw.

    Decisions on entities, facts and utterances are rulings: what they hold apart or together stands until a later
    review undoes it. Those on a version correct what was read in it, and hold in the same way.
    """

    class Verdict(models.TextChoices):
        CONFIRMED = "confirmed", _("Confirmed conflict")
        RECONCILED = "reconciled", _("Reconciled")
        NOT_SAME_FACT = "not_same_fact", _("Not the same fact")
        EXTRACTION_ERROR = "extraction_error", _("Extraction error")
        DISMISSED = "dismissed", _("Dismissed")
        REOPENED = "reopened", _("Re-opened")
        NOT_SAME_ENTITY = "not_same_entity", _("Not the same person or thing")
        SAME_ENTITY = "same_entity", _("The same person or thing")
        SAME_FACT = "same_fact", _("The same question")
        NOT_SAME_UTTERANCE = "not_same_utterance", _("Not the same utterance")
        SAME_UTTERANCE = "same_utterance", _("The same utterance")
        ADDED = "added", _("Added by hand")
        CORRECTED = "corrected", _("Corrected")
        REJECTED = "rejected", _("Rejected")
        UNDONE = "undone", _("Taken back")

    discrepancy = models.ForeignKey(Discrepancy, on_delete=models.PROTECT, null=True, related_name="reviews")
    entity = models.ForeignKey(Entity, on_delete=models.PROTECT, null=True, related_name="reviews")
    fact = models.ForeignKey(Fact, on_delete=models.PROTECT, null=True, related_name="reviews")
    utterance = models.ForeignKey(Utterance, on_delete=models.PROTECT, null=True, related_name="reviews")
    version = models.ForeignKey(ArticleVersion, on_delete=models.PROTECT, null=True, related_name="reviews")
    undoes = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="undone_by")
    verdict = models.CharField(max_length=20, choices=Verdict.choices)
    note = models.TextField(blank=True)
    reviewer = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="reviews")
    fingerprint = models.CharField(max_length=64, blank=True)
    rules = models.CharField(max_length=40, blank=True, help_text=_("Version of the rules that read the evidence."))
    evidence = models.JSONField(default=dict, help_text=_("What was decided on, as it stood."))
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-id"]
        constraints = [models.CheckConstraint(condition=_exactly_one(), name="review_has_one_subject")]
        indexes = [models.Index(fields=["verdict", "id"], name="review_verdict")]

    def __str__(self) -> str:
        told = {"verdict": self.get_verdict_display(), "person": self.reviewer}
        return gettext("%(verdict)s by %(person)s") % told

    @property
    def subject(self) -> Discrepancy | Entity | Fact | Utterance | ArticleVersion:
        subject = self.discrepancy or self.entity or self.fact or self.utterance or self.version
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
        CLAIM = "claim", _("Claim")
        QUOTE = "quote", _("Quote")
        MENTION = "mention", _("Mention")

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


class Correction(models.Model):
    """What a reviewer set right in what was read of an article, by the anchor of the evidence: it outlives every row.

    A re-run of the rules, and a re-import, apply it again where the exact words still stand; it never moves to others.
    """

    class Kind(models.TextChoices):
        CLAIM = "claim", _("Claim")
        QUOTE = "quote", _("Quote")

    class Action(models.TextChoices):
        ADDED = "added", _("Added")
        CHANGED = "changed", _("Changed")
        REJECTED = "rejected", _("Rejected")

    review = models.ForeignKey(Review, on_delete=models.PROTECT, related_name="corrections")
    article = models.ForeignKey(Article, on_delete=models.PROTECT, related_name="corrections")
    kind = models.CharField(max_length=20, choices=Kind.choices)
    action = models.CharField(max_length=20, choices=Action.choices)
    anchor = models.CharField(max_length=40, help_text=_("Of the evidence it is on, or that it added."))
    values = models.JSONField(
        default=dict, help_text=_("What is set, by the field's name, with offsets and exact words.")
    )
    before = models.JSONField(default=dict, help_text=_("The same as the rules had read it."))

    class Meta:
        ordering = ["review_id", "id"]
        indexes = [models.Index(fields=["article", "kind", "anchor"], name="corrections_of_article")]

    def __str__(self) -> str:
        return f"{self.kind} {self.action}"
