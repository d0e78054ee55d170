"""Who and what is named: a Mention is someone in one article, an Entity is the same someone over all of them."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Entity(models.Model):
    """A person, organisation or place, with the names it goes by (those of its mentions)."""

    class Kind(models.TextChoices):
        PERSON = "person", _("Person")
        ORGANISATION = "organisation", _("Organisation")
        PLACE = "place", _("Place")
        GROUP = "group", _("Group")

    name = models.CharField(max_length=300, db_index=True)
    kind = models.CharField(max_length=20, choices=Kind.choices)
    names = models.JSONField(default=list, help_text=_("Every form seen, most frequent first."))

    class Meta:
        ordering = ["name", "id"]
        verbose_name_plural = _("entities")
        indexes = [models.Index(fields=["kind", "id"], name="entity_kind")]

    def __str__(self) -> str:
        return self.name


class Mention(models.Model):
    """An entity as one version of one article names it, with every span that does."""

    extraction = models.ForeignKey("claims.Extraction", on_delete=models.CASCADE, related_name="mentions")
    entity = models.ForeignKey(Entity, on_delete=models.SET_NULL, null=True, related_name="mentions")
    name = models.CharField(max_length=300)
    kind = models.CharField(max_length=20, choices=Entity.Kind.choices)
    names = models.JSONField(default=list)
    roles = models.JSONField(default=list, blank=True)
    spans = models.JSONField(default=list, help_text=_("[{start, end}] in the version's text."))
    block = models.CharField(max_length=100, help_text=_("Folded name by which candidates are found."))
    anchor = models.CharField(max_length=40, db_index=True, help_text=_("Stays the same when the text is read again."))
    live = models.BooleanField(default=True, help_text=_("Of the article's newest version that was read."))
    form = models.CharField(max_length=40, blank=True, editable=False, help_text=_("Of what is named alike, one key."))
    stands = models.BooleanField(default=True, editable=False, help_text=_("For all of its form: only it is compared."))

    class Meta:
        ordering = ["extraction_id", "id"]
        constraints = [models.UniqueConstraint(fields=["extraction", "anchor"], name="mention_once")]
        indexes = [
            models.Index(fields=["block"], condition=models.Q(live=True, stands=True), name="mention_candidates"),
            models.Index(fields=["form", "stands"], condition=models.Q(live=True), name="mention_form"),
            models.Index(fields=["entity"], condition=models.Q(live=True, stands=True), name="mention_standing"),
        ]

    def __str__(self) -> str:
        return self.name


class Link(models.Model):
    """Two rows that are about one thing, with a score from 0 to 1 and the reasons. `left_id` is the smaller id."""

    score = models.FloatField()
    reasons = models.JSONField(default=list)

    class Meta:
        abstract = True


class MentionLink(Link):
    left = models.ForeignKey(Mention, on_delete=models.CASCADE, related_name="links_right")
    right = models.ForeignKey(Mention, on_delete=models.CASCADE, related_name="links_left")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["left", "right"], name="mention_link_once")]
