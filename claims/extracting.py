"""Reads versions: claims a pending row by a lease, analyses outside any transaction, stores fenced on the attempt."""

import datetime as dt
import logging
from collections.abc import Callable

from django.conf import settings
from django.db import models, transaction
from django.db.models import F, Q
from django.utils import timezone

from sources.models import ArticleVersion

from . import storing
from .analysis import reading
from .analysis.found import Analysis
from .analysis.text import language
from .models import Claim, Extraction, Mention, Quote

logger = logging.getLogger(__name__)


def read_pending(limit: int | None = None, progress: Callable[[], object] = bool) -> int:
    """Reads versions that have no extraction by the current rules; returns how many it dealt with.

    `progress` is called after each.
    """
    enqueue()
    done = 0
    while limit is None or done < limit:
        extraction = claim_next()
        if extraction is None:
            break
        read(extraction)
        done += 1
        progress()
    return done


def pending() -> int:
    """How many versions wait to be read."""
    enqueue()
    return _waiting(timezone.now()).count()


def enqueue() -> None:
    """Makes a pending row for every version without one, and for those read by other rules or another date."""
    missing = ArticleVersion.objects.filter(extractions=None).order_by("article_id", "number")
    rows = [
        Extraction(version=version, rules=reading.RULES, published_at=version.article.published_at)
        for version in missing.select_related("article").iterator(chunk_size=500)
    ]
    Extraction.objects.bulk_create(rows, batch_size=500, ignore_conflicts=True)
    Extraction.objects.filter(_outdated()).update(
        state=Extraction.State.PENDING, rules=reading.RULES, attempt=0, leased_until=None, reason=""
    )
    Extraction.objects.filter(_credited_anew()).update(state=Extraction.State.READ)


def _outdated() -> Q:
    """Read by other rules, or relative dates were resolved by a date that the article no longer has."""
    date = F("version__article__published_at")
    redated = ~Q(published_at=date) & Q(version__article__published_at__isnull=False)
    undated = Q(published_at__isnull=False, version__article__published_at=None)
    newly_dated = Q(published_at=None, version__article__published_at__isnull=False)
    settled = ~Q(state__in=[Extraction.State.PENDING, Extraction.State.SKIPPED])
    return settled & (~Q(rules=reading.RULES) | redated | undated | newly_dated)


def _credited_anew() -> Q:
    """Its article was given another source or origin: whom its evidence is counted by has to be compared again."""
    settled = Q(state__in=[Extraction.State.GROUPED, Extraction.State.DONE], source__isnull=False)
    same = Q(source=F("version__article__source"), origin=F("version__article__origin"))
    return settled & ~same


def _waiting(now: dt.datetime) -> models.QuerySet[Extraction]:
    free = Q(leased_until=None) | Q(leased_until__lt=now)
    return Extraction.objects.filter(free, state=Extraction.State.PENDING).order_by("id")


def claim_next() -> Extraction | None:
    """The next waiting row, leased to this worker; None when nothing waits. Another worker may win a row first."""
    now = timezone.now()
    lease = now + dt.timedelta(seconds=settings.LEASE_SECONDS)
    while (row := _waiting(now).first()) is not None:
        if row.attempt >= settings.MAX_ATTEMPTS:
            reason = row.reason or f"given up after {row.attempt} attempts that never ended"
            Extraction.objects.filter(pk=row.pk, attempt=row.attempt).update(
                state=Extraction.State.FAILED, reason=reason, leased_until=None
            )
            continue
        won = _waiting(now).filter(pk=row.pk, attempt=row.attempt).order_by()
        if won.update(attempt=F("attempt") + 1, leased_until=lease) == 1:
            return Extraction.objects.select_related("version__article__source").get(pk=row.pk)
    return None


def read(extraction: Extraction) -> None:
    """Analyses one claimed version and stores what was found, or why it could not be."""
    article = extraction.version.article
    if article.language not in ("", "en"):
        _settle(extraction, Extraction.State.SKIPPED, f"the language is {article.language}: only English is analysed")
        return
    try:
        nlp = language.load(settings.SPACY_MODEL)
        analysis = next(reading.read(nlp, [as_text(extraction.version)]))
        store(extraction, analysis, language.label(nlp))
    except language.ModelMissing:
        raise
    except Exception as error:  # One bad article never stops the others; the row says why.
        logger.exception("Reading %s failed", extraction.version)
        last = extraction.attempt >= settings.MAX_ATTEMPTS
        state = Extraction.State.FAILED if last else Extraction.State.PENDING
        _settle(extraction, state, f"{type(error).__name__}: {error}")


def as_text(version: ArticleVersion) -> reading.Text:
    published = version.article.published_at
    return reading.Text(
        version.text, published.date() if published else None, "published_at" in version.article.inferred
    )


def _settle(extraction: Extraction, state: str, reason: str) -> None:
    Extraction.objects.filter(pk=extraction.pk, attempt=extraction.attempt).update(
        state=state, reason=reason, leased_until=None
    )


def store(extraction: Extraction, analysis: Analysis, model: str) -> bool:
    """Writes everything found and "read" in one transaction; False where another worker has taken the row over."""
    with transaction.atomic():
        current = Extraction.objects.filter(
            pk=extraction.pk, attempt=extraction.attempt, state=Extraction.State.PENDING
        )
        article = extraction.version.article
        updated = current.update(
            state=Extraction.State.READ,
            reason="",
            leased_until=None,
            read_at=timezone.now(),
            rules=reading.RULES,
            model=model,
            published_at=article.published_at,
            gaps=[{"start": gap.span.start, "end": gap.span.end, "reason": gap.reason} for gap in analysis.gaps],
            story=list(analysis.story),
        )
        if not updated:
            return False
        storing.store(extraction, analysis, live=_supersede(extraction))
    return True


def _supersede(extraction: Extraction) -> bool:
    """Evidence of older versions is no longer live; False where a newer version was read already."""
    read_states = ~Q(state__in=[Extraction.State.PENDING, Extraction.State.FAILED, Extraction.State.SKIPPED])
    others = Extraction.objects.filter(read_states, version__article=extraction.version.article_id)
    if others.filter(version__number__gt=extraction.version.number).exists():
        return False
    older = others.filter(version__number__lt=extraction.version.number)
    for model in (Mention, Quote, Claim):
        model.objects.filter(extraction__in=older, live=True).update(live=False)
    return True
