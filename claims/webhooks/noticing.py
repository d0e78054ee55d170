"""What happened: from numbered changes and what was told before ─▶ the events that webhooks can ask for."""

import datetime as dt
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from claims import exporting
from claims.models import Action, Change, Claim, Discrepancy, Event, Kind, Mention, Quote, Review, Told, Webhook
from claims.shaping import Row, article_ref, discrepancy_row, instant, review_row
from sources.models import ArticleChange

# Where rows have their addresses, on whatever host: these stay.
API = "/api/v1"
# What changes are of that something may have happened by.
KINDS = (Kind.DISCREPANCY, Kind.REVIEW, Kind.VERSION)
UNDECIDED = (Discrepancy.Status.OPEN, Discrepancy.Status.EXPLAINED)


@dataclass(frozen=True)
class Happening:
    """One event with what filters ask of it; `discrepancy` is the id of the one it is about, 0 for an edit."""

    number: int
    at: dt.datetime
    event: Event
    data: Row
    discrepancy: int = 0
    kind: str = ""
    severity: float = 0.0
    sources: Collection[int] = ()
    entities: Collection[int] = ()
    gone: bool = False

    def is_for(self, webhook: Webhook, told_before: Collection[int]) -> bool:
        """Whoever was told of a discrepancy is told of all that becomes of it, whether or not it still matches."""
        if self.event not in webhook.events or self.number <= webhook.after:
            return False
        return webhook.pk in told_before or self._matches(webhook)

    def _matches(self, webhook: Webhook) -> bool:
        if self.gone:  # Of what is no longer there nobody can say what it was about.
            return not webhook.narrowed
        return (
            (not webhook.kinds or not self.kind or self.kind in webhook.kinds)
            and self.severity >= webhook.severity_min
            and (not webhook.sources or not {*webhook.sources}.isdisjoint(self.sources))
            and (not webhook.entities or not {*webhook.entities}.isdisjoint(self.entities))
        )


def became(before: Told | None, action: str, row: Discrepancy) -> Event | None:
    """What a change has made of a discrepancy; None where it is nothing to tell, or its review tells it."""
    if before is None or action == Action.CREATED:
        return Event.OPENED
    if row.status == before.status:
        return Event.CHANGED if row.fingerprint != before.fingerprint else None
    if row.status == Discrepancy.Status.CLOSED:
        return Event.CLOSED
    if row.status in UNDECIDED:
        return Event.CHANGED if before.status in UNDECIDED else Event.REOPENED
    # An earlier decision on just this evidence holds again; otherwise a new one stands in the changes itself.
    return Event.CHANGED if row.fingerprint != before.fingerprint else None


