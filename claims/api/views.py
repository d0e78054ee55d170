"""Reads what was said, about what, and where sources disagree: the rows of the exports, filtered and paged."""

from typing import Any

from django.db.models import QuerySet

from claims import exporting
from claims.models import Entity
from factcheck.reading import Reading

from . import filters, schemas


class Evidence(Reading):
    """Lists live evidence; a single row is given although its article has moved on, saying so in `live`."""

    def get_queryset(self) -> QuerySet[Any]:
        queryset = super().get_queryset()
        return queryset if self.detail else queryset.filter(live=True)


class Quotes(Evidence):
    """Who said what, tied to the exact characters."""

    queryset = exporting.quotes()
    serializer_class = schemas.QuoteRow
    filterset_class = filters.QuoteFilters


class Claims(Evidence):
    """Stated values, each with the clause that states it and whose claim it is."""

    queryset = exporting.claims()
    serializer_class = schemas.ClaimRow
    filterset_class = filters.ClaimFilters


class Facts(Reading):
    """Questions that claims answer."""

    queryset = exporting.facts()
    serializer_class = schemas.FactRow
    filterset_class = filters.FactFilters


class Utterances(Reading):
    """What was said once, put together from the quotes of it."""

    queryset = exporting.utterances()
    serializer_class = schemas.UtteranceRow
    filterset_class = filters.UtteranceFilters


class Entities(Reading):
    """People, organisations and places, with the names they go by."""

    queryset = Entity.objects.all()
    serializer_class = schemas.EntityRow
    filterset_class = filters.EntityFilters


class Discrepancies(Reading):
    """Positions that conflict, with an explanation. Never who is right."""

    queryset = exporting.discrepancies()
    serializer_class = schemas.DiscrepancyRow
    filterset_class = filters.DiscrepancyFilters


class Reviews(Reading):
    """What people decided, each with the evidence it was decided on. For staff."""

    queryset = exporting.reviews()
    serializer_class = schemas.ReviewRow
    filterset_class = filters.ReviewFilters
    staff_only = True
