"""Sources, their articles, every version of them as it was seen, and what became of them."""

import hashlib
from typing import Any

from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from .reasons import in_parts


class Source(models.Model):
    """A publisher: an outlet or a wire agency."""

    name = models.CharField(max_length=200, unique=True)
    domain = models.CharField(max_length=253, unique=True, null=True, blank=True)
    text_selector = models.CharField(
        max_length=500, blank=True, help_text=_("CSS selector of what holds the text, where the rules miss it.")
    )
    title_selector = models.CharField(max_length=500, blank=True, help_text=_("CSS selector of the title."))
    date_selector = models.CharField(
        max_length=500, blank=True, help_text=_("CSS selector of the time of publication.")
    )
    fetches_per_day = models.PositiveIntegerField(
        default=2000, help_text=_("The most pages and feeds of it that are fetched in one day (UTC).")
    )
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Article(models.Model):
    """One piece at one canonical URL (or file), of one source. What may be corrected about it stands here."""

    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="articles")
    key = models.CharField(max_length=2000, unique=True, help_text=_("Canonical URL, or file:NAME, or id:ID."))
    url = models.CharField(max_length=2000, blank=True)
    origin = models.CharField(
        max_length=200, blank=True, help_text=_("Who first wrote it, where that is not the source.")
    )
    byline = models.CharField(max_length=500, blank=True)
    language = models.CharField(max_length=10, blank=True, help_text=_("ISO 639-1; empty when unknown."))
    published_at = models.DateTimeField(null=True, blank=True)
    modified_at = models.DateTimeField(null=True, blank=True, help_text=_("When its page says that it was changed."))
    found_by = models.JSONField(
        default=dict, blank=True, help_text=_("Field ─▶ where its page states it, as it writes it.")
    )
    inferred = models.JSONField(
        default=dict, blank=True, help_text=_("Field ─▶ what in the text it was inferred from.")
    )
    corrected = models.JSONField(default=list, blank=True, help_text=_("Fields a person set: no import changes them."))
    current = models.OneToOneField(
        "ArticleVersion", on_delete=models.PROTECT, null=True, blank=True, related_name="current_of", editable=False
    )
    created_at = models.DateTimeField(auto_now_add=True)
    seen_at = models.DateTimeField(auto_now_add=True, help_text=_("When it was last imported, changed or not."))
    gone_at = models.DateTimeField(
        null=True, blank=True, editable=False, help_text=_("Since when its page is not there.")
    )
    gone_because = models.TextField(blank=True, editable=False)
    gone_because_said = in_parts()
    reprint_of = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="reprints",
        editable=False,
        help_text=_("The first report of nearly this text, where that is another."),
    )

    class Meta:
        ordering = ["-published_at", "key"]
        indexes = [
            models.Index(fields=["-published_at"], name="article_newest"),
            models.Index(fields=["language"], name="article_language"),
            models.Index(fields=["url"], name="article_url"),
            models.Index(fields=["origin"], condition=~models.Q(origin=""), name="article_origin"),
        ]

    def __str__(self) -> str:
        return self.current.title if self.current and self.current.title else self.key

    @property
    def origin_name(self) -> str:
        """Whom evidence is counted by: a reprint's is that of the report it reprints, unless it credits somebody."""
        return self.own_origin_name if self.origin or not self.reprint_of else self.reprint_of.own_origin_name

    @property
    def own_origin_name(self) -> str:
        """The origin, else the source; of an unidentified source, each article alone."""
        if self.origin:
            return self.origin
        if self.source.name == UNIDENTIFIED:
            return f"{UNIDENTIFIED} ({self.key.removeprefix('file:')})"
        return self.source.name


UNIDENTIFIED = "Unidentified source"


class ArticleVersion(models.Model):
    """An article's title and text as seen once. Immutable: the database refuses to update or delete it."""

    article = models.ForeignKey(Article, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    title = models.CharField(max_length=1000, blank=True)
    text = models.TextField()
    sha256 = models.CharField(max_length=64)
    seen_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["article_id", "number"]
        constraints = [models.UniqueConstraint(fields=["article", "number"], name="version_number_once")]
        indexes = [
            models.Index(fields=["number", "id"], name="version_number"),
            models.Index(fields=["sha256"], name="version_sha256"),
        ]

    def __str__(self) -> str:
        told = {"title": self.title or self.article.key, "number": self.number}
        return gettext("%(title)s (version %(number)s)") % told

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.sha256 = self.sha256 or hash_text(self.text)
        super().save(*args, **kwargs)


def hash_text(text: str) -> str:
    """SHA-256 of the UTF-8 bytes of the text, in hex."""
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


class Move(models.Model):
    """A further canonical URL of an article, which moved there; its key stays, for evidence is anchored by it."""

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="moves")
    key = models.CharField(max_length=2000, unique=True)
    moved_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["article_id", "id"]

    def __str__(self) -> str:
        return self.key


class ArticleChange(models.Model):
    """What became of an article that was known: edited, moved, its page gone or there again."""

    class Kind(models.TextChoices):
        EDITED = "edited", _("Edited")
        MOVED = "moved", _("Moved to another address")
        GONE = "gone", _("Gone")
        BACK = "back", _("There again")

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="changes")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    version = models.OneToOneField(ArticleVersion, on_delete=models.PROTECT, null=True, related_name="change")
    classes = models.JSONField(
        default=dict, help_text=_("Class of edit ─▶ how many sentences; see sources.differences.")
    )
    rank = models.FloatField(default=0.0, help_text=_("Of its most serious edit, from 0 to 1."))
    reason = models.TextField(blank=True)
    reason_said = in_parts()
    at = models.DateTimeField(auto_now_add=True, db_index=True)

    class Meta:
        ordering = ["-at", "-id"]
        indexes = [models.Index(fields=["kind", "id"], name="article_change_kind")]

    def __str__(self) -> str:
        return f"{self.article} {self.get_kind_display()}"
