"""What the admin's front page shows: what waits for this person, what changed since they looked, and what is wrong."""

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.contrib.auth.models import User
from django.db.models import Count, Q, QuerySet
from django.db.models.functions import TruncDate
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from claims.admin.queue import KINDS, SEVERITIES
from claims.models import Discrepancy, Extraction, Lease, Review, Tally, Visit
from claims.workbench import judging
from sources.models import Article, ArticleChange, Feed, Page
from sources.readonly import More

WORST = 5
LATEST = 6
TROUBLED = 4
MOST_COUNTED = 999
# Of a week, so that no page reads every review there ever was.
MOST_DECISIONS = 5000
DAYS = 7
# Whoever was away for longer begins another visit.
VISIT = dt.timedelta(hours=1)
NOTED = dt.timedelta(minutes=1)
NOT_DECIDING = (Review.Verdict.REOPENED, Review.Verdict.UNDONE)


@dataclass(frozen=True)
class News:
    """So many of something since the last visit, and the list of just those."""

    label: Any
    count: int
    address: str


@dataclass(frozen=True)
class Row:
    """Open discrepancies of one kind: in all, and by severity, each with the name of its band."""

    kind: str
    label: str
    bands: list[tuple[str, int]]

    @property
    def count(self) -> int:
        return sum(number for _band, number in self.bands)


def live(person: User) -> dict[str, Any]:
    """All that is looked up while the page is asked for: nothing of it is counted over a whole table."""
    rows = _waiting()
    since = since_last_visit(person)
    still_open = Discrepancy.objects.filter(status=Discrepancy.Status.OPEN)
    return {
        "rows": rows,
        "bands": [(band, _BANDS[band]) for band in SEVERITIES],
        "opened": sum(row.count for row in rows),
        "second": bounded(_second(person)),
        "third": bounded(Discrepancy.objects.filter(awaits=Discrepancy.Awaits.THIRD)),
        "lease": _lease(person),
        "since": since,
        "news": news(since) if since else [],
        "worst": list(still_open.select_related("fact", "utterance").order_by("-severity", "id")[:WORST]),
        "latest": list(_latest()),
        "anything": Article.objects.exists(),
        **_trouble(),
    }


_BANDS = {"high": _("high"), "middle": _("middle"), "low": _("low")}


def bounded(rows: QuerySet[Any]) -> int:
    """How many, counted no further than anybody needs to know; it reads as "999+" beyond."""
    found = rows.order_by().values("pk")[: MOST_COUNTED + 1].count()
    return found if found <= MOST_COUNTED else More(MOST_COUNTED)


def _waiting() -> list[Row]:
    counts = {
        band: Count("pk", filter=Q(severity__gte=least, severity__lt=below))
        for band, (least, below) in SEVERITIES.items()
    }
    found = Discrepancy.objects.filter(status=Discrepancy.Status.OPEN).order_by().values("kind").annotate(**counts)
    by_kind: dict[str, Any] = {row["kind"]: row for row in found}
    return [
        Row(kind, label, [(band, by_kind[kind][band]) for band in SEVERITIES])
        for kind, label in KINDS
        if kind in by_kind
    ]


def _second(person: User) -> QuerySet[Discrepancy]:
    """What waits for another opinion than theirs."""
    return Discrepancy.objects.filter(awaits=Discrepancy.Awaits.SECOND).exclude(judging.has_given(person))


def _lease(person: User) -> Lease | None:
    held = Lease.objects.filter(holder=person, until__gt=timezone.now())
    return held.select_related("discrepancy__fact", "discrepancy__utterance").order_by("-since").first()


def since_last_visit(person: User) -> dt.datetime | None:
    """When the visit before this one ended; None on the first. Notes that they are here."""
    now = timezone.now()
    visit, first = Visit.objects.get_or_create(person=person, defaults={"at": now})
    if first:
        return None
    if now - visit.at > VISIT:
        visit.before = visit.at
    if now - visit.at > NOTED:
        visit.at = now
        visit.save()
    return visit.before


