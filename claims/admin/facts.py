"""Facts: what several articles state in answer to one question, over time and side by side."""

from typing import Any

from django.contrib import admin
from django.db.models import Prefetch, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from claims.admin.articles import count
from claims.admin.showing import value_of
from claims.admin.subjects import Subject, folded, newest
from claims.admin.timelines import present_values, tones_of, values_over_time
from claims.models import Claim, Discrepancy, Fact
from claims.ruling import evidence_of

OPEN = Discrepancy.objects.filter(status=Discrepancy.Status.OPEN)
MOST_TICKED = 500


class Question(Subject):
    """What facts and utterances have in common: a label, their evidence and where it disagrees."""

    search_fields = ["label"]

    @admin.display(description=gettext_lazy("evidence"), ordering="evidence_count")
    def evidence(self, row: Any) -> int:
        return int(getattr(row, "evidence_count", 0))

    @admin.display(description=gettext_lazy("open discrepancies"), ordering="open_count")
    def disagreements(self, row: Any) -> int:
        return int(getattr(row, "open_count", 0))


@admin.register(Fact)
class FactAdmin(Question):
    change_form_template = "claims/question.html"
    list_display = ["label", "dimension", "unit", "evidence", "disagreements"]
    list_filter = ["dimension"]
    fields = [("dimension", "unit")]

    def get_fields(self, request: HttpRequest, obj: Fact | None = None) -> Any:
        """A date is in dates: what is no unit of its own is not told."""
        return ["dimension"] if obj and obj.unit in ("", obj.dimension) else self.fields

    def get_queryset(self, request: HttpRequest) -> QuerySet[Fact]:
        rows: QuerySet[Fact] = super().get_queryset(request)
        return rows.annotate(
            evidence_count=count(Claim.objects.filter(live=True), "fact"), open_count=count(OPEN, "fact")
        )

    def choices_of(self, row: Fact) -> tuple[str, list[tuple[Any, str]]]:
        held = evidence_of(row).select_related("version__article__source").defer("version__text")[:MOST_TICKED]
        choices = [(claim.pk, f"{value_of(claim)} — {claim.version.article.source}: {claim.exact}") for claim in held]
        return _("Which claims answer another question?"), choices

    def context_of(self, request: HttpRequest, row: Fact) -> dict[str, Any]:
        claims = newest(row.claims.all(), "holder__entity")
        discrepancies = at_odds(row)
        tones = tones_of(claims, discrepancies)
        return {
            **super().context_of(request, row),
            "over_time": values_over_time(claims, tones, row.label),
            "answers": present_values(claims, tones, row.label),
            "undated": sum(claim.version.article.published_at is None for claim in claims),
            "evidence": folded(claims),
            "read": len(claims),
            "total": row.claims.count(),
            "discrepancies": discrepancies,
        }


def at_odds(row: Any) -> list[Discrepancy]:
    """Its discrepancies, those that are open first, with which claim stands on which side."""
    sides = Prefetch("positions__claims", Claim.objects.only("pk"))
    rows = row.discrepancies.select_related("fact", "utterance").prefetch_related(sides)
    return sorted(rows, key=lambda each: (each.status != Discrepancy.Status.OPEN, -each.severity, each.pk))
