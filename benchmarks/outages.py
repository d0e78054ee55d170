"""Kills workers at random moments while they fetch and analyse, and looks whether anything was lost, doubled or halved.

`python -m benchmarks.outages [--kills 100] [--database postgres://… --redis-port 6390]` works in the (empty) database
given, or in a scratch SQLite file: embedded workers on SQLite, Celery's own with two beats on PostgreSQL and a Redis
that is started on the port, restarted and flushed meanwhile. Newspapers of its own on 127.0.0.1 publish edition after
edition until all kills are made; then every job must have ended. Prints what was found; ends with 1 where it is wrong.
"""

import argparse
import collections
import os
import random
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .papers import Papers, open_papers, paragraphs

if TYPE_CHECKING:
    from .crews import Crew, OwnRedis

PAPERS, STORIES = 6, 6
PATIENCE = 600.0
# At least; there are more where all is done before its share of the kills is made.
EDITIONS = 4
LONGEST_PAUSE = 1.2
SETTINGS = {
    "DJANGO_SETTINGS_MODULE": "factcheck.settings",
    "DEBUG": "true",
    "FETCH_ALLOW_LOOPBACK": "true",
    "FETCH_GAP_SECONDS": "0",
    "FETCH_DEADLINE_SECONDS": "2",
    "LEASE_SECONDS": "5",
    "MAX_FETCH_ATTEMPTS": "100",
    "POLL_EVERY_SECONDS": "1",
    "ANALYSE_EVERY_SECONDS": "1",
    "LOG_LEVEL": "ERROR",
    "OMP_NUM_THREADS": "1",
}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=100)
    parser.add_argument("--database", default="", help="an empty PostgreSQL database; default: a scratch SQLite file")
    parser.add_argument("--redis-port", type=int, default=6390)
    parser.add_argument("--attempts", type=int, default=100, help="how often a version is tried before it has failed")
    parser.add_argument("--upsets", type=int, default=5, help="restarts of Redis, and as many FLUSHALLs")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        database = options.database or f"sqlite:///{name}/outages.sqlite3"
        own = {"DATABASE_URL": database, "DATA_DIR": name, "MAX_ATTEMPTS": str(options.attempts)}
        own["REDIS_URL"] = f"redis://127.0.0.1:{options.redis_port}/0" if options.database else ""
        os.environ.update(SETTINGS | own)
        with open_papers(PAPERS, STORIES) as papers:
            return run(Path(name), papers, options)


