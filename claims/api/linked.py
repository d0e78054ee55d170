"""Lists as linked data and as a feed: which rows go into them, and where what they name has its address."""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

from django.utils import timezone
from rest_framework.request import Request
from rest_framework.reverse import reverse

from claims import annotating, exporting, shaping
from claims.models import Claim, Review

NEWEST = 100


def annotations(view: Any, rows: Iterable[Any], request: Request) -> Iterator[str]:
    """Quotes or claims, each of them pointing into the version that its offsets count in."""
    serializer: Any = view.get_serializer()

    def each() -> Iterator[shaping.Row]:
        for row in rows:
            text = reverse("version-detail", [row.version_id], request=request)
            shape = annotating.claim_annotation if isinstance(row, Claim) else annotating.quote_annotation
            yield shape(serializer.to_representation(row), text)

    return annotating.graph(annotating.ANNOTATION, each())


def claim_reviews(view: Any, rows: Iterable[Review], request: Request) -> Iterator[str]:
    """Of each decision on a discrepancy that still stands: one for each claim, under the claim's own address."""
    serializer: Any = view.get_serializer()

    def each() -> Iterator[shaping.Row]:
        for review in rows:
            if review.discrepancy_id is None or not stands(review):
                continue
            told, verdict = serializer.to_representation(review), review.get_verdict_display()
            held = exporting.claims().filter(positions__discrepancy=review.discrepancy_id).order_by("pk").distinct()
            for claim in held:
                address = reverse("claim-detail", [claim.pk], request=request)
                yield annotating.claim_review(told, verdict, {**shaping.claim_row(claim), "url": address})

    return annotating.graph(annotating.SCHEMA, each())


def stands(review: Review) -> bool:
    """Whether it is the last word on its discrepancy, and on evidence that is still what it was."""
    newer = Review.objects.filter(discrepancy=review.discrepancy_id, pk__gt=review.pk)
    discrepancy = review.discrepancy
    same = discrepancy is not None and discrepancy.fingerprint == review.fingerprint
    return same and review.verdict != Review.Verdict.REOPENED and not newer.exists()


def feed(view: Any, rows: Any, request: Request) -> Iterator[str]:
    """The discrepancies that changed last."""
    serializer: Any = view.get_serializer()
    told = [serializer.to_representation(row) for row in islice(rows, NEWEST)]
    updated = max((row["last_seen"] for row in told), default=timezone.now().isoformat())
    return annotating.atom(told, "Discrepancies", request.build_absolute_uri(), updated)
