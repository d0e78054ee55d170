"""Where labelled pairs of one fact are lost: `python -m benchmarks.losses FOLDER [--each STEP]`.

FOLDER holds the database that `python -m benchmarks.stories --keep FOLDER` left. Each pair counts under the step that
the two claims nearest to being put together came to; with `--each` the pairs that were lost at that step are listed.
"""

import itertools
import os
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from . import gold
from .labelled import labelled_facts

# From the first to the last; a pair that came to the last is not lost.
STEPS = (
    "a mention without a claim",
    "another dimension or unit",
    "articles without a common key",
    "ruled out",
    "scored below the bar",
    "agree, but clustered apart",
    "contradict, and hardly alike",
    "contradict, and not taken for one question",
    "together",
)


@dataclass(frozen=True)
class Pair:
    """Two labelled mentions of one fact, as far as they came."""

    fact: str
    verdict: str
    step: str
    texts: tuple[str, str]


def main(folder: str, each: str = "") -> str:
    import django

    settings = {"DATABASE_URL": "", "DATA_DIR": folder, "DEBUG": "false", "SECRET_KEY": "benchmark"}
    os.environ.update(settings, DJANGO_SETTINGS_MODULE="factcheck.settings")
    django.setup()
    pairs = list(labelled_pairs(Database()))
    lines = [f"{'pairs of one fact':45} {'all':>6} {'of conflicts':>13}"]
    every = Counter(pair.step for pair in pairs)
    of_conflicts = Counter(pair.step for pair in pairs if pair.verdict == "conflict")
    lines += [f"{step:45} {every[step]:6} {of_conflicts[step]:13}" for step in STEPS]
    lines += [f"{pair.fact}: {' | '.join(pair.texts)}" for pair in pairs if pair.step == each]
    return "\n".join(lines) + "\n"


class Database:
    """The live claims by address, their links and the keys of their articles."""

    def __init__(self) -> None:
        from claims.models import Claim, ClaimLink, StoryKey

        self.claims: dict[str, list[Any]] = defaultdict(list)
        for claim in Claim.objects.filter(live=True).select_related("extraction", "version__article"):
            self.claims[claim.version.article.url].append(claim)
        links = ClaimLink.objects.values_list("left", "right", "score")
        self.links = {(left, right): score for left, right, score in links}
        self.keys: dict[int, set[str]] = defaultdict(set)
        for extraction, key in StoryKey.objects.values_list("extraction", "key"):
            self.keys[extraction].add(key)

    def at(self, url: str, start: int, end: int) -> list[Any]:
        return [claim for claim in self.claims[url] if claim.value_start < end and start < claim.value_end]

    def step(self, x: Any, y: Any) -> str:
        """How far two claims came."""
        from claims.analysis.facts import questions, sameness, vetoes
        from claims.analysis.facts.relations import comparable
        from claims.linking import stated

        a, b = stated(x), stated(y)
        score = self.links.get((min(x.pk, y.pk), max(x.pk, y.pk)), 0.0)
        if x.fact_id == y.fact_id:
            return "together"
        if not comparable(a.value, b.value):
            return "another dimension or unit"
        if x.extraction_id != y.extraction_id and not self.keys[x.extraction_id] & self.keys[y.extraction_id]:
            return "articles without a common key"
        if any(rule(a, b) for rule in vetoes.VETOES):
            return "ruled out"
        if questions.contradict(a, b):
            alike = score >= questions.WORTH_A_LOOK
            return f"contradict, and {'not taken for one question' if alike else 'hardly alike'}"
        return "agree, but clustered apart" if score >= sameness.SAME else "scored below the bar"


def labelled_pairs(database: Database) -> Iterator[Pair]:
    urls = {row["id"]: row["url"] for row in gold.rows("stories", "articles.jsonl")}
    for _, fact in labelled_facts():
        mentions = [mention for position in fact["positions"] for mention in position["mentions"]]
        found = [database.at(urls[each["doc"]], each["start"], each["end"]) for each in mentions]
        for a, b in itertools.combinations(range(len(mentions)), 2):
            came = [database.step(x, y) for x, y in itertools.product(found[a], found[b])]
            step = max(came, key=STEPS.index, default=STEPS[0])
            texts = [f"{mentions[each]['doc']} {mentions[each]['text']}" for each in (a, b)]
            yield Pair(fact["id"], fact["verdict"], step, (texts[0], texts[1]))


if __name__ == "__main__":
    print(main(sys.argv[1], sys.argv[3] if "--each" in sys.argv else ""), end="")