def run(folder: Path, papers: Papers, options: argparse.Namespace) -> int:
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection

    from .crews import Deployed, Forked, OwnRedis

    call_command("migrate", verbosity=0)
    for number, feed in enumerate(papers.feeds):
        call_command("add_feed", feed, "--source", f"Paper {number}", stdout=sys.stderr)
    connection.close()
    broker = OwnRedis(folder, options.redis_port) if options.database else None
    crew: Crew = Deployed(folder) if broker else Forked(4)
    done: collections.Counter[str] = collections.Counter()
    started = time.monotonic()
    try:
        upsets = list(upsets_at(options.kills, options.upsets)) if broker else []
        while done.total() < options.kills:
            if done:
                papers.publish()
                make_all_due()
            share = min(done.total() + -(-options.kills // EDITIONS), options.kills)
            work_through(crew, done, share, upsets, broker)
    finally:
        crew.stop()
        if broker:
            broker.stop()
    print(f"{connection.vendor}: {done.total()} kills in {time.monotonic() - started:.0f} s: {dict(done)}")
    if broker:
        print(f"meanwhile {options.upsets} restarts of Redis and {options.upsets} FLUSHALLs")
    wrong = [*check(papers)]
    for line in wrong:
        print(f"WRONG {line}")
    call_command("verify")
    return 1 if wrong else 0


def upsets_at(kills: int, upsets: int) -> Iterator[tuple[int, str]]:
    """After how many kills Redis is restarted or forgets everything, in turns."""
    for number in range(2 * upsets):
        yield (number + 1) * kills // (2 * upsets + 1), ("restart", "forget")[number % 2]


def work_through(
    crew: "Crew",
    done: "collections.Counter[str]",
    kills: int,
    upsets: list[tuple[int, str]],
    broker: "OwnRedis | None",
) -> None:
    """Kills until `kills` are made in all, and waits until nothing is left to do."""
    ends = time.monotonic() + PATIENCE
    while left_to_do():
        if time.monotonic() > ends:
            raise SystemExit(f"not at an end after {PATIENCE:.0f} s: {left_to_do()}")
        time.sleep(random.uniform(0.05, LONGEST_PAUSE))
        if done.total() < kills:
            done.update(crew.kill_one())
        while upsets and upsets[0][0] <= done.total():
            getattr(broker, upsets.pop(0)[1])()


def left_to_do() -> dict[str, int]:
    """How many rows of each kind are due, in work, or waited for."""
    from django.db import connection
    from django.db.models import Q
    from django.utils import timezone

    from claims import comparing
    from claims.models import Extraction
    from sources.models import ArticleVersion, Feed, Page

    now = timezone.now()
    due = Q(next_fetch_at=None) | Q(next_fetch_at__lte=now) | Q(leased_until__isnull=False)
    ended = [Extraction.State.DONE, Extraction.State.FAILED, Extraction.State.SKIPPED]
    left = {
        "feeds": Feed.objects.filter(due).count(),
        "pages": Page.objects.exclude(state="failed").filter(due).count(),
        "versions": ArticleVersion.objects.filter(extractions=None).count(),
        "readings": Extraction.objects.exclude(state__in=ended).count(),
        "groups": comparing.pending(),
    }
    connection.close()
    return {name: count for name, count in left.items() if count}


def make_all_due() -> None:
    from django.db import connection

    from sources.models import Page

    Page.objects.filter(state="watched").update(next_fetch_at=None)
    connection.close()


def check(papers: Papers) -> Iterator[str]:
    """Everything that is not as it would be had nobody been killed."""
    from claims.models import Extraction
    from sources.models import Article, ArticleChange, ArticleVersion, Feed, Page

    editions = papers.edition.value
    for feed in Feed.objects.exclude(last_error=""):
        yield f"{feed} failed {feed.failures} times: {feed.last_error}"
    pages = collections.Counter(Page.objects.values_list("state", flat=True))
    if pages != {"watched": papers.stories} or Page.objects.exclude(leased_until=None).exists():
        yield f"pages are {dict(pages)}, or still held"
    if Article.objects.count() != papers.stories:
        yield f"{Article.objects.count()} articles of {papers.stories} stories"
    for paper in range(PAPERS):
        for story in range(STORIES):
            yield from _versions_wrong(paper, story, editions)
    if (noted := ArticleChange.objects.filter(kind="edited").count()) != (editions - 1) * papers.stories:
        yield f"{noted} edits are noted of {editions} editions"
    if silent := Extraction.objects.filter(state="failed", reason="").count():
        yield f"{silent} readings failed and do not say why"
    for version in ArticleVersion.objects.order_by("pk"):
        yield from _evidence_wrong(version)
    versions = f"{ArticleVersion.objects.count()} versions of {Article.objects.count()} articles, {editions} editions"
    states = dict(collections.Counter(Extraction.objects.values_list("state", flat=True)))
    print(f"{versions}; readings {states}; {_counts()}")


def _counts() -> str:
    from claims.models import Claim, Discrepancy, Quote

    models = (Quote, Claim, Discrepancy)
    return ", ".join(f"{model.objects.count()} {model._meta.verbose_name_plural}" for model in models)


def _versions_wrong(paper: int, story: int, editions: int) -> Iterator[str]:
    from sources.models import Article

    title = f"Fire in ward {story} of paper {paper}"
    found = Article.objects.filter(current__title=title)
    if len(found) != 1:
        yield f"{len(found)} articles are “{title}”"
        return
    texts = found[0].versions.order_by("number").values_list("text", flat=True)
    wanted = [paragraphs(paper, story, edition) for edition in range(1, editions + 1)]
    if len(texts) != editions or any(want not in text for want, text in zip(wanted, texts, strict=False)):
        yield f"“{title}” has {len(texts)} versions and not the {editions} that were published"


def _evidence_wrong(version: Any) -> Iterator[str]:
    """What is stored of a version's quotes and claims against what its text gives when it is read here."""
    from django.conf import settings

    from claims import extracting
    from claims.analysis import reading
    from claims.analysis.text import language
    from claims.models import Extraction

    if not Extraction.objects.filter(version=version, state=Extraction.State.DONE).exists():
        return
    analysis = next(iter(reading.read(language.load(settings.SPACY_MODEL), [extracting.as_text(version)])))
    quotes = {(quote.spans[0].start, quote.spans[-1].end) for quote in analysis.quotes}
    values = [claim.stated for claim in analysis.claims]
    claims = {(stated.span.start, stated.span.end, stated.value.dimension) for stated in values}
    stored = sorted(version.quotes.values_list("start", "end"))
    if stored != sorted(quotes):
        yield f"version {version.pk} has {len(stored)} quotes, and its text gives {len(quotes)}, or at other places"
    stored = sorted(version.claims.values_list("value_start", "value_end", "dimension"))
    if stored != sorted(claims):
        yield f"version {version.pk} has {len(stored)} claims, and its text gives {len(claims)}, or at other places"


if __name__ == "__main__":
    sys.exit(main())
