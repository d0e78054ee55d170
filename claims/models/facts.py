"""Questions that claims answer, utterances that quotes report, and where the answers disagree."""

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from sources.messages import Part, english
from sources.models import Article

from .entities import Link, Mention
from .evidence import Claim, Quote


class Fact(models.Model):
    """A question that claims answer: "date of the peace deal", "number of districts ceded"."""

    label = models.CharField(max_length=300)
    dimension = models.CharField(max_length=20, choices=Claim.Dimension.choices)
    unit = models.CharField(max_length=100, blank=True)
    stale = models.BooleanField(default=True, help_text=_("Its claims changed since they were compared."))
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["id"]
        indexes = [
            models.Index(fields=["id"], condition=Q(stale=True), name="fact_to_compare"),
            models.Index(fields=["dimension", "id"], name="fact_dimension"),
            models.Index(fields=["unit", "id"], name="fact_unit"),
        ]

    def __str__(self) -> str:
        return self.label


class Utterance(models.Model):
    """What was said once, put together from the quotes of it in several articles."""

    label = models.CharField(max_length=300)
    stale = models.BooleanField(default=True, help_text=_("Its quotes changed since they were compared."))
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["id"], condition=Q(stale=True), name="utterance_to_compare")]

    def __str__(self) -> str:
        return self.label


class ClaimLink(Link):
    left = models.ForeignKey(Claim, on_delete=models.CASCADE, related_name="links_right")
    right = models.ForeignKey(Claim, on_delete=models.CASCADE, related_name="links_left")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["left", "right"], name="claim_link_once")]


class QuoteLink(Link):
    left = models.ForeignKey(Quote, on_delete=models.CASCADE, related_name="links_right")
    right = models.ForeignKey(Quote, on_delete=models.CASCADE, related_name="links_left")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["left", "right"], name="quote_link_once")]


class Discrepancy(models.Model):
    """Positions that conflict, with an explanation. It never says who is right."""

    class Kind(models.TextChoices):
        VALUE = "value", _("Value: origins state different values")
        HOLDER = "holder", _("Holder: a quoted speaker against the narrator or another speaker")
        WORDING = "wording", _("Wording: one utterance in different words")
        ATTRIBUTION = "attribution", _("Attribution: one utterance credited to different speakers")
        EDIT = "edit", _("Edit: a version silently changed its answer")
        INTERNAL = "internal", _("Internal: one article contradicts itself")

    class Status(models.TextChoices):
        OPEN = "open", _("Open")
        EXPLAINED = "explained", _("Explained: both can be true")
        CONFIRMED = "confirmed", _("Confirmed conflict")
        RECONCILED = "reconciled", _("Reconciled")
        NOT_SAME_FACT = "not_same_fact", _("Not the same fact")
        EXTRACTION_ERROR = "extraction_error", _("Extraction error")
        DISMISSED = "dismissed", _("Dismissed")
        CLOSED = "closed", _("Closed: no longer in the evidence")

    class Awaits(models.TextChoices):
        NOBODY = "", _("One decision")
        SECOND = "second", _("A second opinion")
        THIRD = "third", _("Adjudication")

    key = models.CharField(max_length=100, unique=True, help_text=_("Kind and what it is about."))
    kind = models.CharField(max_length=20, choices=Kind.choices)
    status = models.CharField(max_length=20, choices=Status.choices, default=Status.OPEN)
    status_reason = models.TextField(blank=True, help_text=_("Why it was re-opened or closed by itself."))
    status_said = models.JSONField(
        _("status reason, in parts"),
        default=str,
        blank=True,
        editable=False,
        help_text=_("To be told in any language."),
    )
    awaits = models.CharField(
        max_length=10, choices=Awaits.choices, blank=True, help_text=_("Where two have to agree.")
    )
    severity = models.FloatField(help_text=_("0 to 1; orders the queue."))
    severity_parts = models.JSONField(default=dict)
    fact = models.ForeignKey(Fact, on_delete=models.PROTECT, null=True, related_name="discrepancies")
    utterance = models.ForeignKey(Utterance, on_delete=models.PROTECT, null=True, related_name="discrepancies")
    explanation = models.JSONField(help_text=_("text, rule, reconciled, arithmetic, benign."))
    fingerprint = models.CharField(
        max_length=64, help_text=_("Of the evidence: a decision holds while it is the same.")
    )
    first_seen = models.DateTimeField()
    last_seen = models.DateTimeField()
    # What its positions lead to, as `reach` keeps it.
    articles = models.ManyToManyField(Article, related_name="+", blank=True, editable=False)
    mentions = models.ManyToManyField(Mention, related_name="+", blank=True, editable=False)

    class Meta:
        ordering = ["-severity", "id"]
        verbose_name_plural = _("discrepancies")
        constraints = [
            models.CheckConstraint(
                condition=Q(fact__isnull=False, utterance__isnull=True) | Q(fact__isnull=True, utterance__isnull=False),
                name="discrepancy_has_one_subject",
            ),
            models.CheckConstraint(condition=Q(severity__gte=0, severity__lte=1), name="severity_from_0_to_1"),
        ]
        indexes = [
            models.Index(fields=["-severity", "id"], condition=Q(status="open"), name="discrepancy_queue"),
            models.Index(fields=["kind", "status"], name="discrepancy_kind"),
            models.Index(fields=["awaits", "id"], condition=~Q(awaits=""), name="discrepancy_awaiting"),
            models.Index(fields=["status", "id"], name="discrepancy_status"),
            models.Index(fields=["severity", "id"], name="discrepancy_severity"),
            models.Index(fields=["first_seen", "id"], name="discrepancy_first_seen"),
            models.Index(fields=["last_seen", "id"], name="discrepancy_last_seen"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display().split(':')[0]}: {self.fact or self.utterance}"

    def become(self, status: str, why: Part = "") -> None:
        """Takes the status, for this reason."""
        self.status, self.status_reason, self.status_said = status, english(why), why

    @property
    def subject(self) -> Fact | Utterance:
        subject = self.fact or self.utterance
        assert subject is not None, "the constraint discrepancy_has_one_subject holds"
        return subject


class Position(models.Model):
    """One answer: the claims (or quotes) that agree on it and the independent origins that hold it."""

    discrepancy = models.ForeignKey(Discrepancy, on_delete=models.CASCADE, related_name="positions")
    number = models.PositiveIntegerField()
    label = models.CharField(max_length=500)
    answer = models.JSONField(help_text=_("{value: …} or {wording: …} or {speaker: …}"))
    origins = models.JSONField(default=list)
    claims = models.ManyToManyField(Claim, related_name="positions", blank=True)
    quotes = models.ManyToManyField(Quote, related_name="positions", blank=True)

    class Meta:
        ordering = ["discrepancy_id", "number"]
        constraints = [models.UniqueConstraint(fields=["discrepancy", "number"], name="position_number_once")]

    def __str__(self) -> str:
        return self.label

    def as_row(self) -> dict[str, Any]:
        return {"label": self.label, **self.answer, "origins": self.origins}
