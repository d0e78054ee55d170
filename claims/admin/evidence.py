"""What was lifted out of the texts: readings, quotes and claims. To be looked at; programs write them."""

from collections import Counter
from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from claims import searching
from claims.admin.about import about_html
from claims.admin.showing import link, passage_html, place_link, value_of, who_of
from claims.admin.translating import gap_told, reasons_told, unread_because
from claims.models import Claim, Extraction, Quote
from sources.models import Source
from sources.readonly import ReadOnly, badge
from sources.telling import SEARCHED_IN_ENGLISH, reason_told

STATE_TONES = {
    "pending": "warn",
    "read": "warn",
    "grouped": "warn",
    "done": "good",
    "failed": "bad",
    "skipped": "quiet",
}


@admin.register(Extraction)
class ExtractionAdmin(ReadOnly):
    list_display = ["article", "status", "because", "attempt", "read_at", "rules", "model"]
    list_display_links = ["status"]  # The article leads to its own page.
    list_filter = ["state", "rules"]
    search_fields = ["version__title", "version__article__key", "reason"]
    search_help_text = SEARCHED_IN_ENGLISH
    fields = [
        "article",
        ("state", "because"),
        ("attempt", "leased_until", "read_at"),
        ("rules", "model"),
        "published_at",
        "gave_nothing",
        "about",
    ]
    readonly_fields = ["article", "because", "gave_nothing", "about"]
    actions = ["retry"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Extraction]:
        rows: QuerySet[Extraction] = super().get_queryset(request)
        return rows.select_related("version__article").defer("version__text")

    def has_retry_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("claims.change_extraction")

    @admin.display(description=_("article"), ordering="version__title")
    def article(self, reading: Extraction) -> SafeString:
        return link(reading.version.article, reading.version)

    @admin.display(description=_("status"), ordering="state")
    def status(self, reading: Extraction) -> SafeString:
        return badge(reading.get_state_display(), STATE_TONES.get(reading.state, "warn"))

    @admin.display(description=_("reason"), ordering="reason")
    def because(self, reading: Extraction) -> str:
        return unread_because(reading) or "-"

    @admin.display(description=_("gave nothing"))
    def gave_nothing(self, reading: Extraction) -> SafeString | str:
        """Why sentences with figures gave nothing, the most frequent reason first."""
        counts = Counter(gap["reason"] for gap in reading.gaps).most_common()
        told = format_html_join("", "<li>{} × {}</li>", ((number, gap_told(signs)) for signs, number in counts))
        return format_html("<ul>{}</ul>", told) if told else "-"

    @admin.display(description=_("what it is about"))
    def about(self, reading: Extraction) -> str:
        return ", ".join(reading.story) or "-"

    @admin.action(description=_("Try again (failed only)"), permissions=["retry"])
    def retry(self, request: HttpRequest, readings: QuerySet[Extraction]) -> None:
        """The row is the job: pending again, with all its attempts before it."""
        failed = list(readings.filter(state=Extraction.State.FAILED))
        for reading in failed:
            reading.retry()
        told = ngettext("%(n)s will be read again.", "%(n)s will be read again.", len(failed)) % {"n": len(failed)}
        self.message_user(request, told if failed else _("None of these had failed."))


class Searched(ReadOnly):
    """Evidence, whose words an index finds, in any form of theirs; names are looked up among entities."""

    kind: str
    named: str

    def get_search_results(self, request: HttpRequest, queryset: QuerySet[Any], search_term: str) -> Any:
        if not search_term.strip():
            return queryset, False
        rows = self.model._default_manager.order_by()
        worded = searching.matching(rows, self.kind, search_term).values("pk")
        named = rows.filter(**{f"{self.named}__entity__name__icontains": search_term.strip()}).values("pk")
        return queryset.filter(pk__in=worded.union(named)), False


