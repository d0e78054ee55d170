"""Reads versions: claims a pending row by a lease, analyses outside any transaction, stores fenced on the attempt."""

import datetime as dt
import gc
import logging
from collections.abc import Callable, Sequence
from functools import cache

from django.conf import settings
from django.db import models, transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_noop

from sources.models import ArticleVersion

from . import storing
from .analysis import reading
from .analysis.found import Analysis
from .analysis.text import language
from .models import Claim, Extraction, Mention, Quote
from .updating import update_each

logger = logging.getLogger(__name__)

# Versions parsed together; each waits for the others of its batch, so few enough to end well within a lease.
BATCH = 16
BATCH_CHARACTERS = 200_000
# So many new objects more than were freed are looked through for garbage: rows are made by the thousand and kept.
GARBAGE = 50_000

_GIVEN_UP = gettext_noop("given up: its attempts never ended")


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
        _get_ready(settings.SPACY_MODEL)  # A missing model is found out before anything is claimed.
    while batch := claim_batch(BATCH if limit is None else min(BATCH, limit - done)):
        read(batch, progress)
        done += len(batch)
    return done


@cache
def _get_ready(model: str) -> None:
    """Loads the language model. It is large and stays: to look through it for garbage again and again costs much."""
    language.load(model)
    gc.freeze()
    gc.set_threshold(GARBAGE)


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
    again = {
        "state": Extraction.State.PENDING,
        "rules": reading.RULES,
        "attempt": 0,
        "leased_until": None,
        "reason": "",
    }
    for which, changes in ((_outdated(), again), (_credited_anew(), {"state": Extraction.State.READ})):
        # To look needs no turn at writing, for which on SQLite one waits even to change nothing.
        if (settled := Extraction.objects.filter(which)).exists():
            settled.update(**changes)


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


def claim_batch(most: int) -> list[Extraction]:
    """The next waiting rows, leased to this worker, no two of one article. One that was tried before comes alone.

    It may be what ended the worker that tried it, and must not take others with it again.
    """
    now = timezone.now()
    return _claimed(most, now) if most and _waiting(now).exists() else []


@transaction.atomic
def _claimed(most: int, now: dt.datetime) -> list[Extraction]:
    """Passes by what others are claiming just now, and gives up what was tried too often."""
    rows = _waiting(now).select_for_update(of=("self",), skip_locked=True)
    for row in rows.filter(attempt__gte=settings.MAX_ATTEMPTS):
        _settle(row, Extraction.State.FAILED, row.reason or _GIVEN_UP)
    batch: list[Extraction] = []
    size = 0
    for row in rows.filter(attempt__lt=settings.MAX_ATTEMPTS).select_related("version__article__source")[:most]:
        if not batch or (row.attempt == 0 and row.version.article not in (one.version.article for one in batch)):
            batch.append(row)
            size += len(row.version.text)
        if batch[0].attempt or size >= BATCH_CHARACTERS:
            break
    lease = now + dt.timedelta(seconds=settings.LEASE_SECONDS)
    Extraction.objects.filter(pk__in=[row.pk for row in batch]).update(attempt=F("attempt") + 1, leased_until=lease)
    for row in batch:
        row.attempt, row.leased_until = row.attempt + 1, lease
    return batch


def read(batch: Sequence[Extraction], progress: Callable[[], object] = bool) -> None:
    """Analyses claimed versions and stores what was found in each, or why it could not be."""
    together = _read_together([extraction for extraction in batch if _is_read(extraction)])
    for extraction in batch:
        if not together or not _is_read(extraction):
            _read_alone(extraction)
        progress()


def _is_read(extraction: Extraction) -> bool:
    return extraction.version.article.language in ("", "en")


def _read_together(batch: Sequence[Extraction]) -> bool:
    """Whether all could be read and stored at once; nothing is stored where one cannot: each is then tried alone."""
    if len(batch) < 2:
        return False
    try:
        store_all(batch, _analysed(batch), _model())
    except Exception:  # Which one it was comes out when each is tried alone.
        logger.warning("One of %d versions cannot be read: they are read one by one", len(batch), exc_info=True)
        return False
    return True


def _analysed(batch: Sequence[Extraction]) -> list[Analysis]:
    nlp = language.load(settings.SPACY_MODEL)
    return list(reading.read(nlp, [as_text(extraction.version) for extraction in batch]))


def _model() -> str:
    return language.label(language.load(settings.SPACY_MODEL))


def _read_alone(extraction: Extraction) -> None:
    """Settles one row for this attempt."""
    if not _is_read(extraction):
        why = f"the language is {extraction.version.article.language}: only English is analysed"
        _settle(extraction, Extraction.State.SKIPPED, why)
        return
    try:
        store_all([extraction], _analysed([extraction]), _model())
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
    return store_all([extraction], [analysis], model) == [extraction]


@transaction.atomic
def store_all(extractions: Sequence[Extraction], analyses: Sequence[Analysis], model: str) -> list[Extraction]:
    """The same for several, all or none; returns those that no other worker has taken over."""
    rows = Extraction.objects.filter(pk__in=[each.pk for each in extractions], state=Extraction.State.PENDING)
    held = dict(rows.select_for_update().order_by("pk").values_list("pk", "attempt"))
    ours = [pair for pair in zip(extractions, analyses, strict=True) if held.get(pair[0].pk) == pair[0].attempt]
    for extraction, analysis in ours:
        _mark_read(extraction, analysis, model)
    update_each([extraction for extraction, _ in ours], READ_FIELDS)
    live = _supersede([extraction for extraction, _ in ours])
    storing.store([storing.Found(extraction, analysis, extraction.pk in live) for extraction, analysis in ours])
    return [extraction for extraction, _ in ours]


READ_FIELDS = (
    *("state", "reason", "leased_until", "read_at", "rules", "read_rules", "model", "published_at", "gaps", "story"),
)


def _mark_read(extraction: Extraction, analysis: Analysis, model: str) -> None:
    extraction.state = Extraction.State.READ
    extraction.reason, extraction.leased_until, extraction.read_at = "", None, timezone.now()
    extraction.rules = extraction.read_rules = reading.RULES
    extraction.model = model
    extraction.published_at = extraction.version.article.published_at
    extraction.gaps = [{"start": gap.span.start, "end": gap.span.end, "reason": gap.reason} for gap in analysis.gaps]
    extraction.story = list(analysis.story)


def _supersede(extractions: Sequence[Extraction]) -> set[int]:
    """Those of which no newer version was read yet: evidence of older ones is no longer live."""
    newest = {each.version.article_id: each for each in sorted(extractions, key=lambda each: each.version.number)}
    unread = [Extraction.State.PENDING, Extraction.State.FAILED, Extraction.State.SKIPPED]
    others = Extraction.objects.filter(version__article__in=newest).exclude(state__in=unread).order_by()
    read = list(others.values_list("pk", "version__article_id", "version__number"))
    late = {article for _, article, number in read if number > newest[article].version.number}
    live = {each.pk for article, each in newest.items() if article not in late}
    older = [pk for pk, article, number in read if article not in late and number < newest[article].version.number]
    for model in (Mention, Quote, Claim) if older else ():
        model.objects.filter(extraction__in=older, live=True).update(live=False)
    return live
