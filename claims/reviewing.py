"""Records what people decide. The one door: buttons, bulk actions and the API all come through here."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.contrib.auth.models import AnonymousUser, User
from django.db import transaction
from django.db.models import Prefetch
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from claims import holding
from claims.holding import Refused as Refused
from claims.models import STATUS_AFTER, Apart, Claim, Discrepancy, Fact, Opinion, Position, Quote, Review, Utterance
from claims.workbench import judging, leasing
from claims.workbench.leasing import Leased as Leased

Reviewer = User | AnonymousUser

REOPENED = Review.Verdict.REOPENED
NOT_SAME_FACT = Review.Verdict.NOT_SAME_FACT
NEED_A_NOTE = {Review.Verdict.CONFIRMED}
# The reviewer was not shown what had been decided before.
UNSEEN = None
MOST_OF_RULES = Review._meta.get_field("rules").max_length


class Changed(Refused):
    """It is no longer what the reviewer saw: other evidence, or somebody decided meanwhile."""


class Forbidden(Refused):
    """This user may not decide."""


@transaction.atomic
def decide(
    discrepancy: Discrepancy,
    verdict: str,
    reviewer: Reviewer,
    note: str = "",
    seen_fingerprint: str | None = None,
    seen_review: int | None = UNSEEN,
) -> Review | Opinion:
    """Appends a review and moves the discrepancy's status; the same decision again returns the review that stands.

    `seen_fingerprint` is that of the evidence which the reviewer had before them (None: not shown any), `seen_review`
    the last decision (0: there was none). Where two have to agree, an Opinion is returned until they do. "Not the same
    fact" holds the positions apart in all later runs, until a review re-opens the discrepancy. Raises Changed, Leased,
    Forbidden, or Refused.
    """
    person, note = permitted(reviewer), note.strip()
    known = _known(verdict, note)
    holding.take_turn()
    row = _locked(discrepancy)
    if seen_fingerprint is not None and seen_fingerprint != row.fingerprint:
        raise Changed(_("The evidence changed since this page was opened. Look at it again, then decide."))
    last = row.reviews.select_related("reviewer").first()
    if last and row.status == STATUS_AFTER[known] and repeats(last, person, known, note, row.fingerprint):
        return last
    if seen_review is not UNSEEN and seen_review != (last.pk if last else 0):
        raise Changed(_said_meanwhile(last))
    _refuse_what_makes_no_sense(row, known)
    if lease := leasing.held_by_another(row, person):
        raise Leased(lease)
    positions = _positions(row)
    opinions: list[Opinion] = []
    if known != REOPENED and judging.needs_two(row):
        heard = judging.hear(row, known, person, note, _rules(positions))
        if isinstance(heard, Opinion):
            leasing.let_go(row, person)
            return heard
        opinions = heard
    return _recorded(row, known, person, note, positions, opinions)


def reopen(discrepancy: Discrepancy, reviewer: Reviewer, note: str = "", seen_review: int | None = UNSEEN) -> Review:
    """Puts it back into the queue, and releases what was held apart."""
    review = decide(discrepancy, REOPENED, reviewer, note, seen_review=seen_review)
    assert isinstance(review, Review), "what is re-opened needs no second opinion"
    return review


@transaction.atomic
def take_back(reviewer: Reviewer, discrepancy: Discrepancy) -> Review | Opinion | None:
    """Undoes the person's own last decision: it is re-opened, or their opinion withdrawn; None where there is none."""
    person = permitted(reviewer)
    holding.take_turn()
    row = _locked(discrepancy)
    if withdrawn := judging.withdraw(row, person):
        return withdrawn
    last = row.reviews.first()
    if last is None or last.verdict == REOPENED or last.reviewer_id != person.pk:
        return None
    if row.status != STATUS_AFTER[Review.Verdict(last.verdict)]:
        return None
    return reopen(row, person, _("Taken back."), seen_review=last.pk)


def _locked(discrepancy: Discrepancy) -> Discrepancy:
    row = Discrepancy.objects.select_for_update().filter(pk=discrepancy.pk).first()
    if row is None:
        raise Changed(str(leasing.GONE))
    return row


def _said_meanwhile(last: Review | None) -> str:
    assert last is not None, "reviews are never removed"
    when = date_format(timezone.localtime(last.created_at), "DATETIME_FORMAT")
    told = _("Meanwhile %(who)s decided “%(what)s” (%(when)s)%(note)s. Look at it again, then decide.")
    note = f": {last.note.rstrip('.')}" if last.note else ""
    return told % {"who": last.reviewer, "what": last.get_verdict_display(), "when": when, "note": note}