@admin.register(Quote)
class QuoteAdmin(Searched):
    kind, named = "quote", "speaker"
    list_display = ["words", "speaker_name", "kind", "source", "place"]
    list_filter = ["kind", "live", "version__article__source"]
    search_fields = ["content", "speaker_text", "speaker__entity__name"]
    fields = [
        "passage",
        "place",
        "source",
        "kind",
        ("speaker_name", "speaker_link"),
        "may_be",
        ("cue", "via_text"),
        "utterance_link",
        "why",
        "live",
    ]
    readonly_fields = ["passage", "place", "source", "speaker_name", "speaker_link", "may_be", "utterance_link", "why"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Quote]:
        rows: QuerySet[Quote] = super().get_queryset(request)
        return rows.select_related("version__article__source", "speaker__entity", "utterance").defer("version__text")

    @admin.display(description=_("words"), ordering="content")
    def words(self, quote: Quote) -> str:
        return str(quote)

    @admin.display(description=_("speaker"), ordering="speaker__entity__name")
    def speaker_name(self, quote: Quote) -> str:
        return who_of(quote)

    @admin.display(description=_("source"), ordering="version__article__source__name")
    def source(self, quote: Quote) -> Source:
        return quote.version.article.source

    @admin.display(description=_("in"))
    def place(self, quote: Quote) -> SafeString:
        return place_link(quote)

    @admin.display(description=_("passage"))
    def passage(self, quote: Quote) -> SafeString:
        return passage_html(quote)

    @admin.display(description=_("why"))
    def why(self, quote: Quote) -> str:
        return "; ".join(reasons_told(quote.reasons))

    @admin.display(description=_("may be"))
    def may_be(self, quote: Quote) -> str:
        return "; ".join(f"{each['name']} ({reason_told(each['reason'])})" for each in quote.candidates) or "-"

    @admin.display(description=_("all of this speaker"))
    def speaker_link(self, quote: Quote) -> SafeString | str:
        return link(quote.speaker_entity) if quote.speaker_entity else str(_("not resolved"))

    @admin.display(description=_("utterance"))
    def utterance_link(self, quote: Quote) -> SafeString | str:
        return link(quote.utterance) if quote.utterance else str(_("quoted only here"))


@admin.register(Claim)
class ClaimAdmin(Searched):
    kind, named = "claim", "holder"
    list_display = ["label", "value", "value_text", "dimension", "holder_name", "source", "place", "fact_link"]
    list_filter = ["dimension", "modality", "comparator", "inferred", "live", "version__article__source"]
    search_fields = ["label", "exact", "holder_text", "holder__entity__name"]
    fields = [
        "passage",
        "place",
        "source",
        "label",
        ("value", "value_text"),
        ("dimension", "modality"),
        "holder_name",
        "fact_link",
        "what_it_is_of",
        "why",
        "live",
    ]
    readonly_fields = ["passage", "place", "source", "value", "holder_name", "fact_link", "what_it_is_of", "why"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Claim]:
        rows: QuerySet[Claim] = super().get_queryset(request)
        return rows.select_related("version__article__source", "holder__entity", "fact").defer("version__text")

    def get_fields(self, request: HttpRequest, obj: Claim | None = None) -> list[Any]:
        """What hardly any claim has stands there only where it has it."""
        fields = list(super().get_fields(request, obj))
        rare = [name for name in ("change", "inferred") if obj and getattr(obj, name)]
        at = fields.index("holder_name")
        return [*fields[:at], *rare, *fields[at:]]

    @admin.display(description=_("value"))
    def value(self, claim: Claim) -> str:
        return value_of(claim)

    @admin.display(description=_("holder"), ordering="holder__entity__name")
    def holder_name(self, claim: Claim) -> str:
        return who_of(claim)

    @admin.display(description=_("source"), ordering="version__article__source__name")
    def source(self, claim: Claim) -> Source:
        return claim.version.article.source

    @admin.display(description=_("in"))
    def place(self, claim: Claim) -> SafeString:
        return place_link(claim)

    @admin.display(description=_("fact"), ordering="fact")
    def fact_link(self, claim: Claim) -> SafeString | str:
        return link(claim.fact) if claim.fact else str(_("stated only here"))

    @admin.display(description=_("passage"))
    def passage(self, claim: Claim) -> SafeString:
        return passage_html(claim)

    @admin.display(description=_("about"))
    def what_it_is_of(self, claim: Claim) -> SafeString:
        return about_html(claim)

    @admin.display(description=_("why"))
    def why(self, claim: Claim) -> str:
        return "; ".join(reasons_told(claim.reasons)) or "-"
