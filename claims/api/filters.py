"""What a client may ask for. Conditions on articles all hold of one article."""

import datetime as dt
from typing import Any

import django_filters as filters
from django.core.validators import RegexValidator
from django.db.models import BigIntegerField, Exists, OuterRef, Q, QuerySet
from drf_spectacular.utils import extend_schema_field
from rest_framework.exceptions import ValidationError

from claims.models import Change, Claim, Discrepancy, Entity, Kind, Mention, Quote, Review
from claims.models.bounds import FIRST_DAY, LAST_DAY, LEAST_NUMBER, MOST_NUMBER
from claims.numbering import known, number_pending
from claims.searching import matching
from sources.filtering import ArticleFilters, by_choice, by_day, by_id, by_number
from sources.models import Article

SINCE = "Rows that changed at this time or later, as /changes/ numbers it."
AS_OF = "A day (its end, UTC) or a time: what the service had read by then, and not yet from a newer version."
MOMENTS = [{"format": "date"}, {"format": "date-time"}]
EXAMPLE = "2021-03-01T12:00:00Z"
HOLDER_WORDS = "an entity's id, or narrator for the article's own voice"
HOLDER = RegexValidator(r"\A([1-9][0-9]{0,17}|narrator)\Z", f"Give {HOLDER_WORDS}.")

HOLDER_SCHEMA = {
    "type": "string",
    "pattern": "^([1-9][0-9]{0,17}|narrator)$",
    "description": f"Whose claim: {HOLDER_WORDS}.",
}


class Since(filters.FilterSet):
    # As what the rows are told in the changes, where that is not the name of their model.
    told_as = ""
    modified_since = extend_schema_field({"type": "string", "format": "date-time", "description": SINCE})(
        filters.IsoDateTimeFilter(method="since", error_messages={"invalid": f"Give a time such as {EXAMPLE}."})
    )

    def since(self, queryset: QuerySet[Any], name: str, value: dt.datetime) -> QuerySet[Any]:
        """By the numbered changes, so that no row is missed whose change was committed late."""
        number_pending(limit=1)
        try:
            moment = value.astimezone(dt.UTC)
        except OverflowError:
            raise ValidationError({name: [f"Give a time such as {EXAMPLE}."]}) from None
        changed = Change.objects.filter(kind=self.told_as or queryset.model._meta.model_name, at__gte=moment)
        return queryset.filter(pk__in=changed.values("thing"))


