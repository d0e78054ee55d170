"""Reads what outlets published: sources, feeds, pages, articles, every version with its text, and every edit."""

import datetime as dt
from typing import Any

import django_filters as filters
from django.db.models import Prefetch, QuerySet

from factcheck.reading import Reading
from sources.changing import HEADLINE
from sources.differences import Class
from sources.filtering import ArticleFilters, by_choice, by_day, by_id, by_number, edge
from sources.models import Article, ArticleChange, ArticleVersion, Feed, Page, Source

from .adding import AddingArticles, AddingFeeds
from .differing import ComparingArticles, TextOfVersions
from .rows import ArticleRow, ArticleWithText, EditRow, FeedRow, PageRow, SourceRow, VersionRow, VersionWithText

CLASSES = [*(kind.value for kind in Class), HEADLINE]


class SourceFilters(filters.FilterSet):
    name = filters.CharFilter(help_text="The whole name.")
    domain = filters.CharFilter(help_text="The whole domain, such as news.example.")


class FeedFilters(filters.FilterSet):
    source = by_id("source", "A source's id.")
    kind = by_choice(Feed.Kind.choices, "kind")
    active = filters.BooleanFilter()


class PageFilters(filters.FilterSet):
    source = by_id("source", "A source's id.")
    article = by_id("article", "An article's id.")
    state = by_choice(Page.State.choices, "state")


class OfArticles(ArticleFilters):
    url = filters.CharFilter("url", help_text="The publisher's address, as rows give it.")
    gone = filters.BooleanFilter("gone_at", "isnull", exclude=True, help_text="Whether its page is not there any more.")

    def narrow(self, queryset: QuerySet[Any], articles: QuerySet[Article]) -> QuerySet[Any]:
        return queryset.filter(pk__in=articles.values("pk"))


class VersionFilters(filters.FilterSet):
    article = by_id("article", "An article's id.")
    number = by_id("number", "The version's number in its article.")
    sha256 = filters.CharFilter("sha256", help_text="Of the text, as evidence gives it.")


class EditFilters(ArticleFilters):
    article = by_id(method="at_once", help_text="An article's id.")
    kind = by_choice(ArticleChange.Kind.choices, "kind")
    classes = filters.ChoiceFilter(
        method="classed",
        choices=[(name, name) for name in CLASSES],
        error_messages={"invalid_choice": f"Use one of: {', '.join(CLASSES)}."},
        help_text="Edits with a sentence of this class.",
    )
    rank_min = by_number("Of this rank or more.", field_name="rank", lookup_expr="gte", min_value=0, max_value=1)
    after = by_day("Noticed on this day (UTC) or later.", method="from_day")
    before = by_day("Noticed on this day (UTC) or earlier.", method="to_day")

    def narrow(self, queryset: QuerySet[Any], articles: QuerySet[Article]) -> QuerySet[Any]:
        return queryset.filter(article__in=articles)

    def classed(self, queryset: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        return queryset.filter(classes__has_key=value)

    def from_day(self, queryset: QuerySet[Any], name: str, value: dt.date) -> QuerySet[Any]:
        return queryset.filter(at__gte=edge(value, dt.time.min))

    def to_day(self, queryset: QuerySet[Any], name: str, value: dt.date) -> QuerySet[Any]:
        return queryset.filter(at__lte=edge(value, dt.time.max))


class Sources(Reading):
    """Publishers: outlets and wire agencies."""

    queryset = Source.objects.all()
    serializer_class = SourceRow
    filterset_class = SourceFilters


class Feeds(AddingFeeds):
    """What is polled on a schedule, and how that went. For staff."""

    queryset = Feed.objects.select_related("source")
    serializer_class = FeedRow
    filterset_class = FeedFilters
    staff_only = True


class Pages(Reading):
    """URLs that are fetched, and fetched again to notice edits, and how that went. For staff."""

    queryset = Page.objects.select_related("source")
    serializer_class = PageRow
    filterset_class = PageFilters
    staff_only = True


class Articles(AddingArticles, ComparingArticles):
    """One piece of one source each; a single one comes with its text and its versions."""

    queryset = Article.objects.select_related("source", "current", "reprint_of__source")
    filterset_class = OfArticles

    def get_queryset(self) -> QuerySet[Article]:
        if self.detail:
            return self.queryset.prefetch_related(Prefetch("versions", ArticleVersion.objects.defer("text")))
        return self.queryset.defer("current__text")

    def get_serializer_class(self) -> type[ArticleRow]:
        return ArticleWithText if self.detail else ArticleRow


class Versions(TextOfVersions):
    """Articles as they were seen once: never changed, numbered; a single one comes with its text."""

    queryset = ArticleVersion.objects.all()
    filterset_class = VersionFilters
    modified_field = "seen_at"

    def get_queryset(self) -> QuerySet[ArticleVersion]:
        return self.queryset.all() if self.detail else self.queryset.defer("text")

    def get_serializer_class(self) -> type[VersionRow]:
        return VersionWithText if self.detail else VersionRow


class Edits(Reading):
    """What became of articles that were known: edited, moved, their page gone or there again."""

    queryset = ArticleChange.objects.select_related("version").defer("version__text", "version__title")
    serializer_class = EditRow
    filterset_class = EditFilters
    modified_field = "at"
