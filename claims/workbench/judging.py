"""Where two have to agree: opinions given blind, what they come to, and who settles it where they differ."""

import hashlib

from django.conf import settings
from django.contrib.auth.models import User
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _

from claims.holding import Refused
from claims.models import Discrepancy, Opinion, Review

Awaits = Discrepancy.Awaits
WITHDRAWN = Opinion.Verdict.WITHDRAWN


def needs_two(discrepancy: Discrepancy) -> bool:
    """Whether one person's decision is not enough: drawn from what the question and its evidence are, not by chance.

    What has been begun by two is ended by two, whatever the share is by then.
    """
    if discrepancy.status != Discrepancy.Status.OPEN:
        return False
    digest = hashlib.sha256((discrepancy.key + discrepancy.fingerprint).encode()).digest()
    drawn = int.from_bytes(digest[:8]) / 2**64 < settings.DOUBLE_REVIEW_SHARE
    return drawn or discrepancy.awaits != Awaits.NOBODY


def opinions_on(discrepancy: Discrepancy) -> list[Opinion]:
    """Those that count, in the order they were given: each person's last one, on the present evidence.

    A decision or a re-opening ends them: what was said before it does not count any more.
    """
    given = discrepancy.opinions.filter(fingerprint=discrepancy.fingerprint).select_related("reviewer")
    last_of = {opinion.reviewer_id: opinion for opinion in given}
    counting = [opinion for opinion in last_of.values() if opinion.verdict != WITHDRAWN]
    if not counting or (last := discrepancy.reviews.first()) is None:
        return sorted(counting, key=lambda opinion: opinion.pk)
    return sorted((one for one in counting if one.created_at > last.created_at), key=lambda opinion: opinion.pk)


def opinion_of(person: User, discrepancy: Discrepancy) -> Opinion | None:
    """Their own that counts, which they may always see."""
    return next((opinion for opinion in opinions_on(discrepancy) if opinion.reviewer_id == person.pk), None)


def opinions_behind(review: Review) -> list[Opinion]:
    """Those that a decision was made of."""
    given = Opinion.objects.filter(pk__in=review.evidence.get("opinions", []))
    return list(given.select_related("reviewer"))


def has_given(person: User) -> Q:
    """The discrepancies on which the person's opinion counts: those wait for somebody else."""
    given = Opinion.objects.filter(discrepancy=OuterRef("pk"), fingerprint=OuterRef("fingerprint"), reviewer=person)
    later = Opinion.objects.filter(
        discrepancy=OuterRef("discrepancy"),
        fingerprint=OuterRef("fingerprint"),
        reviewer=OuterRef("reviewer"),
        pk__gt=OuterRef("pk"),
    )
    ended = Review.objects.filter(discrepancy=OuterRef("discrepancy"), created_at__gte=OuterRef("created_at"))
    counts = given.exclude(verdict=WITHDRAWN).filter(~Exists(later), ~Exists(ended))
    return ~Q(awaits=Awaits.NOBODY) & Q(Exists(counts))


def may_see(person: User, discrepancy: Discrepancy) -> bool:
    """Whether the opinions are open to this person: to nobody before both are in, so that neither sways the other."""
    return person.has_perm("claims.view_review") and discrepancy.awaits != Awaits.SECOND


def awaiting(discrepancy: Discrepancy) -> Discrepancy.Awaits:
    """What its opinions leave it waiting for."""
    if discrepancy.status != Discrepancy.Status.OPEN:
        return Awaits.NOBODY
    return (Awaits.NOBODY, Awaits.SECOND, Awaits.THIRD)[min(2, len(opinions_on(discrepancy)))]


def hear(row: Discrepancy, verdict: str, person: User, note: str, rules: str) -> Opinion | list[Opinion]:
    """Takes one opinion: returned alone where another person is needed, else with those that settle it.

    `row` is locked. Two that agree settle it, as does whoever decides where two differ; that cannot be one of the two.
    """
    given = opinions_on(row)
    mine = next((opinion for opinion in given if opinion.reviewer_id == person.pk), None)
    if len(given) > 1:
        if mine:
            raise Refused(_("Two opinions differ, and one of them is yours: somebody else has to settle it."))
        return given
    if mine and (mine.verdict, mine.note) == (verdict, note):
        return mine
    own = _opinion(row, verdict, person, note, rules)
    others = [opinion for opinion in given if opinion is not mine]
    if others and others[0].verdict == verdict:
        return [*others, own]
    _keep(row)
    return own


def withdraw(row: Discrepancy, person: User) -> Opinion | None:
    """Takes the person's opinion back, where one counts; `row` is locked."""
    mine = opinion_of(person, row) if row.awaits else None
    if mine is None:
        return None
    withdrawn = _opinion(row, WITHDRAWN, person, "", mine.rules)
    _keep(row)
    return withdrawn


def _opinion(row: Discrepancy, verdict: str, person: User, note: str, rules: str) -> Opinion:
    return Opinion.objects.create(
        discrepancy=row, reviewer=person, verdict=verdict, note=note, fingerprint=row.fingerprint, rules=rules
    )


def _keep(row: Discrepancy) -> None:
    row.awaits = awaiting(row)
    row.save(update_fields=["awaits"])
