"""Which rows belong together, from the links between them: the same outcome in whatever order they came."""

from collections import defaultdict
from collections.abc import Callable, Collection, Hashable, Iterable, Mapping
from typing import Generic, TypeVar

Node = TypeVar("Node", bound=Hashable)
# What a pair that nobody compared weighs in a mean, beside one that was compared and scored nothing.
UNCOMPARED = 0.3


def cluster(
    nodes: Iterable[Node],
    links: Mapping[tuple[Node, Node], float],
    rank: Callable[[Node], tuple[object, ...]],
    apart: Collection[frozenset[Node]],
    bar: float,
    together: Iterable[tuple[Node, Node]] = (),
    compared: Callable[[Node, Node], bool] | None = None,
) -> list[frozenset[Node]]:
    """Groups by average linkage: two groups join while the mean score over all their pairs reaches the bar.

    `links` maps pairs to scores (a pair that is absent scores 0); `rank` orders nodes by something that does not
    depend on when they were stored, which settles ties; two nodes that are `apart` never share a group. The strongest
    link is looked at first, and each once, so this takes about as long as there are links. `compared` says of which
    pairs a score would be known (of all, where it is not given): the others count for less in a mean, since nothing
    speaks against them.

    Nodes that are `together` end in one group, whatever they score, unless they are apart: the groups around each grow
    as if the others were not there, so that a low score between these takes nobody away, and are one in the end.
    """
    groups = _Groups(sorted(nodes, key=rank), links, apart, compared)
    for left, right in together:
        groups.hold(left, right)
    for (left, right), _ in sorted(links.items(), key=lambda item: (-item[1], sorted(map(rank, item[0])))):
        groups.join(left, right, bar)
    return sorted(groups.found(), key=lambda group: min(map(rank, group)))


class _Groups(Generic[Node]):
    """Groups under the number of one of their nodes, with the total score between any two of them.

    Groups that are held together are a family; a ban stands between families.
    """

    def __init__(
        self,
        nodes: list[Node],
        links: Mapping[tuple[Node, Node], float],
        apart: Collection[frozenset[Node]],
        compared: Callable[[Node, Node], bool] | None,
    ) -> None:
        self.compared = compared
        self.of = {node: number for number, node in enumerate(nodes)}
        self.members: dict[int, list[Node]] = {number: [node] for node, number in self.of.items()}
        self.family = {number: number for number in self.members}
        self.kin: dict[int, set[int]] = {number: {number} for number in self.members}
        self.totals: dict[int, dict[int, float]] = defaultdict(dict)
        self.banned: dict[int, set[int]] = defaultdict(set)
        for (a, b), score in links.items():
            self.totals[self.of[a]][self.of[b]] = self.totals[self.of[b]][self.of[a]] = score
        for a, b in (sorted(pair, key=self.of.__getitem__) for pair in apart):
            self.banned[self.of[a]].add(self.of[b])
            self.banned[self.of[b]].add(self.of[a])

    def hold(self, a: Node, b: Node) -> None:
        """Makes one family of those of the two nodes, unless something forbids it."""
        if not self._forbidden(self.of[a], self.of[b]):
            self._unite(self.family[self.of[a]], self.family[self.of[b]])

    def join(self, a: Node, b: Node, bar: float) -> None:
        """Makes one group of those of the two nodes, if their pairs score enough and nothing forbids it."""
        left, right = self.of[a], self.of[b]
        if left == right or self._forbidden(left, right):
            return
        if not self._score_enough(left, right, bar):
            return
        if len(self.members[left]) < len(self.members[right]):
            left, right = right, left
        self._unite(self.family[left], self.family[right])
        self._absorb(left, right)

    def _score_enough(self, left: int, right: int, bar: float) -> bool:
        """Whether the mean of two groups reaches the bar; pairs are only counted where it hangs on that."""
        total, pairs = self.totals[left].get(right, 0.0), len(self.members[left]) * len(self.members[right])
        if self.compared is None or total >= bar * pairs or total < bar * pairs * UNCOMPARED:
            return total >= bar * pairs
        known = sum(self.compared(a, b) for a in self.members[left] for b in self.members[right])
        return total >= bar * (known + UNCOMPARED * (pairs - known))

    def found(self) -> list[frozenset[Node]]:
        return [frozenset(node for number in kin for node in self.members[number]) for kin in self.kin.values()]

    def _forbidden(self, left: int, right: int) -> bool:
        return self.family[right] in self.banned[self.family[left]]

    def _unite(self, left: int, right: int) -> None:
        if left == right:
            return
        if len(self.kin[left]) < len(self.kin[right]):
            left, right = right, left
        moved = self.kin.pop(right)
        self.kin[left] |= moved
        self.family.update(dict.fromkeys(moved, left))
        for other in self.banned.pop(right, set()):
            self.banned[other].discard(right)
            self.banned[other].add(left)
            self.banned[left].add(other)

    def _absorb(self, left: int, right: int) -> None:
        for node in self.members.pop(right):
            self.of[node] = left
            self.members[left].append(node)
        self.kin[self.family.pop(right)].discard(right)
        for other, total in self.totals.pop(right, {}).items():
            del self.totals[other][right]
            if other != left:
                self.totals[left][other] = self.totals[left].get(other, 0.0) + total
                self.totals[other][left] = self.totals[left][other]
