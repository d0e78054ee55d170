"""Articles as published, with what was found in them. Registered here since `sources` does not know of evidence."""

from typing import Any

from django.contrib import admin
from django.db.models import Count, IntegerField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import Http404, HttpRequest
from django.utils.safestring import SafeString

from claims.admin.pages import Page
from claims.admin.showing import edited, gap_marks, marks_of, place_of, value_of, version_address, who_of
from claims.highlighting import segments
from claims.models import Claim, Extraction, Fact, Quote, Utterance
from sources.models import Article, ArticleVersion
from sources.readonly import badge


def count(rows: QuerySet[Any], of: str) -> Coalesce:
    """How many of the rows point to the outer row, as a subquery: joins would multiply each other."""
    counted = rows.filter(**{of: OuterRef("pk")}).order_by().values(of).annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)


@admin.register(Article)
class ArticleAdmin(Page):
    """The text is never edited; what may be corrected is whose it is and when it was published."""

    change_form_template = "claims/article.html"
    list_display = ["title", "source", "origin", "published", "versions", "quotes", "claims"]
    list_filter = ["source", "language", "published_at"]
    list_select_related = ["source", "current"]
    list_per_page = 50
    search_fields = ["current__title", "key", "origin", "byline", "source__name"]
    autocomplete_fields = ["source"]
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

    def context_of(self, request: HttpRequest, row: Article) -> dict[str, Any]:
        version = chosen_version(row, request.GET.get("version", ""))
        if version is None:
            return {"version": None}
        quotes = Quote.objects.filter(version=version).select_related("speaker__entity")
        claims = Claim.objects.filter(version=version).select_related("holder__entity", "fact")
        for evidence in (*quotes, *claims):
            evidence.version = version
        changed, changes = edited(version)
        extraction = Extraction.objects.filter(version=version).first()
        gaps = extraction.gaps if extraction else []
        seen = row.versions.defer("text")
        return {
            "version": version,
            "segments": segments(version.text, marks_of(claims, quotes) + gap_marks(gaps) + changed),
            "changes": changes,
            "quotes": [(quote, who_of(quote), place_of(quote)) for quote in quotes],
            "claims": [(claim, value_of(claim), who_of(claim), place_of(claim)) for claim in claims],
            "versions": [(one, version_address(one)) for one in seen],
            "gaps": [(gap, version.text[gap["start"] : gap["end"]]) for gap in gaps],
            "extraction": extraction,
        }

    @admin.display(ordering="current__title")
    def title(self, article: Article) -> str:
        return str(article)

    @admin.display(ordering="published_at")
    def published(self, article: Article) -> SafeString | str:
        day = f"{article.published_at:%Y-%m-%d}" if article.published_at else "unknown"
        return badge(f"{day} inferred", "warn") if "published_at" in article.inferred else day

    @admin.display(ordering="version_count")
    def versions(self, article: Article) -> int:
        return int(getattr(article, "version_count", 0))

    def quotes(self, article: Article) -> int:
        return int(getattr(article, "quote_count", 0))

    def claims(self, article: Article) -> int:
        return int(getattr(article, "claim_count", 0))


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
        raise Http404(f"This article has no version {number}.")
    return version
