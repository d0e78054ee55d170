"""Feeds and pages: what is fetched, when next, what failed or was given up and why; and the hosts they are at."""

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from sources import adding, claiming
from sources.models import Feed, Host, Page, Usage
from sources.models.reasons import said_in
from sources.readonly import Listed, ReadOnly, badge
from sources.targets import FetchRefused
from sources.telling import SEARCHED_IN_ENGLISH, told

from .filters import Failing


class Fetched(Listed):
    """Rows that say of what they failed last, in the language of whoever reads it."""

    @admin.display(description=_("last error"))
    def why(self, row: Feed | Page) -> str:
        """Its beginning."""
        error = self.error(row).strip()
        return error.splitlines()[0][:120] if error else ""

    @admin.display(description=_("last error"))
    def error(self, row: Feed | Page) -> str:
        return told(said_in(row, "last_error"))


class FeedForm(forms.ModelForm):  # type: ignore[type-arg]
    def clean(self) -> dict[str, Any]:
        """The location as the command and the API store it."""
        fields: dict[str, Any] = super().clean() or {}
        if fields.get("location") and fields.get("kind"):
            try:
                fields["location"] = adding.place(fields["location"], fields["kind"])[1]
            except adding.NotAdded as error:
                raise forms.ValidationError({error.field: told(error.said)}) from error
        return fields


@admin.register(Feed)
class FeedAdmin(Fetched):
    form = FeedForm
    list_display = ["location", "source", "state", "failures", "why", "next_fetch_at"]
    list_filter = ["active", "kind", Failing, "source"]
    list_select_related = ["source"]
    search_fields = ["location", "source__name"]
    readonly_fields = ["state", "failures", "error", "leased_until", "created_at"]
    actions = ["poll_now"]
    when_empty = _("No feed yet: add one, and what it lists is fetched as often as you say.")

    @admin.display(description=_("state"))
    def state(self, feed: Feed) -> SafeString:
        return badge(*state_of(feed))

    @admin.action(description=_("Poll now"), permissions=["change"])
    def poll_now(self, request: HttpRequest, feeds: QuerySet[Feed]) -> None:
        """The row is the job: due as soon as `next_fetch_at` is empty."""
        due = feeds.filter(active=True).update(next_fetch_at=None)
        off = feeds.filter(active=False).count()
        said = [_("%(n)s due now.") % {"n": due}]
        if off:
            said.append(_("%(n)s not active and never polled: tick active first.") % {"n": off})
        self.message_user(request, " ".join(said))


def state_of(row: Feed | Page) -> tuple[str, str]:
    """A feed's or a page's state in a word, and the badge's tone."""
    now = timezone.now()
    if isinstance(row, Feed) and not row.active:
        return gettext("off"), "quiet"
    if row.leased_until and row.leased_until > now:
        return gettext("being fetched"), "good"
    if isinstance(row, Page) and row.state == Page.State.FAILED:
        return gettext("given up"), "bad"
    if row.failures:
        return gettext("failing"), "bad"
    if row.next_fetch_at is None or row.next_fetch_at <= now:
        return gettext("due"), "warn"
    if isinstance(row, Page) and row.state == Page.State.GONE:
        return gettext("gone"), "warn"
    return gettext("waiting"), "quiet"


class PageForm(forms.ModelForm):  # type: ignore[type-arg]
    class Meta:
        model = Page
        fields = ["url"]

    def clean_url(self) -> str:
        try:
            return adding.identity(self.cleaned_data["url"])[0]
        except FetchRefused as error:
            raise forms.ValidationError(
                _("%(why)s: give the public address of a page") % {"why": told(error.said)}
            ) from error


@admin.register(Page)
class PageAdmin(ReadOnly, Fetched):
    """What is fetched, when next, and what was given up and why; the only thing to fill in is a URL to begin with."""

    form = PageForm
    list_display = ["url", "source", "now", "failures", "why", "fetched_at", "next_fetch_at"]
    list_filter = ["state", Failing, "source"]
    list_select_related = ["source"]
    search_fields = ["url", "last_error"]
    search_help_text = SEARCHED_IN_ENGLISH
    actions = ["try_again"]
    when_empty = _("No page yet: add one, or a feed that lists them.")

    def get_fields(self, request: HttpRequest, obj: Page | None = None) -> list[Any]:
        facts = ["now", "stage", "article", "source", "feed", "failures", "error", "fetched_at", "changed_at"]
        return (
            ["url", *facts, "next_fetch_at", "leased_until", "etag", "last_modified", "announced"] if obj else ["url"]
        )

    def has_add_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("sources.add_page")

    def save_model(self, request: HttpRequest, obj: Page, form: Any, change: bool) -> None:
        obj.pk = adding.page(obj.url).pk
        obj.refresh_from_db()

    @admin.display(description=_("state"), ordering="state")
    def now(self, page: Page) -> SafeString:
        return badge(*state_of(page))

    @admin.display(description=_("stage"))
    def stage(self, page: Page) -> str:
        """What is done about it in the long run."""
        return page.get_state_display()

    @admin.action(description=_("Try again now"), permissions=["retry"])
    def try_again(self, request: HttpRequest, pages: QuerySet[Page]) -> None:
        self.message_user(request, _("%(n)s due now.") % {"n": claiming.try_again(pages)})

    def has_retry_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("sources.change_page")


@admin.register(Usage)
class UsageAdmin(ReadOnly):
    list_display = ["day", "source", "fetches", "allowed", "checks", "edits"]
    list_filter = ["day", "source"]
    list_select_related = ["source"]
    date_hierarchy = "day"
    when_empty = _("Nothing was fetched yet.")

    @admin.display(description=_("allowed"))
    def allowed(self, usage: Usage) -> int:
        return usage.source.fetches_per_day


@admin.register(Host)
class HostAdmin(ReadOnly):
    """Whom to ask when nothing is fetched from a host: when it may be asked again, and what its robots.txt says."""

    list_display = ["authority", "free_at", "why", "robots_until"]
    search_fields = ["authority"]
    fields = ["authority", "asked_from", "robots", "why", "robots_until"]
    when_empty = _("Nothing was fetched yet.")

    @admin.display(description=_("may be asked from"))
    def asked_from(self, host: Host) -> str:
        return date_format(timezone.localtime(host.free_at), "DATETIME_FORMAT")

    @admin.display(description=_("trouble"), ordering="trouble")
    def why(self, host: Host) -> str:
        return told(said_in(host, "trouble"))
