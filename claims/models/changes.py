"""What changed, in one order for everybody: numbered without holes, so that a mirror misses nothing."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Kind(models.TextChoices):
    """What a change can be of: everything that readers of the API can keep a copy of."""

    SOURCE = "source", _("Source")
    ARTICLE = "article", _("Article")
    VERSION = "version", _("Version")
    ENTITY = "entity", _("Entity")
    QUOTE = "quote", _("Quote")
    CLAIM = "claim", _("Claim")
    FACT = "fact", _("Fact")
    UTTERANCE = "utterance", _("Utterance")
    DISCREPANCY = "discrepancy", _("Discrepancy")
    REVIEW = "review", _("Review")


class Action(models.TextChoices):
    CREATED = "created", _("Created")
    CHANGED = "changed", _("Changed")
    SUPERSEDED = "superseded", _("Superseded by a newer version")
    REMOVED = "removed", _("Removed")


class Touched(models.Model):
    """What a transaction touched, written in it by triggers (see `watched`); it waits for its number.

    Its ids say nothing about order: a transaction that began earlier may be committed later.
    """

    id = models.BigAutoField(primary_key=True)
    kind = models.CharField(
        max_length=20, help_text=_("A Kind, or a row that others are told with, such as a mention.")
    )
    thing = models.BigIntegerField()
    action = models.CharField(max_length=10, choices=Action.choices)

    class Meta:
        ordering = ["id"]
        verbose_name_plural = _("touched")

    def __str__(self) -> str:
        return f"{self.kind} {self.thing} {self.action}"


class Change(models.Model):
    """One change with its number. Whoever has seen number n has seen everything that will ever stand up to n."""

    number = models.BigIntegerField(primary_key=True)
    kind = models.CharField(max_length=20, choices=Kind.choices)
    thing = models.BigIntegerField(help_text=_("The id of the source, article, claim…"))
    action = models.CharField(max_length=10, choices=Action.choices)
    at = models.DateTimeField(help_text=_("When it got its number, which is seconds after it was committed."))

    class Meta:
        ordering = ["number"]
        indexes = [
            models.Index(fields=["kind", "number"], name="change_of_kind"),
            models.Index(fields=["kind", "thing", "at"], name="change_of_thing"),
            models.Index(fields=["kind", "at", "thing"], name="change_since"),
        ]

    def __str__(self) -> str:
        return f"{self.number}: {self.kind} {self.thing} {self.action}"
