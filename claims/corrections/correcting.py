"""The one door for corrections of what was read: evidence added, set right, rejected, and all of that taken back.

Each is one Review on the version, with what holds it in all later readings; the rows follow in the same transaction.
"""

from collections.abc import Sequence
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from claims import holding
from claims.analysis.spans import Span
from claims.analysis.values import Value
from claims.holding import Refused
from claims.keeping import Piece
from claims.models import Claim, Correction, Extraction, Quote, Review
from claims.reviewing import Reviewer, permitted
from sources.models import ArticleVersion

from . import applying, proposing, rewriting
from .applying import ADDED, CHANGED, REJECTED
from .describing import Changes as Changes
from .describing import Named as Named
from .describing import changed, claim_at, correction_of, credited, name_of, quote_at, refuse_taken, valued
from .remembering import CLAIM, FIELDS, QUOTE, Told, kind_of, told

# What tells where evidence stands: where that changes, it is other evidence.
WHERE: dict[str, tuple[str, ...]] = {CLAIM: ("start", "end", "value_start", "value_end"), QUOTE: ("spans",)}
CORRECTIONS = {Review.Verdict.ADDED, Review.Verdict.CORRECTED, Review.Verdict.REJECTED}


def add_claim(
    version: ArticleVersion,
    clause: Span,
    place: Span,
    value: Value,
    reviewer: Reviewer,
    label: str = "",
    named: Named | None = None,
    note: str = "",
) -> Review:
    """Adds a claim: `clause` says it, `place` in it states the value. Raises Refused where it stands there already."""
    person = permitted(reviewer)
    where = claim_at(version.text, clause, place)
    about = proposing.about(version, clause, place, value)  # Before anything is locked: it parses.
    known = {
        **dict.fromkeys(FIELDS[CLAIM]),
        **where,
        **valued(value),
        **{"modality": about.modality, "change": about.change, "about": about.about, "reasons": []},
        **{"holder_text": "", "label": (label.strip() or about.label)[:300]},
        **{"id": None, "who": "", "named": about.named},
    }
    with transaction.atomic():
        extraction, readings = _reading(version)
        return _added(extraction, readings, CLAIM, known, named, person, note)


@transaction.atomic
def add_quote(
    version: ArticleVersion,
    spans: Sequence[Span],
    kind: str,
    reviewer: Reviewer,
    named: Named | None = None,
    cue: Span | None = None,
    note: str = "",
) -> Review:
    """Adds a quote of one or more spans. Raises Refused where it stands there already."""
    person = permitted(reviewer)
    extraction, readings = _reading(version)
    if kind not in Quote.Kind.values:
        raise Refused(_("Choose what kind of quote it is."))
    words = {"cue": cue.of(version.text)[:300], "cue_start": cue.start, "cue_end": cue.end} if cue else {}
    known = {
        **dict.fromkeys(FIELDS[QUOTE]),
        **{"kind": kind, "cue": "", "speaker_text": "", "via_text": "", "candidates": [], "reasons": []},
        **quote_at(version.text, spans),
        **words,
        **{"id": None, "who": "", "named": []},
    }
    return _added(extraction, readings, QUOTE, known, named, person, note)


@transaction.atomic
def correct(evidence: Claim | Quote, changes: Changes, reviewer: Reviewer, note: str = "") -> Review:
    """Sets a claim or quote right. Where it stands in other words from now on, its old place is rejected.

    Raises Refused where nothing would change, and where something stands already where it is to stand.
    """
    person = permitted(reviewer)
    row, extraction, readings = _of(evidence)
    kind, text = kind_of(row), extraction.version.text
    was = told(_piece(row))
    now = {**was, **changed(row, changes, text)}
    name = name_of(extraction, changes.named)
    now |= credited(kind, name) if name or changes.nobody else {}
    differing = {field: value for field, value in now.items() if was[field] != value}
    if not differing:
        raise Refused(_("Nothing is different from what stands there already."))
    if all(now[field] == was[field] for field in WHERE[kind]):
        corrections = [correction_of(extraction, kind, CHANGED, was, {"set": differing}, name)]
    else:
        moved = {"was": {**now, "id": None, "reasons": []}}
        corrections = [
            correction_of(extraction, kind, REJECTED, was, {}, None),
            correction_of(extraction, kind, ADDED, now, moved, name),
        ]
    refuse_taken(extraction, kind, now)
    told_of = {"kind": kind, "before": was, "after": now}
    return _recorded(readings, extraction, Review.Verdict.CORRECTED, corrections, told_of, person, note)


