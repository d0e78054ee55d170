"""What reviewers work with: who is on what, their views of the queue, when they last looked, figures counted ahead."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from .facts import Discrepancy


class Lease(models.Model):
    """Who has a discrepancy before them, and until when nobody else is given it."""

    discrepancy = models.OneToOneField(Discrepancy, on_delete=models.CASCADE, related_name="lease")
    holder = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="leases")
    since = models.DateTimeField()
    until = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return f"{self.holder} until {self.until:%H:%M}"


class SavedView(models.Model):
    """A reviewer's own way into the queue: filters and order under a name."""

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="saved_views")
    name = models.CharField(max_length=80)
    query = models.CharField(max_length=2000, blank=True, help_text=_("The queue's address after the question mark."))
    shared = models.BooleanField(default=False, help_text=_("Everybody sees it."))

    class Meta:
        ordering = ["name", "id"]
        constraints = [models.UniqueConstraint(fields=["owner", "name"], name="saved_view_once")]

    def __str__(self) -> str:
        return self.name


class Visit(models.Model):
    """When somebody last looked at the desk: what came since is new to them. `before` is the visit before this one."""

    person = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="visit")
    at = models.DateTimeField()
    before = models.DateTimeField(null=True)


class Tally(models.Model):
    """A figure of the desk that would take long to count while somebody waits: it is counted ahead, by workers."""

    name = models.CharField(max_length=40, unique=True)
    counted_at = models.DateTimeField()
    figures = models.JSONField(default=dict)

    class Meta:
        verbose_name_plural = _("tallies")

    def __str__(self) -> str:
        return self.name
