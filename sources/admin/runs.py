"""Imports and what became of each item, failures first; they can be read while they run."""

from typing import Any

from django.contrib import admin
from django.db.models import Case, IntegerField, Value, When
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from sources.models import ImportOutcome, ImportRun
from sources.models.reasons import said_in
from sources.readonly import ReadOnly, badge
from sources.telling import SEARCHED_IN_ENGLISH, told

from .filters import WithFailures

SHOWN_OUTCOMES = 100
TONES = {"new": "good", "changed": "warn", "unchanged": "quiet", "gone": "warn", "failed": "bad"}


@admin.register(ImportRun)
class ImportRunAdmin(ReadOnly):
    list_display = [
        "called",
        "started_at",
        "finished_at",
        "progress",
        "new",
        "changed",
        "unchanged",
        "missing",
        "failures",
    ]
    list_filter = [WithFailures, "started_at"]
    list_select_related = ["feed"]
    search_fields = ["what"]
    search_help_text = SEARCHED_IN_ENGLISH
    when_empty = _("Nothing was imported yet: run manage.py import_articles, or add a feed.")
    fields = [
        *("called", "feed", "started_at", "finished_at", "expected"),
        *(("new", "changed", "unchanged", "gone", "failed"), "outcomes"),
    ]
    readonly_fields = ["outcomes"]

    @admin.display(description=_("what"), ordering="what")
    def called(self, run: ImportRun) -> str:
        return run.told()

    @admin.display(description=_("done"))
    def progress(self, run: ImportRun) -> str:
        """How far it is, where that is known: it is counted while it runs."""
        done = run.new + run.changed + run.unchanged + run.gone + run.failed
        return _("%(done)s of %(all)s") % {"done": done, "all": run.expected} if run.expected is not None else str(done)

    @admin.display(description=_("gone"), ordering="gone")
    def missing(self, run: ImportRun) -> str | SafeString:
        return badge(run.gone, "warn") if run.gone else "0"

    @admin.display(description=_("failed"), ordering="failed")
    def failures(self, run: ImportRun) -> str | SafeString:
        return badge(run.failed, "bad") if run.failed else "0"

    @admin.display(description=_("outcomes"))
    def outcomes(self, run: ImportRun) -> SafeString:
        """The first of them, failures before all others."""
        shown = run.outcomes.select_related("article").order_by(FAILURES_FIRST, "id")[:SHOWN_OUTCOMES]
        rows = format_html_join(
            "", "<tr><td>{}</td><td>{}</td><td>{}</td></tr>", ((_badge(row), _item(row), _why(row)) for row in shown)
        )
        if not rows:
            return format_html("<p>{}</p>", _("Nothing was imported by this run."))
        return format_html(
            '<table class="outcomes"><thead><tr><th>{}</th><th>{}</th><th>{}</th></tr></thead>'
            '<tbody>{}</tbody></table><p><a href="{}?run__id__exact={}">{}</a></p>',
            *(_("Outcome"), _("Item"), _("Why")),
            rows,
            reverse("admin:sources_importoutcome_changelist"),
            run.pk,
            _("All outcomes of this run"),
        )


FAILURES_FIRST = Case(When(outcome="failed", then=Value(0)), default=Value(1), output_field=IntegerField())


@admin.register(ImportOutcome)
class ImportOutcomeAdmin(ReadOnly):
    list_display = ["item", "result", "why", "run"]
    list_filter = ["outcome"]
    list_select_related = ["run"]
    search_fields = ["item", "reason"]
    search_help_text = SEARCHED_IN_ENGLISH
    when_empty = _("Nothing was imported yet: run manage.py import_articles, or add a feed.")
    fields = ["run", "item", "outcome", "why", "article_link"]
    readonly_fields = ["article_link"]

    def get_ordering(self, request: HttpRequest) -> list[Any]:
        """Of one run, failures first; of all of them the newest, which an index finds."""
        return [FAILURES_FIRST, "id"] if "run__id__exact" in request.GET else ["-id"]

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest) -> bool:
        return lookup == "run__id__exact" or super().lookup_allowed(lookup, value, request)

    @admin.display(description=_("outcome"), ordering="outcome")
    def result(self, row: ImportOutcome) -> SafeString:
        return _badge(row)

    @admin.display(description=_("reason"), ordering="reason")
    def why(self, row: ImportOutcome) -> str:
        return _why(row)

    @admin.display(description=_("article"))
    def article_link(self, row: ImportOutcome) -> SafeString | str:
        return _item(row) if row.article_id else str(_("none"))


def _badge(row: ImportOutcome) -> SafeString:
    return badge(row.get_outcome_display(), TONES[row.outcome])


def _why(row: ImportOutcome) -> str:
    return told(said_in(row, "reason"))


def _item(row: ImportOutcome) -> SafeString | str:
    if row.article_id is None:
        return row.item
    return format_html('<a href="{}">{}</a>', reverse("admin:sources_article_change", args=[row.article_id]), row.item)
