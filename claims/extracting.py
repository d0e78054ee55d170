"""Reads versions: claims a pending row by a lease, analyses outside any transaction, stores fenced on the attempt."""

import datetime as dt
import logging
from collections.abc import Callable, Sequence

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

# Versions parsed together; each waits for the others of its batch, so few enough to end well within a lease.
BATCH = 16
BATCH_CHARACTERS = 200_000


def read_pending(limit: int | None = None, progress: Callable[[], object] = bool) -> int:
    """Reads versions that have no extraction by the current rules; returns how many it dealt with.

    `progress` is called after each.
    """
    enqueue()
    return read_waiting(limit, progress)


def read_waiting(limit: int | None = None, progress: Callable[[], object] = bool) -> int:
    """Reads the versions that stand in the queue already, in batches; any number of workers may do so side by side.

    Raises ModelMissing, with nothing claimed.
    """
    done = 0
    if _waiting(timezone.now()).exists():
        language.load(settings.SPACY_MODEL)  # A missing model is found out before anything is claimed.
    while batch := claim_batch(BATCH if limit is None else min(BATCH, limit - done)):
        read(batch, progress)
        done += len(batch)
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


def claim_next(fresh: bool = False) -> Extraction | None:
    """The next waiting row, leased to this worker; None when nothing waits. Another worker may win a row first.

    `fresh` asks for one that was never tried.
    """
    now = timezone.now()
    lease = now + dt.timedelta(seconds=settings.LEASE_SECONDS)
    waiting = _waiting(now).filter(attempt=0) if fresh else _waiting(now)
    while (row := waiting.first()) is not None:
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


def claim_batch(most: int) -> list[Extraction]:
    """The next waiting rows, leased to this worker. One that was tried before comes alone.

    It may be what ended the worker that tried it, and must not take others with it again.
    """
    batch: list[Extraction] = []
    size = 0
    while len(batch) < most and size < BATCH_CHARACTERS:
        extraction = claim_next(fresh=bool(batch))
        if extraction is None:
            break
        batch.append(extraction)
        size += len(extraction.version.text)
        if extraction.attempt > 1:
            break
    return batch


def read(batch: Sequence[Extraction], progress: Callable[[], object] = bool) -> None:
    """Analyses claimed versions and stores what was found in each, or why it could not be."""
    analyses = _together([extraction for extraction in batch if _is_read(extraction)])
    for extraction in batch:
        _finish(extraction, analyses.get(extraction.pk))
        progress()


def _is_read(extraction: Extraction) -> bool:
    return extraction.version.article.language in ("", "en")


def _together(batch: Sequence[Extraction]) -> dict[int, Analysis]:
    """The analyses by row; none at all where one of them fails: each is then tried alone."""
    if len(batch) < 2:
        return {}
    try:
        return dict(zip((extraction.pk for extraction in batch), _analysed(batch), strict=True))
    except Exception:  # Which one it was comes out when each is tried alone.
        logger.warning("One of %d versions cannot be read: they are read one by one", len(batch), exc_info=True)
        return {}


def _analysed(batch: Sequence[Extraction]) -> list[Analysis]:
    nlp = language.load(settings.SPACY_MODEL)
    return list(reading.read(nlp, [as_text(extraction.version) for extraction in batch]))


def _finish(extraction: Extraction, analysis: Analysis | None) -> None:
    """Settles one row for this attempt."""
    if not _is_read(extraction):
        why = f"the language is {extraction.version.article.language}: only English is analysed"
        _settle(extraction, Extraction.State.SKIPPED, why)
        return
    try:
        model = language.label(language.load(settings.SPACY_MODEL))
        store(extraction, analysis or _analysed([extraction])[0], model)
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
            read_rules=reading.RULES,
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
    if extraction.version.number == 1:
        return True
    older = others.filter(version__number__lt=extraction.version.number)
    for model in (Mention, Quote, Claim):
        model.objects.filter(extraction__in=older, live=True).update(live=False)
    return True
