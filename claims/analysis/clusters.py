"""Which rows belong together, from the links between them: the same outcome in whatever order they came."""

from collections.abc import Callable, Hashable, Iterable, Mapping
from typing import TypeVar

Node = TypeVar("Node", bound=Hashable)


def cluster(
    nodes: Iterable[Node],
    links: Mapping[tuple[Node, Node], float],
    rank: Callable[[Node], tuple[object, ...]],
    apart: Callable[[Node, Node], bool],
    bar: float,
) -> list[frozenset[Node]]:
    """Groups by average linkage: two groups join while the mean score over all their pairs reaches the bar.

    `links` maps pairs to scores (a pair that is absent scores 0); `rank` orders nodes by something that does not
    depend on when they were stored, which settles ties; two nodes that are `apart` never share a group.
    """
    score = {frozenset(pair): value for pair, value in links.items()}
    group_of: dict[Node, frozenset[Node]] = {node: frozenset([node]) for node in nodes}
    ordered = sorted(score.items(), key=lambda item: (-item[1], sorted(map(rank, item[0]))))
    for pair, _ in ordered:
        left, right = (group_of[node] for node in pair)
        if left is right or any(apart(a, b) for a in left for b in right):
            continue
        total = sum(score.get(frozenset((a, b)), 0.0) for a in left for b in right)
        if total / (len(left) * len(right)) >= bar:
            joined = left | right
            group_of.update(dict.fromkeys(joined, joined))
    return sorted(set(group_of.values()), key=lambda group: min(map(rank, group)))
