"""What two people thought of one discrepancy, neither knowing the other's mind. Appended, never edited."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from .facts import Discrepancy


class Opinion(models.Model):
    """One person's blind verdict on the evidence of a fingerprint; their last one on it counts.

    It moves nothing by itself: two that agree become a Review, two that differ wait for a third person.
    """

    class Verdict(models.TextChoices):
        CONFIRMED = "confirmed", _("Confirmed conflict")
        RECONCILED = "reconciled", _("Reconciled")
        NOT_SAME_FACT = "not_same_fact", _("Not the same fact")
        EXTRACTION_ERROR = "extraction_error", _("Extraction error")
        DISMISSED = "dismissed", _("Dismissed")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    discrepancy = models.ForeignKey(Discrepancy, on_delete=models.PROTECT, related_name="opinions")
    reviewer = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="opinions")
    verdict = models.CharField(max_length=20, choices=Verdict.choices)
    note = models.TextField(blank=True)
    fingerprint = models.CharField(max_length=64, help_text=_("Of the evidence it was given on."))
    rules = models.CharField(max_length=40, blank=True, help_text=_("Version of the rules that read the evidence."))
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["discrepancy", "fingerprint"], name="opinions_on_evidence")]

    def __str__(self) -> str:
        told = {"verdict": self.get_verdict_display(), "person": self.reviewer}
        return gettext("%(verdict)s by %(person)s") % told
