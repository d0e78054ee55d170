"""Pictures of what each source said when, and of the answers beside each other, from evidence that is loaded."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from claims.admin.showing import place_of, value_of
from claims.charts.lines import Interval, number_line
from claims.charts.timelines import Mark, timeline
from claims.charts.wording import Wording
from claims.models import Claim, Discrepancy, Quote


def wording() -> Wording:
    """How a chart writes numbers and days for whoever reads it now."""
    return Wording(
        number=lambda number: number_format(int(number) if number == int(number) else number, force_grouping=True),
        day=lambda day: date_format(day, "DATE_FORMAT"),
        month=lambda day: date_format(day, "YEAR_MONTH_FORMAT"),
        nothing=_("Nothing to draw yet."),
        logarithmic=_("Logarithmic scale: each step is many times the one before."),
        of=_("of {number}"),
    )


def tones_of(claims: Iterable[Claim], discrepancies: Iterable[Discrepancy]) -> dict[str, int]:
    """Value in words ─▶ its tone: that of its position where it is at odds with others, then one each."""
    tones: dict[str, int] = {}
    at_odds = {
        claim.pk: position.number - 1
        for row in discrepancies
        if row.status != Discrepancy.Status.CLOSED and row.kind != Discrepancy.Kind.EDIT
        for position in row.positions.all()
        for claim in position.claims.all()
    }
    claims = sorted(claims, key=lambda claim: (not claim.live, claim.pk))
    for claim in claims:
        if claim.pk in at_odds:
            tones.setdefault(value_of(claim), at_odds[claim.pk])
    for claim in claims:
        tones.setdefault(value_of(claim), max(tones.values(), default=-1) + 1)
    return tones


def values_over_time(claims: Sequence[Claim], tones: dict[str, int], label: str) -> SafeString:
    """One mark an article and value; hollow where the article says it no longer."""
    marks: dict[tuple[int, str], Mark] = {}
    for claim in sorted(claims, key=lambda claim: (not claim.live, claim.pk)):
        words, day = value_of(claim), day_of(claim)
        if day is not None:
            low, high = _bounds(claim)
            told = {"low": low, "high": high, "answer": words, "tone": tones.get(words, 0)}
            marks.setdefault((claim.version.article_id, words), _mark(claim, day, **told))
    return _timeline(marks.values(), _("What each source said when: %(label)s") % {"label": label}, "said-when")


def present_values(claims: Iterable[Claim], tones: dict[str, int], label: str) -> SafeString:
    """The answers of the newest versions, each on a line of its own, with how many origins hold it."""
    held: dict[str, list[Claim]] = defaultdict(list)
    for claim in claims:
        if claim.live:
            held[value_of(claim)].append(claim)
    intervals = []
    for words, group in sorted(held.items(), key=lambda item: (tones.get(item[0], 0), item[0])):
        origins = len({claim.version.article.origin_name for claim in group})
        note = ngettext("%(number)d origin", "%(number)d origins", origins) % {"number": origins}
        low, high = _bounds(group[0])
        intervals.append(Interval(label=words, low=low, high=high, tone=tones.get(words, 0), note=note))
    title = _("The answers as they stand: %(label)s") % {"label": label}
    desc = "; ".join(f"{interval.label} ({interval.note})" for interval in intervals)
    return safe(number_line(intervals, title=title, desc=desc, name="answers", wording=wording()))


def wordings_over_time(quotes: Sequence[Quote], rows: dict[int, tuple[str, int]], label: str) -> SafeString:
    """One mark an article, in the row of its speaker and wording; `rows` has each quote's row and tone."""
    marks: dict[tuple[int, str], Mark] = {}
    for quote in sorted(quotes, key=lambda quote: (not quote.live, quote.pk)):
        day = day_of(quote)
        if day is not None and quote.pk in rows:
            answer, tone = rows[quote.pk]
            marks.setdefault((quote.version.article_id, answer), _mark(quote, day, answer=answer, tone=tone))
    return _timeline(marks.values(), _("Who reported it when: %(label)s") % {"label": label}, "reported-when")


def told_over_time(held: Sequence[tuple[str, Claim | Quote]], name: str) -> SafeString:
    """What was said by and about somebody: a row of each kind, one mark an article."""
    marks: dict[tuple[int, str], Mark] = {}
    kinds = list(dict.fromkeys(kind for kind, _evidence in held))
    for kind, evidence in held:
        day = day_of(evidence)
        if day is not None:
            mark = _mark(evidence, day, answer=kind, tone=kinds.index(kind))
            marks.setdefault((evidence.version.article_id, kind), mark)
    return _timeline(marks.values(), _("Said by and about %(name)s") % {"name": name}, "told-when")


def day_of(evidence: Claim | Quote) -> dt.date | None:
    published = evidence.version.article.published_at
    return timezone.localtime(published).date() if published else None


def speaker_of(quote: Quote) -> str:
    name = quote.speaker_entity.name if quote.speaker_entity else quote.speaker_text
    return name or _("unknown speaker")


def safe(drawing: str) -> SafeString:
    """What the charts draw is built from elements, every text in it escaped."""
    return mark_safe(drawing)


def _mark(evidence: Claim | Quote, day: dt.date, **told: Any) -> Mark:
    return Mark(
        x=day,
        label=evidence.version.article.source.name,
        hollow=not evidence.live,
        href=place_of(evidence),
        **told,
    )


def _bounds(claim: Claim) -> tuple[float | dt.date | None, float | dt.date | None]:
    return claim.value.low, claim.value.high


def _timeline(marks: Iterable[Mark], title: str, name: str) -> SafeString:
    marks = list(marks)
    older = sum(mark.hollow for mark in marks)
    desc = ngettext("%(number)d mark", "%(number)d marks", len(marks)) % {"number": len(marks)}
    if older:
        desc += "; " + ngettext(
            "%(number)d of them hollow: the article says so no longer",
            "%(number)d of them hollow: the articles say so no longer",
            older,
        ) % {"number": older}
    return safe(timeline(marks, title=title, desc=f"{desc}.", name=name, wording=wording()))
