"""What outlets published: sources, feeds, articles and every version of them as it was seen."""

import hashlib
from typing import Any

from django.db import models
from django.db.models import F, Q


class Source(models.Model):
    """A publisher: an outlet or a wire agency."""

    name = models.CharField(max_length=200, unique=True)
    domain = models.CharField(max_length=253, unique=True, null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Feed(models.Model):
    """What is polled on a schedule; the row is the job: due at `next_fetch_at`, claimed by a lease."""

    class Kind(models.TextChoices):
        SYNDICATION = "syndication", "RSS, Atom, RDF, JSON Feed or sitemap"
        PAGE = "page", "One page"
        FOLDER = "folder", "A folder of files"

    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="feeds", null=True, blank=True)
    kind = models.CharField(max_length=20, choices=Kind.choices, default=Kind.SYNDICATION)
    location = models.CharField(max_length=2000, unique=True, help_text="A URL, or the path of a folder.")
    active = models.BooleanField(default=True)
    interval_minutes = models.PositiveIntegerField(default=60)
    next_fetch_at = models.DateTimeField(null=True, blank=True, help_text="Empty: due now.")
    leased_until = models.DateTimeField(null=True, blank=True, editable=False)
    attempt = models.PositiveIntegerField(default=0, editable=False, help_text="Fences a worker that lost its lease.")
    failures = models.PositiveIntegerField(default=0, editable=False, help_text="In a row; zero after a success.")
    last_error = models.TextField(blank=True, editable=False)
    etag = models.CharField(max_length=500, blank=True, editable=False)
    last_modified = models.CharField(max_length=100, blank=True, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["location"]
        indexes = [models.Index(fields=["next_fetch_at"], condition=Q(active=True), name="feed_due")]

    def __str__(self) -> str:
        return self.location


class Article(models.Model):
    """One piece at one canonical URL (or file), of one source. What may be corrected about it stands here."""

    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="articles")
    key = models.CharField(max_length=2000, unique=True, help_text="Canonical URL, or file:NAME, or id:ID.")
    url = models.CharField(max_length=2000, blank=True)
    origin = models.CharField(max_length=200, blank=True, help_text="Who first wrote it, where that is not the source.")
    byline = models.CharField(max_length=500, blank=True)
    language = models.CharField(max_length=10, blank=True, help_text="ISO 639-1; empty when unknown.")
    published_at = models.DateTimeField(null=True, blank=True)
    inferred = models.JSONField(default=dict, blank=True, help_text="Field ─▶ what in the text it was inferred from.")
    corrected = models.JSONField(default=list, blank=True, help_text="Fields a person set: no import changes them.")
    current = models.OneToOneField(
        "ArticleVersion", on_delete=models.PROTECT, null=True, blank=True, related_name="current_of", editable=False
    )
    created_at = models.DateTimeField(auto_now_add=True)
    seen_at = models.DateTimeField(auto_now_add=True, help_text="When it was last imported, changed or not.")

    class Meta:
        ordering = ["-published_at", "key"]
        indexes = [models.Index(fields=["-published_at"], name="article_newest")]

    def __str__(self) -> str:
        return self.current.title if self.current and self.current.title else self.key

    @property
    def origin_name(self) -> str:
        """Whom evidence is counted by: the origin, else the source; of an unidentified source, each article alone."""
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

    def __str__(self) -> str:
        return f"{self.title or self.article.key} (version {self.number})"

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.sha256 = self.sha256 or hash_text(self.text)
        super().save(*args, **kwargs)


def hash_text(text: str) -> str:
    """SHA-256 of the UTF-8 bytes of the text, in hex."""
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


class ImportRun(models.Model):
    """One import, with counts that can be read while it runs."""

    what = models.CharField(max_length=2000)
    feed = models.ForeignKey(Feed, on_delete=models.SET_NULL, null=True, blank=True, related_name="runs")
    started_at = models.DateTimeField(auto_now_add=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    new = models.PositiveIntegerField(default=0)
    changed = models.PositiveIntegerField(default=0)
    unchanged = models.PositiveIntegerField(default=0)
    failed = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["-started_at"]

    def __str__(self) -> str:
        return f"{self.what} at {self.started_at:%Y-%m-%d %H:%M}"

    def count(self, outcome: "ImportOutcome.Outcome") -> None:
        """Adds one to the outcome's count, safe against another worker doing the same."""
        ImportRun.objects.filter(pk=self.pk).update(**{outcome.value: F(outcome.value) + 1})


class ImportOutcome(models.Model):
    """What became of one file, row or page of an import, and why."""

    class Outcome(models.TextChoices):
        NEW = "new"
        CHANGED = "changed"
        UNCHANGED = "unchanged"
        FAILED = "failed"

    run = models.ForeignKey(ImportRun, on_delete=models.CASCADE, related_name="outcomes")
    item = models.CharField(max_length=2000, help_text="The file, row or URL.")
    outcome = models.CharField(max_length=20, choices=Outcome.choices)
    reason = models.TextField(blank=True)
    article = models.ForeignKey(Article, on_delete=models.SET_NULL, null=True, blank=True, related_name="outcomes")

    class Meta:
        ordering = ["run_id", "id"]

    def __str__(self) -> str:
        return f"{self.item}: {self.outcome}"
