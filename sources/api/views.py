"""Reads what outlets published: sources, feeds, pages, articles, and every version with its text."""

from typing import Any

import django_filters as filters
from django.db.models import QuerySet

from factcheck.reading import Reading
from sources.filtering import ArticleFilters, by_choice, by_id
from sources.models import Article, ArticleVersion, Feed, Page, Source

from .adding import AddingArticles, AddingFeeds
from .rows import ArticleRow, ArticleWithText, FeedRow, PageRow, SourceRow, VersionRow, VersionWithText


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
    def narrow(self, queryset: QuerySet[Any], articles: QuerySet[Article]) -> QuerySet[Any]:
        return queryset.filter(pk__in=articles.values("pk"))


class VersionFilters(filters.FilterSet):
    article = by_id("article", "An article's id.")
    number = by_id("number", "The version's number in its article.")


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


class Articles(AddingArticles):
    """One piece of one source each; a single one comes with its text and its versions."""

    queryset = Article.objects.select_related("source", "current", "reprint_of__source")
    filterset_class = OfArticles

    def get_queryset(self) -> QuerySet[Article]:
        if self.detail:
            return self.queryset.prefetch_related("versions")
        return self.queryset.defer("current__text")

    def get_serializer_class(self) -> type[ArticleRow]:
        return ArticleWithText if self.detail else ArticleRow


class Versions(Reading):
    """Articles as they were seen once: never changed, numbered; a single one comes with its text."""

    queryset = ArticleVersion.objects.all()
    filterset_class = VersionFilters

    def get_queryset(self) -> QuerySet[ArticleVersion]:
        return self.queryset.all() if self.detail else self.queryset.defer("text")

    def get_serializer_class(self) -> type[VersionRow]:
        return VersionWithText if self.detail else VersionRow
