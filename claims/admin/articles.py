"""Articles as published, with what was found in them. Registered here since `sources` does not know of evidence."""

from typing import Any

from django.contrib import admin
from django.contrib.admin.utils import label_for_field
from django.db.models import Count, IntegerField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import Http404, HttpRequest
from django.urls import URLPattern
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from claims import reviewing
from claims.admin import corrections, readings
from claims.admin.changed import comparison
from claims.admin.pages import Page
from claims.admin.showing import version_address
from claims.models import Claim, Fact, Quote, Utterance
from sources.models import Article, ArticleVersion
from sources.readonly import badge


def count(rows: QuerySet[Any], of: str) -> Coalesce:
    """How many of the rows point to the outer row, as a subquery: joins would multiply each other."""
    counted = rows.filter(**{of: OuterRef("pk")}).order_by().values(of).annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)


UNKNOWN = "unknown"


class InLanguage(admin.SimpleListFilter):
    title = gettext_lazy("language")
    parameter_name = "language"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        known = Article.objects.order_by("language").values_list("language", flat=True).distinct()
        return [(language or UNKNOWN, language or _("unknown")) for language in known]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Article]) -> QuerySet[Article]:
        value = self.value()
        return queryset.filter(language="" if value == UNKNOWN else value) if value else queryset


@admin.register(Article)
class ArticleAdmin(Page):
    """The text is never edited; what may be corrected is whose it is and when it was published."""

    change_form_template = "claims/article.html"
    list_display = ["title", "source", "origin", "published", "versions", "quotes", "claims"]
    list_filter = ["source", InLanguage, "published_at"]
    list_select_related = ["source", "current"]
    list_per_page = 50
    search_fields = ["current__title", "key", "origin", "byline", "source__name"]
    fields = ["source", "origin", "reprint_of", "byline", "published_at", "language"]
    readonly_fields = ["reprint_of"]
    show_full_result_count = False

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Article | None = None) -> bool:
        return False

    def get_queryset(self, request: HttpRequest) -> QuerySet[Article]:
        rows: QuerySet[Article] = super().get_queryset(request).select_related("source", "current")
        return rows.defer("current__text").annotate(
            version_count=count(ArticleVersion.objects.all(), "article"),
            quote_count=count(Quote.objects.filter(live=True), "version__article"),
            claim_count=count(Claim.objects.filter(live=True), "version__article"),
        )

    def save_model(self, request: HttpRequest, obj: Article, form: Any, change: bool) -> None:
        """What a person has set is no longer inferred and no import changes it; an import meanwhile loses nothing."""
        obj.inferred = {name: why for name, why in obj.inferred.items() if name not in form.changed_data}
        obj.corrected = sorted({*obj.corrected, *form.changed_data})
        obj.save(update_fields=[*form.changed_data, "inferred", "corrected"])
        if {"source", "origin"} & set(form.changed_data):
            count_origins_again(obj)

    def get_urls(self) -> list[URLPattern]:
        return [*corrections.urls(self), *super().get_urls()]

    def context_of(self, request: HttpRequest, row: Article) -> dict[str, Any]:
        version = chosen_version(row, request.GET.get("version", ""))
        if version is None:
            return {"version": None}
        against = request.GET.get("against", "")
        if against:
            other = chosen_version(row, against) or version
            older, newer = sorted((version, other), key=lambda each: each.number)
            return comparison(newer, older) | self._around(request, row, version)
        return readings.as_shown(version, request.GET.get("at", "")) | self._around(request, row, version)

    def _around(self, request: HttpRequest, row: Article, version: ArticleVersion) -> dict[str, Any]:
        """What stands beside the text, whichever way it is shown."""
        may_correct = reviewing.may_decide(request.user)
        seen = list(row.versions.defer("text"))
        return {
            "version": version,
            "inferred": [(field, _labelled(field), why) for field, why in row.inferred.items()],
            "versions": [(one, version_address(one)) for one in seen],
            "corrections": readings.corrections_on(version),
            "may_correct": may_correct,
        }

    @admin.display(description=gettext_lazy("title"), ordering="current__title")
    def title(self, article: Article) -> str:
        return str(article)

    @admin.display(description=gettext_lazy("published"), ordering="published_at")
    def published(self, article: Article) -> SafeString | str:
        day = date_format(article.published_at, "SHORT_DATE_FORMAT") if article.published_at else _("unknown")
        inferred = "published_at" in article.inferred
        return format_html("{} {}", day, badge(_("inferred"), "warn")) if inferred else day

    @admin.display(description=gettext_lazy("versions"), ordering="version_count")
    def versions(self, article: Article) -> int:
        return int(getattr(article, "version_count", 0))

    @admin.display(description=gettext_lazy("quotes"), ordering="quote_count")
    def quotes(self, article: Article) -> int:
        return int(getattr(article, "quote_count", 0))

    @admin.display(description=gettext_lazy("claims"), ordering="claim_count")
    def claims(self, article: Article) -> int:
        return int(getattr(article, "claim_count", 0))


def _labelled(field: str) -> str:
    """What a field that was inferred is called; the title is one of the version."""
    model = ArticleVersion if field == "title" else Article
    return str(label_for_field(field, model))


def count_origins_again(article: Article) -> None:
    """Whose evidence it is has changed, so that all it speaks to is compared anew."""
    Fact.objects.filter(claims__version__article=article).update(stale=True)
    Utterance.objects.filter(quotes__version__article=article).update(stale=True)


def chosen_version(article: Article, number: str) -> ArticleVersion | None:
    """The version that the address asks for, else the current one."""
    if not number:
        return ArticleVersion.objects.filter(current_of=article).first()
    version = article.versions.filter(number=number).first() if number.isdecimal() else None
    if version is None:
        raise Http404(_("This article has no version %(number)s.") % {"number": number})
    return version
