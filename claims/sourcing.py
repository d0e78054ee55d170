"""Checks that what was fetched and imported holds together, as verifying.py runs them on a live database."""

import datetime as dt
from collections.abc import Iterator

from django.conf import settings
from django.db.models import Count, Exists, F, OuterRef, Q
from django.utils import timezone

from sources.models import Article, ArticleChange, Feed, ImportOutcome, ImportRun, Move, Page

from .models import Extraction

CHUNK = 200
# Whoever holds a row this many leases long has died, and nobody has come for it since.
LEASES = 10

Findings = Iterator[int | str]


def one_address_leads_to_one_article() -> Findings:
    """No address that an article moved to is the key of another article: a page's next version would have two homes."""
    yield Move.objects.count()
    others = Article.objects.filter(key=OuterRef("key")).exclude(pk=OuterRef("article"))
    for move in Move.objects.filter(Exists(others)).order_by("pk").iterator(CHUNK):
        yield f"move {move.pk}: {move.key} is the key of another article than {move.article_id}"


def watched_pages_have_their_article() -> Findings:
    """What is watched for edits has an article, and what is said to be gone is gone."""
    pages = Page.objects.filter(state__in=[Page.State.WATCHED, Page.State.GONE])
    yield pages.count()
    for page in pages.filter(article=None).order_by("pk").iterator(CHUNK):
        yield f"page {page.pk}: it is {page.state}, and has no article"


def runs_count_their_outcomes() -> Findings:
    """An import's counts are those of its outcomes; unchanged articles are counted and not all listed."""
    kinds = [kind.value for kind in ImportOutcome.Outcome]
    listed = {f"listed_{kind}": Count("outcomes", filter=Q(outcomes__outcome=kind)) for kind in kinds}
    runs = ImportRun.objects.annotate(**listed)
    yield ImportRun.objects.count()
    exact = Q()
    for kind in set(kinds) - {"unchanged"}:
        exact |= ~Q(**{kind: F(f"listed_{kind}")})
    for run in runs.filter(exact | Q(unchanged__lt=F("listed_unchanged"))).order_by("pk").iterator(CHUNK):
        yield f"import run {run.pk}: its counts are not those of its outcomes"


def edits_are_of_their_article() -> Findings:
    """An edit that was noted is of a later version of its own article."""
    edits = ArticleChange.objects.filter(kind=ArticleChange.Kind.EDITED)
    yield edits.count()
    right = Q(version__article=F("article"), version__number__gt=1)
    for key in edits.exclude(right).order_by("pk").values_list("pk", flat=True).iterator(CHUNK):
        yield f"article change {key}: it is of no later version of its article"


def leases_end() -> Findings:
    """No lease ended long ago: a worker that died is followed by another, unless no worker runs at all."""
    since = timezone.now() - LEASES * dt.timedelta(seconds=settings.LEASE_SECONDS)
    for model in (Feed, Page, Extraction):
        held = model._default_manager.exclude(leased_until=None)
        yield held.count()
        for key in held.filter(leased_until__lt=since).order_by("pk").values_list("pk", flat=True).iterator(CHUNK):
            yield f"{model._meta.verbose_name} {key}: its lease ended long ago: is a worker running?"


CHECKS = (
    one_address_leads_to_one_article,
    watched_pages_have_their_article,
    runs_count_their_outcomes,
    edits_are_of_their_article,
    leases_end,
)
