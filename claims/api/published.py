"""What outlets published, listed as what was said is: in orders and formats, by words, and what changed since."""

from typing import Any

from django.db.models import QuerySet
from django_filters import CharFilter

from claims.models import Kind
from claims.searching import matching
from sources import api as sources
from sources.api import views as plain
from sources.models import ArticleVersion

from .correcting import AddingEvidence
from .expanding import Expanding
from .filters import Since


class SourceFilters(Since, plain.SourceFilters):
    pass


class ArticleFilters(Since, plain.OfArticles):
    search = CharFilter(
        method="by_words",
        max_length=300,
        help_text='Words in the title or text, in any form; "as they stand"; -without. Of up to 300 characters.',
    )

    def by_words(self, queryset: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        return queryset.filter(current__in=matching(ArticleVersion.objects.all(), Kind.ARTICLE, value))


class VersionFilters(Since, plain.VersionFilters):
    told_as = Kind.VERSION


class Sources(Expanding, sources.Sources):
    filterset_class = SourceFilters
    orderings = ("id", "name")


class Feeds(Expanding, sources.Feeds):
    orderings = ("id", "location")


class Pages(Expanding, sources.Pages):
    pass


class Articles(Expanding, sources.Articles):
    filterset_class = ArticleFilters


class Versions(Expanding, AddingEvidence, sources.Versions):
    filterset_class = VersionFilters


class Edits(Expanding, sources.Edits):
    orderings = ("id", "at", "rank")
