"""Facts and utterances: what several articles state or quote, side by side."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path

from claims import reviewing
from claims.admin.articles import count
from claims.admin.pages import Page
from claims.admin.rulings import Uniting, split_view
from claims.admin.showing import card_of
from claims.models import Claim, Discrepancy, Fact, Quote, Utterance
from sources.readonly import ReadOnly

SHOWN = 200
OPEN = Discrepancy.objects.filter(status=Discrepancy.Status.OPEN)


class Question(Page, ReadOnly):
    """What facts and utterances have in common: a label, their evidence and where it disagrees."""

    change_form_template = "claims/question.html"
    search_fields = ["label"]

    def evidence_of(self, row: Any) -> QuerySet[Any]:
        raise NotImplementedError

    def context_of(self, request: HttpRequest, row: Any) -> dict[str, Any]:
        rows = self.evidence_of(row).order_by("-live", "version__article__published_at", "id")
        return {
            "cards": [card_of(evidence) for evidence in rows[:SHOWN]],
            "total": rows.count(),
            "discrepancies": row.discrepancies.select_related("fact", "utterance"),
        }

    @admin.display(ordering="evidence_count")
    def evidence(self, row: Any) -> int:
        return int(getattr(row, "evidence_count", 0))

    @admin.display(description="open discrepancies", ordering="open_count")
    def disagreements(self, row: Any) -> int:
        return int(getattr(row, "open_count", 0))


@admin.register(Fact)
class FactAdmin(Uniting, Question):
    list_display = ["label", "dimension", "unit", "evidence", "disagreements"]
    list_filter = ["dimension"]
    fields = [("dimension", "unit")]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Fact]:
        rows: QuerySet[Fact] = super().get_queryset(request)
        return rows.annotate(
            evidence_count=count(Claim.objects.filter(live=True), "fact"), open_count=count(OPEN, "fact")
        )

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.split_view)
        return [path("<int:pk>/split/", view, name="claims_fact_split"), *super().get_urls()]

    def split_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        return split_view(self, request, pk)

    def context_of(self, request: HttpRequest, row: Fact) -> dict[str, Any]:
        may_split = reviewing.may_decide(request.user)
        reviews = row.reviews.select_related("reviewer")
        return {**super().context_of(request, row), "may_split": may_split, "reviews": reviews}

    def evidence_of(self, row: Fact) -> QuerySet[Claim]:
        return row.claims.select_related("version__article__source", "holder__entity")


@admin.register(Utterance)
class UtteranceAdmin(Question):
    list_display = ["label", "evidence", "disagreements"]
    fields = [("stale",)]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Utterance]:
        rows: QuerySet[Utterance] = super().get_queryset(request)
        return rows.annotate(
            evidence_count=count(Quote.objects.filter(live=True), "utterance"), open_count=count(OPEN, "utterance")
        )

    def evidence_of(self, row: Utterance) -> QuerySet[Quote]:
        return row.quotes.select_related("version__article__source", "speaker__entity")