class Noticing:
    """The events of a batch of changes. `told` is what was told before, and is brought up to date on the way.

    `narrow` where somebody asks for sources or entities: only then are they looked up.
    """

    def __init__(self, changes: Collection[Change], narrow: bool) -> None:
        self.changes = changes
        things: dict[str, set[int]] = {kind: {row.thing for row in changes if row.kind == kind} for kind in KINDS}
        decided = exporting.reviews().filter(pk__in=things[Kind.REVIEW], discrepancy__isnull=False)
        self.reviews = {row.pk: row for row in decided}
        ids = things[Kind.DISCREPANCY] | {row.discrepancy_id or 0 for row in self.reviews.values()}
        self.discrepancies = {row.pk: row for row in exporting.discrepancies().filter(pk__in=ids)}
        self.told = {row.pk: row for row in Told.objects.filter(pk__in=ids)}
        self.edits = _edits(things[Kind.VERSION])
        self.sources, self.entities = _reach(self.discrepancies) if narrow else ({}, {})
        self.named = _named({edit.article_id for edit in self.edits.values()}) if narrow else {}

    def events(self) -> Iterator[Happening]:
        """One at a time: `told` stands as it was before the next one."""
        for change in self.changes:
            if change.kind == Kind.DISCREPANCY:
                yield from self._of_discrepancy(change)
            elif change.action == Action.CREATED and change.kind == Kind.REVIEW and change.thing in self.reviews:
                yield from self._of_review(change, self.reviews[change.thing])
            elif change.action == Action.CREATED and change.thing in self.edits and change.kind == Kind.VERSION:
                yield self._of_edit(change, self.edits[change.thing])

    def _of_discrepancy(self, change: Change) -> Iterator[Happening]:
        row, before = self.discrepancies.get(change.thing), self.told.get(change.thing)
        was = before.status if before else None
        if row is None:
            if before:
                data = {"id": change.thing, "path": None, "was": was, "discrepancy": None}
                yield Happening(change.number, change.at, Event.CLOSED, data, change.thing, gone=True)
                del self.told[change.thing]
            return
        event = became(before, change.action, row)
        self._known(row)
        if event:
            yield self._about(change, event, row, {"was": was})
        now = self._known(row)
        now.status, now.fingerprint = row.status, row.fingerprint

    def _known(self, row: Discrepancy) -> Told:
        new = Told(discrepancy=row.pk, status=row.status, fingerprint=row.fingerprint, webhooks=[])
        return self.told.setdefault(row.pk, new)

    def _of_review(self, change: Change, review: Review) -> Iterator[Happening]:
        if row := self.discrepancies.get(review.discrepancy_id or 0):
            self._known(row)
            yield self._about(change, Event.DECIDED, row, {"review": review_row(review)})

    def _about(self, change: Change, event: Event, row: Discrepancy, more: Row) -> Happening:
        path = f"{API}/discrepancies/{row.pk}/"
        return Happening(
            change.number,
            change.at,
            event,
            {"id": row.pk, "path": path, **more, "discrepancy": discrepancy_row(row)},
            discrepancy=row.pk,
            kind=row.kind,
            severity=row.severity,
            sources=self.sources.get(row.pk, ()),
            entities=self.entities.get(row.pk, ()),
        )

    def _of_edit(self, change: Change, edit: ArticleChange) -> Happening:
        version: Any = edit.version
        version.article = edit.article
        data = {
            "id": edit.article_id,
            "path": f"{API}/articles/{edit.article_id}/",
            "article": article_ref(version),
            "version": version.number,
            "sha256": version.sha256,
            "classes": edit.classes,
            "rank": edit.rank,
            "noticed_at": instant(edit.at),
        }
        return Happening(
            change.number,
            change.at,
            Event.EDITED,
            data,
            severity=edit.rank,
            sources=(edit.article.source_id,),
            entities=self.named.get(edit.article_id, ()),
        )


Ids = dict[int, set[int]]


def _edits(versions: Collection[int]) -> dict[int, ArticleChange]:
    """By version: those of the versions that edited something, which not every new text does."""
    edits = ArticleChange.objects.filter(kind=ArticleChange.Kind.EDITED, version__in=versions)
    related = edits.select_related("article__source", "article__reprint_of__source", "version")
    return {edit.version_id or 0: edit for edit in related.defer("version__text")}


def _reach(discrepancies: Collection[int]) -> tuple[Ids, Ids]:
    """By discrepancy: the sources its evidence stands in, and the entities it is about, held by or said by."""
    sources, entities = Ids(), Ids()
    for model, paths in ((Claim, ["mentions__entity", "holder__entity"]), (Quote, ["speaker__entity"])):
        held = model._default_manager.filter(positions__discrepancy__in=discrepancies).order_by()
        for path, found in (("version__article__source", sources), *((path, entities) for path in paths)):
            _gather(found, held.values_list("positions__discrepancy", path).distinct())
    return sources, entities


def _named(articles: Collection[int]) -> Ids:
    """By article: the entities that any version of it names."""
    found = Ids()
    mentions = Mention.objects.filter(extraction__version__article__in=articles).order_by()
    _gather(found, mentions.values_list("extraction__version__article", "entity").distinct())
    return found


def _gather(found: Ids, pairs: Iterable[tuple[int, int | None]]) -> None:
    for of, one in pairs:
        if one is not None:
            found.setdefault(of, set()).add(one)
