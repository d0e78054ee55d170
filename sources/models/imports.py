"""Imports, and what became of each item of theirs."""

from django.db import models
from django.db.models import F
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from sources.telling import told

from .fetched import Feed
from .published import Article
from .reasons import in_parts, said_in


class ImportRun(models.Model):
    """One import, with counts that can be read while it runs."""

    what = models.CharField(max_length=2000)
    what_said = in_parts()
    feed = models.ForeignKey(Feed, on_delete=models.SET_NULL, null=True, blank=True, related_name="runs")
    started_at = models.DateTimeField(auto_now_add=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    expected = models.PositiveIntegerField(
        null=True, blank=True, help_text=_("How many items it has, where that is known.")
    )
    new = models.PositiveIntegerField(default=0)
    changed = models.PositiveIntegerField(default=0)
    unchanged = models.PositiveIntegerField(default=0)
    failed = models.PositiveIntegerField(default=0)
    gone = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["-started_at"]

    def __str__(self) -> str:
        return gettext("%(name)s at %(time)s") % {"name": self.told(), "time": f"{self.started_at:%Y-%m-%d %H:%M}"}

    def told(self) -> str:
        """What it is called, in the language of whoever reads it."""
        return told(said_in(self, "what"))

    def count(self, outcome: "ImportOutcome.Outcome") -> None:
        """Adds one to the outcome's count, safe against another worker doing the same."""
        ImportRun.objects.filter(pk=self.pk).update(**{outcome.value: F(outcome.value) + 1})


class ImportOutcome(models.Model):
    """What became of one file, row or page of an import, and why."""

    class Outcome(models.TextChoices):
        NEW = "new", _("New")
        CHANGED = "changed", _("Changed")
        UNCHANGED = "unchanged", _("Unchanged")
        FAILED = "failed", _("Failed")
        GONE = "gone", _("Gone")

    run = models.ForeignKey(ImportRun, on_delete=models.CASCADE, related_name="outcomes")
    item = models.CharField(max_length=2000, help_text=_("The file, row or URL."))
    outcome = models.CharField(max_length=20, choices=Outcome.choices)
    reason = models.TextField(blank=True)
    reason_said = in_parts()
    article = models.ForeignKey(Article, on_delete=models.SET_NULL, null=True, blank=True, related_name="outcomes")

    class Meta:
        ordering = ["run_id", "id"]

    def __str__(self) -> str:
        return f"{self.item}: {self.get_outcome_display()}"
