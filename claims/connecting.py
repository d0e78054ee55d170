"""Loads what has to be clustered together: a part of all evidence that nothing outside it can change."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable
from functools import cached_property

from django.db.models import Q

from .analysis.facts.relations import Range, differ, range_of
from .holding import fellows
from .linking import Linker, Loaded
from .models import Apart, Extraction, Mention, Together, value_of

Pair = tuple[int, int]
# So much is clustered together with what is linked anew, and no more: what is restated for years is linked without end.
# What lies beyond keeps its groups.
MOST_TOGETHER = 1000


class Part(Loaded):
    """Rows and the links among them, loaded as far as they are asked for, each once."""

    def __init__(self, linker: Linker, readings: dict[int, Extraction] | None = None) -> None:
        super().__init__(linker, readings)
        self._near: dict[int, set[int]] = {}
        # What each row is linked to, with the score, and the links to what contradicts it; and by which bounds it does.
        self._linked: dict[int, dict[int, float]] = defaultdict(dict)
        self._against: dict[int, dict[Pair, float]] = {}
        self.ranges: dict[int, Range] = {}

    @cached_property
    def is_ruled(self) -> bool:
        """Whether reviewers hold anything of this kind apart or together."""
        kind = self.linker.kind
        return Apart.objects.filter(kind=kind).exists() or Together.objects.filter(kind=kind).exists()

    def closed(self, seeds: Collection[int]) -> set[int]:
        """The live seeds and all that can share a cluster with them, or that shares a group or a ruling with them now.

        Clusters grow by the mean of their links, so none grows without a link that reaches the bar. Those who share a
        group are clustered together: two parts that are no longer linked would both keep it. No more than
        MOST_TOGETHER are added to the seeds.
        """
        inside, found = set(seeds), set(seeds)
        most = len(inside) + MOST_TOGETHER
        while found:
            self._connect(found - set(self._near))
            found = set[int]().union(*(self._near[pk] for pk in found)) - inside
            if len(inside) + len(found) > most:
                found = set(sorted(found, reverse=True)[: max(0, most - len(inside))])
            inside |= found
        return inside & set(self.rows)

    def across(self, inside: Collection[int]) -> dict[Pair, float]:
        """The links of what is inside to what contradicts it, on either side."""
        if not self.linker.valued:
            return {}
        new = [pk for pk in inside if pk not in self._against]
        self._read_values({end for pk in new for end in (pk, *self._linked[pk])})
        for pk in new:
            own, ends = self.ranges[pk], self._linked[pk].items()
            self._against[pk] = {
                (min(pk, end), max(pk, end)): score
                for end, score in ends
                if end in self.ranges and differ(own, self.ranges[end])
            }
        found: dict[Pair, float] = {}
        for pk in inside:
            found.update(self._against[pk])
        return found

    def agreeing(self, inside: Collection[int]) -> dict[Pair, float]:
        """The links among what is inside, without contradictions."""
        within = set(inside)
        self._read_values(within)
        ranges = self.ranges
        return {
            (pk, end): score
            for pk in within
            for end, score in self._linked[pk].items()
            if pk < end and end in within and not (ranges and differ(ranges[pk], ranges[end]))
        }

    @property
    def compared(self) -> Callable[[int, int], bool] | None:
        """Whether two rows were compared, of a kind that is not compared with all that is near."""
        known = self.linker.compared
        return None if known is None else lambda a, b: known(self.comparable(a), self.comparable(b))

    def _read_values(self, ids: Collection[int]) -> None:
        """Of those that are live and may contradict each other: of what is not loaded, no more than its value."""
        if not (missing := set(ids) - set(self.ranges) if self.linker.valued else set()):
            return
        self.ranges.update({pk: range_of(self.rows[pk].value) for pk in missing if pk in self.rows})
        if others := missing - set(self.rows):
            rows = self.linker.live().filter(pk__in=others).order_by().values_list("pk", *self.linker.valued)
            self.ranges.update({pk: range_of(value_of(*columns)) for pk, *columns in rows})

    def _connect(self, ids: set[int]) -> None:
        """Finds what is directly near each of these."""
        if not ids:
            return
        self.fetch(ids)
        found = self.linker.links.objects.filter(Q(left__in=ids) | Q(right__in=ids))
        near: dict[int, set[int]] = {pk: set() for pk in ids}
        for left, right, score in found.values_list("left", "right", "score"):
            self._linked[left][right] = self._linked[right][left] = score
            if score >= self.linker.bar:
                for pk, end in ((left, right), (right, left)):
                    if pk in near:
                        near[pk].add(end)
        sharing = self._sharing(ids)
        ruled = self._ruled_together(ids)
        for pk in ids:
            near[pk] |= ruled | sharing[getattr(self.rows.get(pk), f"{self.linker.group}_id", None)]
        self._near.update(near)

    def _sharing(self, ids: Iterable[int]) -> dict[int | None, set[int]]:
        """Group ─▶ the rows that have it now."""
        column = f"{self.linker.group}_id"
        groups = {getattr(self.rows[pk], column) for pk in ids if pk in self.rows} - {None}
        members: dict[int | None, set[int]] = defaultdict(set)
        if groups:
            for group, pk in self.linker.live().filter(**{f"{column}__in": groups}).values_list(column, "pk"):
                members[group].add(pk)
        return members

    def _ruled_together(self, ids: Collection[int]) -> set[int]:
        if not self.is_ruled:
            return set()
        rows = self.linker.rows.objects.filter(pk__in=ids)
        if self.linker.rows is not Mention:
            return set(fellows(self.linker.kind, rows).values_list("pk", flat=True))
        forms = {self.rows[pk].form for pk in ids if pk in self.rows} - {""}
        alike = Mention.objects.filter(Q(form__in=forms) | Q(pk__in=ids), live=True)
        held = fellows(self.linker.kind, alike)
        return set(
            self.linker.live().filter(Q(form__in=held.values("form")) | Q(pk__in=held)).values_list("pk", flat=True)
        )
