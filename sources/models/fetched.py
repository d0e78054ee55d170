"""What is fetched: feeds and pages, which are jobs, the hosts they are at, and what was spent on a day."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from .published import Article, Source
from .reasons import in_parts


class Feed(models.Model):
    """What is polled on a schedule; the row is the job: due at `next_fetch_at`, claimed by a lease."""

    class Kind(models.TextChoices):
        SYNDICATION = "syndication", _("RSS, Atom, RDF, JSON Feed or sitemap")
        PAGE = "page", _("One page")
        FOLDER = "folder", _("A folder of files")

    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="feeds", null=True, blank=True)
    kind = models.CharField(max_length=20, choices=Kind.choices, default=Kind.SYNDICATION)
    location = models.CharField(max_length=2000, unique=True, help_text=_("A URL, or the path of a folder."))
    active = models.BooleanField(default=True)
    interval_minutes = models.PositiveIntegerField(default=60)
    next_fetch_at = models.DateTimeField(null=True, blank=True, help_text=_("Empty: due now."))
    leased_until = models.DateTimeField(null=True, blank=True, editable=False)
    attempt = models.PositiveIntegerField(
        default=0, editable=False, help_text=_("Fences a worker that lost its lease.")
    )
    failures = models.PositiveIntegerField(default=0, editable=False, help_text=_("In a row; zero after a success."))
    last_error = models.TextField(blank=True, editable=False)
    last_error_said = in_parts()
    etag = models.CharField(max_length=500, blank=True, editable=False)
    last_modified = models.CharField(max_length=100, blank=True, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["location"]
        indexes = [models.Index(fields=["next_fetch_at"], condition=Q(active=True), name="feed_due")]

    def __str__(self) -> str:
        return self.location


class Page(models.Model):
    """A URL that is fetched, and fetched again to notice edits; the row is the job, as a Feed's is."""

    class State(models.TextChoices):
        NEW = "new", _("Not fetched yet")
        WATCHED = "watched", _("Watched for edits")
        GONE = "gone", _("Gone, looked for now and then")
        FAILED = "failed", _("Given up")

    url = models.CharField(max_length=2000, unique=True, help_text=_("Canonical."))
    host = models.CharField(max_length=300, blank=True, help_text=_("With the port, where that is unusual."))
    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="pages", null=True, blank=True)
    feed = models.ForeignKey(Feed, on_delete=models.SET_NULL, related_name="pages", null=True, blank=True)
    article = models.ForeignKey(Article, on_delete=models.SET_NULL, related_name="pages", null=True, blank=True)
    run = models.ForeignKey(
        "ImportRun", on_delete=models.SET_NULL, null=True, blank=True, help_text=_("Waiting for it.")
    )
    announced = models.JSONField(
        default=dict, blank=True, help_text=_("What the feed says of it: title, published, origin.")
    )
    state = models.CharField(max_length=10, choices=State.choices, default=State.NEW)
    next_fetch_at = models.DateTimeField(null=True, blank=True, help_text=_("Empty: due now."))
    leased_until = models.DateTimeField(null=True, blank=True, editable=False)
    attempt = models.PositiveIntegerField(
        default=0, editable=False, help_text=_("Fences a worker that lost its lease.")
    )
    failures = models.PositiveIntegerField(default=0, editable=False, help_text=_("In a row; zero after a success."))
    last_error = models.TextField(blank=True, editable=False)
    last_error_said = in_parts()
    etag = models.CharField(max_length=500, blank=True, editable=False)
    last_modified = models.CharField(max_length=100, blank=True, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    fetched_at = models.DateTimeField(null=True, blank=True, help_text=_("When it last answered."))
    changed_at = models.DateTimeField(null=True, blank=True, help_text=_("When an edit was last noticed."))

    class Meta:
        ordering = ["id"]
        indexes = [
            models.Index(fields=["next_fetch_at"], condition=~Q(state="failed"), name="page_due"),
            models.Index(fields=["host", "leased_until"], name="page_host_leased"),
            models.Index(fields=["state", "id"], name="page_state"),
        ]

    def __str__(self) -> str:
        return self.url


class Host(models.Model):
    """What all workers know of one host: when it may be asked next, and what its robots.txt says."""

    authority = models.CharField(max_length=300, unique=True)
    free_at = models.DateTimeField(help_text=_("Whoever moves it on from the past has the turn."))
    turn = models.CharField(max_length=32, blank=True, help_text=_("Whose turn it is."))
    robots = models.TextField(blank=True)
    trouble = models.TextField(blank=True, help_text=_("Why nothing is fetched from it for now."))
    trouble_said = in_parts()
    robots_until = models.DateTimeField(null=True, blank=True)
    robots_turn_until = models.DateTimeField(
        null=True, blank=True, help_text=_("Until then one worker reads robots.txt.")
    )

    class Meta:
        ordering = ["authority"]

    def __str__(self) -> str:
        return self.authority


class Usage(models.Model):
    """What was fetched of one source on one day (UTC), against its `fetches_per_day`; and how much it had edited."""

    source = models.ForeignKey(Source, on_delete=models.CASCADE, related_name="usage")
    day = models.DateField()
    fetches = models.PositiveIntegerField(default=0)
    checks = models.PositiveIntegerField(default=0, help_text=_("Of articles that were known."))
    edits = models.PositiveIntegerField(default=0, help_text=_("Of those checks, how many found one."))
    run = models.ForeignKey("ImportRun", on_delete=models.SET_NULL, null=True, blank=True)

    class Meta:
        ordering = ["-day", "source_id"]
        verbose_name_plural = _("usage")
        constraints = [models.UniqueConstraint(fields=["source", "day"], name="usage_once_a_day")]

    def __str__(self) -> str:
        told = {"source": self.source, "day": self.day, "number": self.fetches}
        return gettext("%(source)s on %(day)s: %(number)s fetched") % told
