"""The admin of what is fetched and imported. Articles are registered by `claims.admin`, which knows their evidence."""

from typing import Any

from django.contrib import admin
from django.db.models import Case, Count, IntegerField, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from sources.models import Article, Feed, ImportOutcome, ImportRun, Source
from sources.readonly import Admin, ReadOnly, badge

SHOWN_OUTCOMES = 100
TONES = {"new": "good", "changed": "warn", "unchanged": "quiet", "failed": "bad"}


@admin.register(Source)
class SourceAdmin(Admin):
    list_display = ["name", "domain", "articles"]
    search_fields = ["name", "domain"]
    show_full_result_count = False

    def get_queryset(self, request: HttpRequest) -> QuerySet[Source]:
        counted = Article.objects.filter(source=OuterRef("pk")).order_by().values("source").annotate(n=Count("pk"))
        return Source.objects.annotate(article_count=Coalesce(Subquery(counted.values("n")), 0))

    @admin.display(ordering="article_count")
    def articles(self, source: Source) -> SafeString:
        address = f"{reverse('admin:sources_article_changelist')}?source__id__exact={source.pk}"
        return format_html('<a href="{}">{}</a>', address, getattr(source, "article_count", 0))


class Failing(admin.SimpleListFilter):
    """Rows that count failures, by whether there are any."""

    title = "failures"
    parameter_name = "failing"
    column = "failures"

    def lookups(self, request: HttpRequest, model_admin: Admin) -> list[tuple[str, str]]:
        return [("yes", "With failures"), ("no", "Without")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        some = Q(**{f"{self.column}__gt": 0})
        return queryset.filter({"yes": some, "no": ~some}.get(self.value() or "", Q()))


class WithFailures(Failing):
    column = "failed"


@admin.register(Feed)
class FeedAdmin(Admin):
    list_display = ["location", "source", "state", "failures", "why", "next_fetch_at"]
    list_filter = ["active", "kind", Failing, "source"]
    list_select_related = ["source"]
    search_fields = ["location", "source__name"]
    autocomplete_fields = ["source"]
    readonly_fields = ["state", "failures", "last_error", "leased_until", "created_at"]
    actions = ["poll_now"]
    show_full_result_count = False

    def state(self, feed: Feed) -> SafeString:
        return badge(*state_of(feed))

    @admin.display(description="last error")
    def why(self, feed: Feed) -> str:
        return feed.last_error.strip().splitlines()[0][:120] if feed.last_error.strip() else ""

    @admin.action(description="Poll now", permissions=["change"])
    def poll_now(self, request: HttpRequest, feeds: QuerySet[Feed]) -> None:
        """The row is the job: due as soon as `next_fetch_at` is empty."""
        due = feeds.filter(active=True).update(next_fetch_at=None)
        off = feeds.filter(active=False).count()
        self.message_user(
            request, f"{due} due now." + (f" {off} not active and never polled: tick active first." if off else "")
        )


def state_of(feed: Feed) -> tuple[str, str]:
    """A feed's state in a word, and the badge's tone."""
    now = timezone.now()
    if not feed.active:
        return "off", "quiet"
    if feed.leased_until and feed.leased_until > now:
        return "being fetched", "good"
    if feed.failures:
        return "failing", "bad"
    if feed.next_fetch_at is None or feed.next_fetch_at <= now:
        return "due", "warn"
    return "waiting", "quiet"


@admin.register(ImportRun)
class ImportRunAdmin(ReadOnly):
    list_display = ["what", "started_at", "finished_at", "new", "changed", "unchanged", "failures"]
    list_filter = [WithFailures, "started_at"]
    list_select_related = ["feed"]
    search_fields = ["what"]
    fields = ["what", "feed", "started_at", "finished_at", ("new", "changed", "unchanged", "failed"), "outcomes"]
    readonly_fields = ["outcomes"]

    @admin.display(description="failed", ordering="failed")
    def failures(self, run: ImportRun) -> str | SafeString:
        return badge(run.failed, "bad") if run.failed else "0"

    def outcomes(self, run: ImportRun) -> SafeString:
        """The first of them, failures before all others."""
        shown = run.outcomes.select_related("article").order_by(FAILURES_FIRST, "id")[:SHOWN_OUTCOMES]
        rows = format_html_join(
            "", "<tr><td>{}</td><td>{}</td><td>{}</td></tr>", ((_badge(row), _item(row), row.reason) for row in shown)
        )
        if not rows:
            return format_html("<p>{}</p>", "Nothing was imported by this run.")
        return format_html(
            '<table class="outcomes"><thead><tr><th>Outcome</th><th>Item</th><th>Why</th></tr></thead>'
            '<tbody>{}</tbody></table><p><a href="{}?run__id__exact={}">All outcomes of this run</a></p>',
            rows,
            reverse("admin:sources_importoutcome_changelist"),
            run.pk,
        )


FAILURES_FIRST = Case(When(outcome="failed", then=Value(0)), default=Value(1), output_field=IntegerField())


@admin.register(ImportOutcome)
class ImportOutcomeAdmin(ReadOnly):
    list_display = ["item", "result", "reason", "run"]
    list_filter = ["outcome"]
    list_select_related = ["run"]
    search_fields = ["item", "reason"]
    fields = ["run", "item", "outcome", "reason", "article_link"]
    readonly_fields = ["article_link"]

    def get_ordering(self, request: HttpRequest) -> list[Any]:
        """Of one run, failures first; of all of them the newest, which an index finds."""
        return [FAILURES_FIRST, "id"] if "run__id__exact" in request.GET else ["-id"]

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest) -> bool:
        return lookup == "run__id__exact" or super().lookup_allowed(lookup, value, request)

    @admin.display(description="outcome", ordering="outcome")
    def result(self, row: ImportOutcome) -> SafeString:
        return _badge(row)

    @admin.display(description="article")
    def article_link(self, row: ImportOutcome) -> SafeString | str:
        return _item(row) if row.article_id else "none"


def _badge(row: ImportOutcome) -> SafeString:
    return badge(row.outcome, TONES[row.outcome])


def _item(row: ImportOutcome) -> SafeString | str:
    if row.article_id is None:
        return row.item
    return format_html('<a href="{}">{}</a>', reverse("admin:sources_article_change", args=[row.article_id]), row.item)