def news(since: dt.datetime) -> list[News]:
    """What came, came back, went and was edited since; each with the list that shows just that."""
    queue = reverse("admin:claims_discrepancy_changelist")
    changes = reverse("admin:sources_articlechange_changelist")
    when = since.astimezone(dt.UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
    rows = Discrepancy.objects.order_by()
    return [
        News(
            _("new and open"),
            bounded(rows.filter(status=Discrepancy.Status.OPEN, first_seen__gte=since)),
            f"{queue}?{urlencode({'first_seen__gte': when})}",
        ),
        News(
            _("re-opened: their evidence changed"),
            bounded(rows.filter(status="open", last_seen__gte=since, status_reason__gt="")),
            f"{queue}?{urlencode({'last_seen__gte': when, 'status_reason__gt': ' '})}",
        ),
        News(
            _("closed by themselves"),
            bounded(rows.filter(status=Discrepancy.Status.CLOSED, last_seen__gte=since)),
            f"{queue}?{urlencode({'status': 'closed', 'last_seen__gte': when})}",
        ),
        News(
            _("edits found in articles"),
            bounded(ArticleChange.objects.filter(at__gte=since, kind=ArticleChange.Kind.EDITED)),
            f"{changes}?{urlencode({'kind__exact': 'edited', 'at__gte': when})}",
        ),
    ]


def _trouble() -> dict[str, Any]:
    """What cannot be read or fetched, with the reason of some; each count is taken by index and bounded."""
    feeds = Feed.objects.filter(active=True, failures__gt=0)
    pages = Page.objects.filter(state=Page.State.FAILED)
    state = Extraction.State
    readings = Extraction.objects.order_by()
    return {
        "feeds": list(feeds.order_by("-failures", "id")[:TROUBLED]),
        "feeds_failing": bounded(feeds),
        "pages": list(pages.order_by("-id")[:TROUBLED]),
        "pages_failing": bounded(pages),
        "unread": bounded(readings.filter(state=state.PENDING)),
        "underway": bounded(readings.filter(state__in=[state.READ, state.GROUPED])),
        "unreadable": bounded(readings.filter(state=state.FAILED)),
    }


def _latest() -> QuerySet[Review]:
    related = ("reviewer", "discrepancy__fact", "discrepancy__utterance", "entity", "fact", "utterance")
    return Review.objects.select_related(*related, "version__article").defer("version__text")[:LATEST]


def week(person: User, days: Tally | None) -> dict[str, Any]:
    """Decisions of the last seven days: a row a person, the one who asks first, a column a day."""
    today = timezone.localdate()
    dates = [today - dt.timedelta(days=back) for back in range(DAYS - 1, -1, -1)]
    found: dict[str, dict[dt.date, int]] = defaultdict(dict)
    for name, day, number in _decisions(dates[0], days):
        found[name][day] = number
    mine = person.get_username()
    rows = [
        (name, name == mine, [counts.get(date, 0) for date in dates], sum(counts.values()))
        for name, counts in found.items()
    ]
    return {"dates": dates, "people": sorted(rows, key=lambda row: (not row[1], -row[3], row[0]))}


def _decisions(first: dt.date, days: Tally | None) -> list[tuple[str, dt.date, int]]:
    """By person and day, from the first review of the week on where that was counted ahead."""
    start = timezone.make_aware(dt.datetime.combine(first, dt.time()))
    reviews = Review.objects.filter(created_at__gte=start).exclude(verdict__in=NOT_DECIDING)
    after = days.figures.get("week") if days else None
    reviews = reviews.filter(pk__gte=after) if after else reviews.filter(pk__gt=_newest() - MOST_DECISIONS)
    counted = reviews.order_by().annotate(day=TruncDate("created_at")).values_list("reviewer__username", "day")
    return list(counted.annotate(number=Count("pk")))


def _newest() -> int:
    return Review.objects.order_by("-pk").values_list("pk", flat=True).first() or 0


def tallies() -> dict[str, Tally]:
    return {tally.name: tally for tally in Tally.objects.all()}
