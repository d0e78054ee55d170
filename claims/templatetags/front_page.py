"""What the admin's front page shows: what is at odds, what waits, and how much there is."""

from dataclasses import dataclass

from django import template
from django.db.models import Count, Q

from claims.models import Claim, Discrepancy, Entity, Extraction, Fact, Quote, Review
from sources.models import Article, Feed, Source

register = template.Library()
WORST = 5


@dataclass(frozen=True)
class FrontPage:
    """Counts by what is counted, and the first few rows of what a reviewer comes for."""

    kinds: list[tuple[str, str, int]]
    worst: list[Discrepancy]
    reviews: list[Review]
    waiting: int
    underway: int
    failed: int
    troubled: int
    counts: dict[str, int]

    @property
    def opened(self) -> int:
        return sum(number for _, _, number in self.kinds)


@register.simple_tag
def front_page() -> FrontPage:
    still_open = Discrepancy.objects.filter(status=Discrepancy.Status.OPEN)
    by_kind = dict(still_open.order_by().values_list("kind").annotate(Count("pk")))
    kinds = [(kind, label.split(":")[0], by_kind.get(kind, 0)) for kind, label in Discrepancy.Kind.choices]
    readings = Extraction.objects.aggregate(
        waiting=Count("pk", filter=Q(state=Extraction.State.PENDING)),
        underway=Count("pk", filter=Q(state__in=[Extraction.State.READ, Extraction.State.GROUPED])),
        failed=Count("pk", filter=Q(state=Extraction.State.FAILED)),
    )
    recent = Review.objects.select_related("reviewer", "discrepancy__fact", "discrepancy__utterance", "entity", "fact")
    return FrontPage(
        kinds=[(kind, label, number) for kind, label, number in kinds if number],
        worst=list(still_open.select_related("fact", "utterance")[:WORST]),
        reviews=list(recent[:WORST]),
        troubled=Feed.objects.filter(active=True, failures__gt=0).count(),
        counts={str(model._meta.verbose_name_plural): model._default_manager.count() for model in COUNTED},
        **readings,
    )


COUNTED = (Source, Article, Quote, Claim, Entity, Fact)
