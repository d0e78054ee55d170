"""Reads what was said, about what, and where sources disagree: the rows of the exports, filtered and paged."""

from typing import Any

from django.db.models import QuerySet

from claims import exporting
from claims.models import Entity

from . import filters, linked, schemas
from .correcting import CorrectingClaims, CorrectingQuotes
from .deciding import DecidingDiscrepancies
from .expanding import Expanding
from .ruling import RulingEntities, RulingFacts, RulingUtterances, UndoingReviews


class Evidence(Expanding):
    """Lists live evidence, or what was known `as_of` a time; one row is given although its article has moved on."""

    formats = ("ndjson", "csv", "jsonld")
    writers = {"jsonld": linked.annotations}

    def get_queryset(self) -> QuerySet[Any]:
        queryset = super().get_queryset()
        return queryset if self.detail or "as_of" in self.request.query_params else queryset.filter(live=True)


class Quotes(Evidence, CorrectingQuotes):
    """Who said what, tied to the exact characters."""

    queryset = exporting.quotes()
    serializer_class = schemas.QuoteRow
    filterset_class = filters.QuoteFilters


class Claims(Evidence, CorrectingClaims):
    """Stated values, each with the clause that states it and whose claim it is."""

    queryset = exporting.claims()
    serializer_class = schemas.ClaimRow
    filterset_class = filters.ClaimFilters


class Facts(Expanding, RulingFacts):
    """Questions that claims answer."""

    queryset = exporting.facts()
    serializer_class = schemas.FactRow
    filterset_class = filters.FactFilters


class Utterances(Expanding, RulingUtterances):
    """What was said once, put together from the quotes of it."""

    queryset = exporting.utterances()
    serializer_class = schemas.UtteranceRow
    filterset_class = filters.UtteranceFilters


class Entities(Expanding, RulingEntities):
    """People, organisations and places, with the names they go by."""

    queryset = Entity.objects.all()
    serializer_class = schemas.EntityRow
    filterset_class = filters.EntityFilters
    orderings = ("id", "name")


class Discrepancies(Expanding, DecidingDiscrepancies):
    """Positions that conflict, with an explanation. Never who is right."""

    queryset = exporting.discrepancies()
    serializer_class = schemas.DiscrepancyRow
    filterset_class = filters.DiscrepancyFilters
    orderings = ("id", "severity", "first_seen", "last_seen")
    formats = ("ndjson", "csv", "atom")
    writers = {"atom": linked.feed}
    ordered = {"atom": "-last_seen"}


class Reviews(Expanding, UndoingReviews):
    """What people decided, each with the evidence it was decided on. For Readers."""

    queryset = exporting.reviews()
    serializer_class = schemas.ReviewRow
    filterset_class = filters.ReviewFilters
    formats = ("ndjson", "csv", "jsonld")
    writers = {"jsonld": linked.claim_reviews}
    staff_only = True
    modified_field = "created_at"