class KnownAt(filters.FilterSet):
    as_of = extend_schema_field({"type": "string", "anyOf": MOMENTS, "description": AS_OF})(
        filters.CharFilter(method="known_at")
    )

    def known_at(self, queryset: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        number_pending(limit=1)
        return known(queryset, moment(name, value))


def moment(name: str, text: str) -> dt.datetime:
    """A time, or the last moment of a day (UTC). Raises a 400."""
    try:
        time = dt.datetime.fromisoformat(text)
        if len(text) == len("2021-03-01"):
            return dt.datetime.combine(time.date(), dt.time.max, dt.UTC)
        if time.tzinfo is not None:
            return time.astimezone(dt.UTC)
    except (ValueError, OverflowError):
        pass
    raise ValidationError({name: [f"Give a day such as 2021-03-01, or a time such as {EXAMPLE}."]})


class EvidenceFilters(Since, ArticleFilters):
    article = by_id(method="at_once", help_text="An article's id.")


def first(rows: QuerySet[Any], column: str = "pk") -> QuerySet[Any]:
    """All of them, by their own indexes: with a limit, the database does not look for them in the order of the list.

    For what may have been named often and yet have next to none of these rows.
    """
    return rows.order_by().values(column)[: BigIntegerField.MAX_BIGINT]


def by_words(kind: str) -> filters.CharFilter:
    """Full-text search in what a kind of row says."""

    def found(queryset: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        return matching(queryset, kind, value)

    told = 'Words, in any form; "as they stand"; -without. Of up to 300 characters.'
    return filters.CharFilter(method=found, max_length=300, help_text=told)


class QuoteFilters(KnownAt, EvidenceFilters):
    search = by_words("quote")
    kind = by_choice(Quote.Kind.choices, "kind")
    speaker = by_id(method="said_by", help_text="An entity's id.")
    utterance = by_id("utterance", "An utterance's id.")

    def narrow(self, queryset: QuerySet[Any], articles: QuerySet[Article]) -> QuerySet[Any]:
        return queryset.filter(version__article__in=articles)

    def said_by(self, queryset: QuerySet[Any], name: str, value: int) -> QuerySet[Any]:
        return queryset.filter(pk__in=first(Quote.objects.filter(speaker__entity=value)))


class ClaimFilters(KnownAt, EvidenceFilters):
    """Values by overlap: a claim of "more than 42" answers value_min=50, for it may be 50."""

    search = by_words("claim")
    entity = by_id(method="about", help_text="An entity's id: claims about it.")
    holder = extend_schema_field(HOLDER_SCHEMA)(filters.CharFilter(method="held_by", validators=[HOLDER]))
    fact = by_id("fact", "A fact's id.")
    dimension = by_choice(Claim.Dimension.choices, "dimension")
    unit = filters.CharFilter("unit", help_text="As rows give it: district, USD, percent.")
    modality = by_choice(Claim.Modality.choices, "modality")
    change = by_choice([choice for choice in Claim.Change.choices if choice[0]], "change")
    value_min = by_number("Values that may be this much or more.", method="at_least")
    value_max = by_number("Values that may be this much or less.", method="at_most")
    date_from = by_day("Dates that may be this day or later.", method="not_before")
    date_to = by_day("Dates that may be this day or earlier.", method="not_after")

    def narrow(self, queryset: QuerySet[Any], articles: QuerySet[Article]) -> QuerySet[Any]:
        return queryset.filter(version__article__in=articles)

    def about(self, queryset: QuerySet[Any], name: str, value: int) -> QuerySet[Any]:
        named = Mention.objects.filter(entity=value)
        return queryset.filter(pk__in=Claim.mentions.through.objects.filter(mention__in=named).values("claim"))

    def held_by(self, queryset: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        narrator = Q(holder=None, holder_text="")
        return queryset.filter(narrator if value == "narrator" else Q(holder__entity=int(value)))

    def at_least(self, queryset: QuerySet[Any], name: str, value: float) -> QuerySet[Any]:
        found: QuerySet[Any] = queryset.alias(most=MOST_NUMBER).filter(most__gte=value)
        return found

    def at_most(self, queryset: QuerySet[Any], name: str, value: float) -> QuerySet[Any]:
        found: QuerySet[Any] = queryset.alias(least=LEAST_NUMBER).filter(least__lte=value)
        return found

    def not_before(self, queryset: QuerySet[Any], name: str, value: Any) -> QuerySet[Any]:
        found: QuerySet[Any] = queryset.alias(most=LAST_DAY).filter(most__gte=value)
        return found

    def not_after(self, queryset: QuerySet[Any], name: str, value: Any) -> QuerySet[Any]:
        found: QuerySet[Any] = queryset.alias(least=FIRST_DAY).filter(least__lte=value)
        return found


class FactFilters(EvidenceFilters):
    dimension = by_choice(Claim.Dimension.choices, "dimension")
    unit = filters.CharFilter("unit", help_text="As rows give it: district, USD, percent.")
    entity = by_id(method="about", help_text="An entity's id: facts with a claim about it.")

    def narrow(self, queryset: QuerySet[Any], articles: QuerySet[Article]) -> QuerySet[Any]:
        held = Claim.objects.filter(live=True, version__article__in=articles)
        return queryset.filter(pk__in=held.values("fact"))

    def about(self, queryset: QuerySet[Any], name: str, value: int) -> QuerySet[Any]:
        return queryset.filter(pk__in=Claim.objects.filter(live=True, mentions__entity=value).values("fact"))


class UtteranceFilters(EvidenceFilters):
    speaker = by_id(method="said_by", help_text="An entity's id: utterances with a quote credited to it.")

    def narrow(self, queryset: QuerySet[Any], articles: QuerySet[Article]) -> QuerySet[Any]:
        reported = Quote.objects.filter(live=True, version__article__in=articles)
        return queryset.filter(pk__in=reported.values("utterance"))

    def said_by(self, queryset: QuerySet[Any], name: str, value: int) -> QuerySet[Any]:
        said = first(Quote.objects.filter(live=True, speaker__entity=value), "utterance")
        return queryset.filter(pk__in=said)


class EntityFilters(Since):
    kind = by_choice(Entity.Kind.choices, "kind")
    name = filters.CharFilter("name", lookup_expr="icontains", help_text="Part of the name, in either case.")


class DiscrepancyFilters(EvidenceFilters):
    kind = by_choice(Discrepancy.Kind.choices, "kind")
    status = by_choice(Discrepancy.Status.choices, "status")
    severity_min = by_number(
        "Of this severity or more.", field_name="severity", lookup_expr="gte", min_value=0, max_value=1
    )
    severity_max = by_number(
        "Of this severity or less.", field_name="severity", lookup_expr="lte", min_value=0, max_value=1
    )
    fact = by_id("fact", "A fact's id.")
    utterance = by_id("utterance", "An utterance's id.")
    dimension = by_choice(Claim.Dimension.choices, "fact__dimension")
    unit = filters.CharFilter("fact__unit", help_text="Of the fact: district, USD, percent.")
    entity = by_id(method="about", help_text="An entity's id: what was claimed about it, or said by it.")

    def narrow(self, queryset: QuerySet[Any], articles: QuerySet[Article]) -> QuerySet[Any]:
        return _reaching(queryset, Discrepancy.articles.through, article__in=articles)

    def about(self, queryset: QuerySet[Any], name: str, value: int) -> QuerySet[Any]:
        return _reaching(queryset, Discrepancy.mentions.through, mention__entity=value)


class ChangeFilters(filters.FilterSet):
    kind = by_choice(Kind.choices, "kind")


class ReviewFilters(Since):
    verdict = by_choice(Review.Verdict.choices, "verdict")
    discrepancy = by_id("discrepancy", "A discrepancy's id.")
    entity = by_id("entity", "An entity's id.")
    reviewer = filters.CharFilter("reviewer__username", help_text="The reviewer's log-in name.")


def _reaching(queryset: QuerySet[Any], through: type[Any], **condition: Any) -> QuerySet[Any]:
    """The discrepancies whose positions lead to such an article or mention, as is kept beside them."""
    return queryset.filter(Exists(through.objects.filter(discrepancy=OuterRef("pk"), **condition)))
