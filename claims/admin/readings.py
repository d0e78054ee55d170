"""A version as its article's page shows it: the text with what was found in it, and what reviewers set right."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from claims.admin.corrections import address
from claims.admin.parts import MOST_COMPARED, Marks, marks_of, part_at, shown, unseen
from claims.admin.showing import edited, name_of, place_of, value_of, who_of
from claims.analysis.spans import Span
from claims.corrections import applying, correcting
from claims.corrections.applying import Lapsed
from claims.models import Claim, Extraction, Quote, Review
from sources.models import ArticleVersion


@dataclass(frozen=True)
class Item:
    """One claim or quote in the list beside the text."""

    name: str
    label: str
    value: str
    who: str
    place: str
    is_claim: bool
    of_a_person: bool
    by_hand: bool
    correct: str
    reject: str


@dataclass(frozen=True)
class Correction:
    """A review on this article, as the list of corrections tells it."""

    review: Review
    words: str
    said: Sequence[tuple[str, str, str]]
    lapsed: Lapsed | None
    undone: Review | None
    take_back: str


READ = (Extraction.State.READ, Extraction.State.GROUPED, Extraction.State.DONE)
# What of a correction is told, by the field's name.
TOLD = {
    "value_text": gettext_noop("value"),
    "low_number": gettext_noop("from"),
    "high_number": gettext_noop("to"),
    "low_date": gettext_noop("from"),
    "high_date": gettext_noop("to"),
    "unit": gettext_noop("unit"),
    "dimension": gettext_noop("kind"),
    "comparator": gettext_noop("hedge"),
    "label": gettext_noop("about"),
    "holder_text": gettext_noop("holder"),
    "speaker_text": gettext_noop("speaker"),
    "content": gettext_noop("words"),
    "exact": gettext_noop("clause"),
    "kind": gettext_noop("given"),
}


def as_shown(version: ArticleVersion, at: str) -> dict[str, Any]:
    """The part of the text that has the character `at`, and what was found there."""
    part = part_at(version.text, int(at) if at.isdecimal() else 0)
    span = part.span
    quotes, claims = _within(Quote, "speaker__entity", version, span), _within(Claim, "holder__entity", version, span)
    extraction = Extraction.objects.filter(version=version).first()
    if extraction is not None:
        extraction.version = version
    taken = [(row.start, row.end) for row in (*claims, *quotes)]
    every = extraction.gaps if extraction else []
    gaps = [gap for gap in every if _overlaps(gap["start"], gap["end"], span) and not _gave(gap, taken)]
    found = marks_of(claims, quotes, gaps)
    changes = _mark_edits(version, found)
    return {
        "part": part,
        "pieces": shown(version.text, span, found) if version.text else [],
        "unseen": unseen(span.of(version.text)),
        "changes": changes,
        "claims": [_item(row, version) for row in claims],
        "quotes": [_item(row, version) for row in quotes],
        "gaps": [(gap, version.text[gap["start"] : gap["end"]]) for gap in gaps],
        "extraction": extraction,
        "was_read": extraction is not None and extraction.state in READ,
        "add_claim": address("add", version.article_id, version.number, "claim"),
        "add_quote": address("add", version.article_id, version.number, "quote"),
    }


def _within(model: Any, related: str, version: ArticleVersion, span: Span) -> list[Any]:
    """The evidence that stands in this part of the text."""
    rows: QuerySet[Any] = model.objects.filter(version=version, start__lt=span.end, end__gt=span.start)
    found = list(rows.select_related(related).order_by("start", "end", "pk"))
    for row in found:
        row.version = version
    return found


def _overlaps(start: int, end: int, span: Span) -> bool:
    return start < span.end and span.start < end


def _gave(gap: dict[str, Any], taken: Iterable[tuple[int, int]]) -> bool:
    """Whether a reviewer has meanwhile found something in the sentence."""
    return any(start < gap["end"] and gap["start"] < end for start, end in taken)


def _mark_edits(version: ArticleVersion, found: Marks) -> str:
    """Marks what is not as it was in the version before, and says how much that is."""
    if len(version.text) > MOST_COMPARED:
        return ""
    marks, changes = edited(version)
    found.marks += marks
    return changes


def _item(row: Claim | Quote, version: ArticleVersion) -> Item:
    claim = row if isinstance(row, Claim) else None
    name = name_of(row)
    return Item(
        name=name,
        label=claim.label if claim else row.content,  # type: ignore[union-attr]
        value=value_of(claim) if claim else row.get_kind_display(),  # type: ignore[union-attr]
        who=who_of(row),
        place=place_of(row),
        is_claim=claim is not None,
        of_a_person=claim is None or bool(claim.holder_text or claim.holder),
        by_hand=row.corrected_by_id is not None,
        correct=address("correct", version.article_id, name),
        reject=address("reject", version.article_id, name),
    )


def corrections_on(version: ArticleVersion) -> list[Correction]:
    """What reviewers set right in any version of the article, newest first; where it does not apply here, why."""
    reviews = Review.objects.filter(version__article=version.article_id, verdict__in=correcting.CORRECTIONS)
    rows = list(reviews.select_related("reviewer", "undone_by__reviewer", "version").defer("version__text"))
    if not rows:
        return []
    hand = applying.on(version.text, applying.standing(version.article_id))
    lapsed = {each.correction.review_id: each for each in hand.lapsed}
    return [_correction(review, lapsed.get(review.pk)) for review in rows]


def _correction(review: Review, lapsed: Lapsed | None) -> Correction:
    before, after = review.evidence.get("before", {}), review.evidence.get("after", {})
    either = after or before
    undone = getattr(review, "undone_by", None)
    assert review.version is not None, "a correction is on a version"
    return Correction(
        review=review,
        words=either.get("value_text") or either.get("content") or "",
        said=[
            (_(name), _written(before.get(field)), _written(after.get(field)))
            for field, name in TOLD.items()
            if before and after and before.get(field) != after.get(field)
        ],
        lapsed=lapsed,
        undone=undone,
        take_back="" if undone else address("take_back", review.version.article_id, review.pk),
    )


def _written(value: Any) -> str:
    return "–" if value in (None, "") else f"{value:g}" if isinstance(value, float) else str(value)
