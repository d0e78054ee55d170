"""Narrows rows of the API by what a client knows: whose article, of which day, in which language."""

import datetime as dt
from typing import Any

import django_filters as filters
from django import forms
from django.db.models import BigIntegerField, Q, QuerySet
from drf_spectacular.utils import extend_schema_field

from .models import UNIDENTIFIED, Article, Source


class IdFilter(filters.NumberFilter):
    field_class = forms.IntegerField


class FloatFilter(filters.NumberFilter):
    field_class = forms.FloatField


def by_id(field: str | None = None, help_text: str = "", **options: Any) -> IdFilter:
    """By the id of a row; an id that no row has gives an empty list."""
    error = dict.fromkeys(("invalid", "min_value", "max_value"), "Give an id: a whole number, as in a row's id.")
    limits = {"min_value": 1, "max_value": BigIntegerField.MAX_BIGINT, "error_messages": error}
    schema = {"type": "integer", "minimum": 1, "description": help_text}
    return extend_schema_field(schema)(IdFilter(field, **limits, **options))


def by_number(help_text: str, **options: Any) -> FloatFilter:
    # More than that django-filter takes for a mistake.
    schema = {"type": "number", "maximum": 1e50, "description": help_text}
    for key, name in (("min_value", "minimum"), ("max_value", "maximum")):
        if key in options:
            schema[name] = options[key]
    return extend_schema_field(schema)(FloatFilter(**options))


def by_day(help_text: str, **options: Any) -> filters.DateFilter:
    error = {"invalid": "Give a day as YYYY-MM-DD, such as 2020-11-09."}
    schema = {"type": "string", "format": "date", "description": help_text}
    return extend_schema_field(schema)(filters.DateFilter(input_formats=["%Y-%m-%d"], error_messages=error, **options))


def by_choice(choices: list[tuple[str, Any]], field: str | None = None) -> filters.ChoiceFilter:
    names = ", ".join(name for name, _label in choices)
    return filters.ChoiceFilter(field, choices=choices, error_messages={"invalid_choice": f"Use one of: {names}."})


class ArticleFilters(filters.FilterSet):
    """Conditions on articles, which all hold of one and the same article."""

    source = filters.CharFilter(method="at_once", help_text="A source: its id, or its name as rows give it.")
    origin = filters.CharFilter(method="at_once", help_text="Who first wrote the text, as rows give it.")
    language = filters.CharFilter(method="at_once", help_text="ISO 639-1, such as en.")
    published_after = by_day("Articles of this day (UTC) or later.", method="at_once")
    published_before = by_day("Articles of this day (UTC) or earlier.", method="at_once")

    def at_once(self, queryset: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        """Nothing yet: `filter_queryset` applies the conditions on articles together."""
        return queryset

    def filter_queryset(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        asked = condition(self.form.cleaned_data)
        queryset = super().filter_queryset(queryset)
        return self.narrow(queryset, Article.objects.filter(asked)) if asked else queryset

    def narrow(self, queryset: QuerySet[Any], articles: QuerySet[Article]) -> QuerySet[Any]:
        """The rows that are of one of the articles."""
        raise NotImplementedError


def condition(asked: dict[str, Any]) -> Q:
    """What was asked of articles as one condition; empty where nothing was."""
    return (
        (of_source(asked["source"]) if asked["source"] else Q())
        & (of_origin(asked["origin"]) if asked["origin"] else Q())
        & (Q(language=asked["language"]) if asked["language"] else Q())
        & (Q(published_at__gte=edge(asked["published_after"], dt.time.min)) if asked["published_after"] else Q())
        & (Q(published_at__lte=edge(asked["published_before"], dt.time.max)) if asked["published_before"] else Q())
        & (Q(pk=asked["article"]) if asked.get("article") else Q())
    )


def edge(day: dt.date, time: dt.time) -> dt.datetime:
    return dt.datetime.combine(day, time, dt.UTC)


def of_source(text: str) -> Q:
    """By id where it is a number, else by name: looked up first, for how many articles one has is known by its id."""
    if text.isascii() and text.isdigit() and len(text) < 19:
        return Q(source=int(text))
    return Q(source__in=list(Source.objects.filter(name=text).values_list("pk", flat=True)))


def of_origin(name: str) -> Q:
    """The articles whose `origin_name` it is."""
    reprints = Q(origin="") & _of_own_origin(name, "reprint_of__")
    return Q(origin=name) | (Q(reprint_of=None) & _of_own_origin(name)) | reprints


def _of_own_origin(name: str, of: str = "") -> Q:
    """Those of `own_origin_name`; `of` is a prefix of the article that is asked for."""
    uncredited = Q(**{f"{of}origin": ""})
    own = uncredited & Q(**{f"{of}source__name": name}) & ~Q(**{f"{of}source__name": UNIDENTIFIED})
    key = name.removeprefix(f"{UNIDENTIFIED} (").removesuffix(")")
    if name == f"{UNIDENTIFIED} ({key})":
        own |= uncredited & Q(**{f"{of}source__name": UNIDENTIFIED, f"{of}key__in": [key, f"file:{key}"]})
    return Q(**{f"{of}origin": name}) | own