def _refuse_what_makes_no_sense(row: Discrepancy, known: Review.Verdict) -> None:
    if row.status == Discrepancy.Status.CLOSED and known != REOPENED:
        raise Refused(_("This is closed: it is no longer in the evidence, so there is nothing to decide."))
    if row.status == Discrepancy.Status.NOT_SAME_FACT and known not in (NOT_SAME_FACT, REOPENED):
        raise Refused(
            _("This was ruled not to be the same fact, and is kept apart. Re-open it first, if that was wrong.")
        )
    if row.awaits and known == REOPENED:
        raise Refused(_("This is open, and somebody gave an opinion on it already: it cannot be re-opened."))


def _recorded(
    row: Discrepancy,
    known: Review.Verdict,
    person: User,
    note: str,
    positions: Sequence[Position],
    opinions: Sequence[Opinion],
) -> Review:
    """Appends the review and makes of the row what it says; `row` is locked."""
    evidence: dict[str, Any] = {"positions": [_snapshot(position) for position in positions]}
    if opinions:
        evidence["opinions"] = [opinion.pk for opinion in opinions]
    review = Review.objects.create(
        discrepancy=row,
        verdict=known,
        note=note,
        reviewer=person,
        fingerprint=row.fingerprint,
        rules=_rules(positions),
        evidence=evidence,
    )
    if known in (NOT_SAME_FACT, REOPENED):
        if known == REOPENED:
            holding.release(row.reviews.all())
        for kind, sides in _sides(positions):
            if known == NOT_SAME_FACT:
                holding.hold_apart(kind, sides, review)
            holding.group_again(kind, set[str]().union(*sides))
        _compare_again(row)
    row.become(STATUS_AFTER[known])
    row.awaits = Discrepancy.Awaits.NOBODY
    row.save(update_fields=["status", "status_reason", "status_said", "awaits"])
    leasing.let_go(row, person)
    return review


def may_decide(reviewer: Reviewer) -> bool:
    return reviewer.has_perm("claims.add_review")


def permitted(reviewer: Reviewer) -> User:
    if isinstance(reviewer, AnonymousUser) or not may_decide(reviewer):
        told = _("%(who)s may not decide: that needs the permission %(permission)s.")
        raise Forbidden(told % {"who": reviewer, "permission": "claims.add_review"})
    return reviewer


def _known(verdict: str, note: str) -> Review.Verdict:
    if verdict not in STATUS_AFTER:
        told = _("%(verdict)s is not a verdict on a discrepancy: use one of %(allowed)s.")
        raise Refused(told % {"verdict": repr(verdict), "allowed": ", ".join(STATUS_AFTER)})
    if verdict in NEED_A_NOTE and not note:
        raise Refused(_("A confirmed conflict needs a note that says what was checked."))
    return Review.Verdict(verdict)


def repeats(last: Review, reviewer: User, verdict: str, note: str, fingerprint: str) -> bool:
    told = (last.reviewer_id, last.verdict, last.note, last.fingerprint)
    return told == (reviewer.pk, verdict, note, fingerprint)


def _positions(row: Discrepancy) -> list[Position]:
    """The positions with their evidence, and which rules read it in which version."""
    read = ("anchor", "version", "extraction__rules")
    claims = Claim.objects.select_related("extraction").only(*read)
    quotes = Quote.objects.select_related("extraction").only(*read)
    held = (Prefetch("claims", queryset=claims), Prefetch("quotes", queryset=quotes))
    return list(row.positions.prefetch_related(*held))


def _evidence(position: Position) -> list[Claim | Quote]:
    return [*position.claims.all(), *position.quotes.all()]


def _rules(positions: Sequence[Position]) -> str:
    """The versions of the rules that read the evidence, as many as there is room for."""
    found = {evidence.extraction.rules for position in positions for evidence in _evidence(position)}
    return ",".join(sorted(found))[:MOST_OF_RULES]


def _snapshot(position: Position) -> dict[str, Any]:
    """A position as it stood: what it says, who holds it, the anchors of its evidence, and the versions it is in."""
    claims, quotes = _anchors(position, Apart.Kind.CLAIM), _anchors(position, Apart.Kind.QUOTE)
    versions = sorted({evidence.version_id for evidence in _evidence(position)})
    return {**position.as_row(), "claims": claims, "quotes": quotes, "versions": versions}


def _anchors(position: Position, kind: Apart.Kind) -> list[str]:
    held = position.claims.all() if kind == Apart.Kind.CLAIM else position.quotes.all()
    return sorted({evidence.anchor for evidence in held})


def _sides(positions: Sequence[Position]) -> Iterator[tuple[Apart.Kind, list[list[str]]]]:
    """The anchors on each side, by kind of evidence."""
    for kind in (Apart.Kind.CLAIM, Apart.Kind.QUOTE):
        yield kind, [_anchors(position, kind) for position in positions]


def _compare_again(discrepancy: Discrepancy) -> None:
    Fact.objects.filter(discrepancies=discrepancy).update(stale=True)
    Utterance.objects.filter(discrepancies=discrepancy).update(stale=True)