@transaction.atomic
def reject(evidence: Claim | Quote, reviewer: Reviewer, note: str = "") -> Review:
    """Rules that the text does not say this: it is gone from all that is live, now and in all later readings."""
    person = permitted(reviewer)
    row, extraction, readings = _of(evidence)
    kind, was = kind_of(row), told(_piece(row))
    corrections = [correction_of(extraction, kind, REJECTED, was, {}, None)]
    told_of = {"kind": kind, "before": was}
    return _recorded(readings, extraction, Review.Verdict.REJECTED, corrections, told_of, person, note)


@transaction.atomic
def undo(review: Review, reviewer: Reviewer, note: str = "") -> Review:
    """Takes a correction back: what it was on is again what the rules read, or what earlier corrections made of it.

    Raises Refused for what is no correction, what was taken back already, and while a later one builds on it.
    """
    person = permitted(reviewer)
    if review.verdict not in CORRECTIONS or review.version is None:
        raise Refused(_("This is no correction of what was read, so it cannot be taken back here."))
    holding.take_turn()
    readings = rewriting.locked(review.version.article_id)
    before = Review.objects.filter(undoes=review).select_related("reviewer").first()
    if before is not None:
        told_of = {"who": before.reviewer, "day": date_format(before.created_at)}
        raise Refused(_("It was taken back already, by %(who)s on %(day)s.") % told_of)
    former = list(applying.standing(review.version.article_id))
    later = _built_on(review, former)
    if later is not None:
        raise Refused(_("Review %(number)s corrects what this one made: take that back first.") % {"number": later.pk})
    taken = Review.objects.create(
        version=review.version,
        verdict=Review.Verdict.UNDONE,
        note=note.strip(),
        reviewer=person,
        undoes=review,
        rules=review.rules,
        evidence=review.evidence,
    )
    rewriting.rewrite(readings, former)
    return taken


def may_undo(review: Review) -> bool:
    """Whether the review is a correction that stands."""
    return review.verdict in CORRECTIONS and not Review.objects.filter(undoes=review).exists()


def _built_on(review: Review, standing: Sequence[Correction]) -> Review | None:
    """A standing correction of what this review made, if there is one."""
    made = [_made(each) for each in standing if each.review_id == review.pk and each.action != REJECTED]
    later = (each for each in standing if each.review_id > review.pk)
    return next((each.review for each in later if (each.kind, each.values["at"]) in made), None)


def _made(correction: Correction) -> tuple[str, Told]:
    """Kind and place of the evidence as the correction leaves it."""
    at, values = correction.values["at"], correction.values.get("set", {})
    return correction.kind, at | ({"dimension": values["dimension"]} if "dimension" in values else {})


def _reading(version: ArticleVersion) -> tuple[Extraction, list[Extraction]]:
    """The version's reading and all of its article, kept from others until the transaction ends."""
    holding.take_turn()
    readings = rewriting.locked(version.article_id)
    own = next((each for each in readings if each.version_id == version.pk), None)
    if own is None:
        raise Refused(_("This version has not been read yet: what the rules find comes first."))
    return own, readings


def _of(evidence: Claim | Quote) -> tuple[Claim | Quote, Extraction, list[Extraction]]:
    """The row as it is now, with its reading and all of its article."""
    extraction, readings = _reading(evidence.version)
    rows: Any = type(evidence)._default_manager
    row = rows.filter(pk=evidence.pk).select_related("version__article").first()
    if row is None:
        raise Refused(_("This is no longer in what was read of the article: it was rejected, or read otherwise."))
    return row, extraction, readings


def _piece(row: Claim | Quote) -> Piece:
    return Piece(row, list(row.mentions.all()) if isinstance(row, Claim) else ())


def _added(
    extraction: Extraction,
    readings: list[Extraction],
    kind: str,
    known: Told,
    named: Named | None,
    person: User,
    note: str,
) -> Review:
    name = name_of(extraction, named)
    known |= credited(kind, name) if name else {}
    known["anchor"] = ""
    refuse_taken(extraction, kind, known)
    corrections = [correction_of(extraction, kind, ADDED, known, {}, name)]
    told_of = {"kind": kind, "after": known}
    return _recorded(readings, extraction, Review.Verdict.ADDED, corrections, told_of, person, note)


def _recorded(
    readings: Sequence[Extraction],
    extraction: Extraction,
    verdict: str,
    corrections: Sequence[Correction],
    evidence: Told,
    person: User,
    note: str,
) -> Review:
    """Appends the review with what it holds, and makes all readings of the article follow."""
    former = list(applying.standing(extraction.version.article_id))
    review = Review.objects.create(
        version=extraction.version,
        verdict=verdict,
        note=note.strip(),
        reviewer=person,
        rules=extraction.rules,
        evidence=evidence,
    )
    for correction in corrections:
        correction.review = review
    Correction.objects.bulk_create(corrections)
    rewriting.rewrite(readings, former)
    return review
