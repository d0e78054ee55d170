"""What the page says where two people have to agree, and what it keeps to itself until both have."""

from typing import Any

from django.contrib.auth.models import User

from claims.models import Discrepancy, Opinion, Review
from claims.workbench import judging


def double(person: User, row: Discrepancy) -> dict[str, Any]:
    """Whether two are needed, the person's own opinion, and all of them once they are open to this person."""
    wanted = judging.needs_two(row)
    given = judging.opinions_on(row) if wanted else []
    known = judging.may_see(person, row)
    return {
        "two_needed": wanted,
        "own": next((opinion for opinion in given if opinion.reviewer_id == person.pk), None),
        "opinions": given if known and len(given) > 1 else [],
    }


def with_opinions(reviews: list[Review]) -> list[Review]:
    """The reviews, each with the opinions it was made of as `given`: one query for all."""
    behind = {pk for review in reviews for pk in review.evidence.get("opinions", [])}
    found = {one.pk: one for one in Opinion.objects.filter(pk__in=behind).select_related("reviewer")} if behind else {}
    for review in reviews:
        kept: Any = review
        kept.given = [found[pk] for pk in review.evidence.get("opinions", []) if pk in found]
    return reviews
