"""One figure of a story changed, or nothing but its wording: `python -m benchmarks.perturbation`.

For each sampled claim of the labelled stories two copies of its article come from another outlet: one with that figure
or date changed wherever the article states it, one reworded around its values. Each copy joins the sampled articles
of its story alone.
Printed: how many changes were set against the original, and how many reworded copies were. Nothing is kept.
"""

import datetime as dt
import hashlib
import os
import subprocess
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from . import gold, rewording
from .labelled import labelled_facts

SAMPLES = 150
MOST_OF_AN_ARTICLE = 2
Span = tuple[int, int]


@dataclass(frozen=True)
class Sample:
    """A labelled figure of an article: where it stands, how it reads, and how it reads in the changed copy."""

    row: dict[str, Any]
    dimension: str
    spans: tuple[Span, ...]
    words: str
    other: str

    @property
    def text(self) -> str:
        """The article with the figure changed wherever it is stated in these words."""
        text = self.row["text"]
        for start, end in sorted(self.spans, reverse=True):
            text = text[:start] + self.other + text[end:]
        return str(text)

    @property
    def place(self) -> Span:
        """Where the first changed figure stands in the copy."""
        start = min(self.spans)[0]
        return start, start + len(self.other)


@dataclass(frozen=True)
class Outcome:
    """What came of a copy: flagged, or why not."""

    dimension: str
    words: str
    other: str
    what: str


def main(*options: str) -> str:
    """Runs in a scratch database of its own; with `--each` the outcome of every changed copy is printed as well."""
    with tempfile.TemporaryDirectory() as folder:
        settings = {"DATABASE_URL": "", "DATA_DIR": folder, "DEBUG": "false", "SECRET_KEY": "benchmark"}
        command = [sys.executable, "-m", "benchmarks.perturbation", "--here", *options]
        environment = {**os.environ, **settings, "OMP_NUM_THREADS": "1", "DJANGO_SETTINGS_MODULE": "factcheck.settings"}
        return subprocess.run(command, env=environment, check=True, stdout=subprocess.PIPE, text=True).stdout


def samples(count: int) -> list[Sample]:
    """Labelled figures that can be changed, at most two of an article, in an order that only their places decide."""
    rows = {row["id"]: row for row in gold.rows("stories", "articles.jsonl")}
    found = []
    for _, fact in labelled_facts():
        for position in fact["positions"]:
            by_article = defaultdict(list)
            for mention in position["mentions"]:
                by_article[mention["doc"], mention["text"]].append((mention["start"], mention["end"]))
            for (article, words), spans in by_article.items():
                text = rows[article]["text"]
                other = rewording.changed(words, text[max(0, spans[0][0] - 40) : spans[0][0]])
                if other is not None:
                    found.append(Sample(rows[article], fact["dimension"], tuple(spans), words, other))
    found.sort(key=lambda each: hashlib.sha256(f"{each.row['id']} {each.spans} {each.words}".encode()).digest())
    by_article = defaultdict(list)
    for each in found:
        by_article[each.row["id"]].append(each)
    return [each for of in by_article.values() for each in of[:MOST_OF_AN_ARTICLE]][:count]


def store(url: str, outlet: str, row: dict[str, Any], text: str) -> Any:
    from sources.models import Article, ArticleVersion, Source

    published = dt.datetime.fromisoformat(row["published_at"]) if row["published_at"] else None
    if published and not published.tzinfo:
        published = published.replace(tzinfo=dt.UTC)
    source, _ = Source.objects.get_or_create(name=outlet)
    article = Article.objects.create(source=source, key=url, url=url, language="en", published_at=published)
    article.current = ArticleVersion.objects.create(article=article, number=1, title=row["title"], text=text)
    article.save(update_fields=["current"])
    return article


def run(count: int) -> tuple[list[Outcome], list[Outcome]]:
    """The outcomes of the changed copies and of the reworded ones."""
    from claims import extracting, grouping
    from claims.models import Claim, Extraction, Mention, Quote

    chosen = samples(count)
    rows = {sample.row["id"]: sample.row for sample in chosen}
    originals = {name: store(row["url"], row["source"], row, row["text"]) for name, row in rows.items()}
    steps: list[Any] = [extracting.read_pending, grouping.group_pending, compare_facts]
    for step in steps:
        timed(step)
    changes = [
        (sample, originals[sample.row["id"]], copy_of(sample.row, f"changed {number}", sample.text))
        for number, sample in enumerate(chosen, start=1)
    ]
    rewordings = [
        (original, copy_of(rows[name], f"reworded {name}", rewording.reworded(rows[name]["text"], values_in(original))))
        for name, original in originals.items()
    ]
    timed(extracting.read_pending)
    if failed := Extraction.objects.filter(state=Extraction.State.FAILED).count():
        sys.exit(f"{failed} texts could not be read: nothing is measured")
    copied = [each[-1].pk for each in (*changes, *rewordings)]
    for evidence in (Mention, Quote, Claim):
        evidence.objects.filter(extraction__version__article__in=copied).update(live=False)
    return timed(try_changes, changes), timed(try_rewordings, rewordings)


def copy_of(row: dict[str, Any], outlet: str, text: str) -> Any:
    return store(f"https://copy.example/{outlet}", outlet.capitalize(), row, text)


def values_in(article: Any) -> list[Span]:
    from claims.models import Claim

    return list(Claim.objects.filter(version=article.current).values_list("value_start", "value_end"))


def try_changes(copies: list[tuple[Sample, Any, Any]]) -> list[Outcome]:
    outcomes = []
    for sample, original, copy in copies:
        with joined(copy) as held:
            outcomes.append(outcome_of_change(sample, original, copy, held))
    return outcomes


def try_rewordings(copies: list[tuple[Any, Any]]) -> list[Outcome]:
    outcomes = []
    for original, copy in copies:
        with joined(copy) as held:
            outcomes.append(outcome_of_rewording(original, copy, held))
    return outcomes


def timed(step: Any, *arguments: Any) -> Any:
    started = time.monotonic()
    result = step(*arguments)
    print(f"{step.__name__}: {time.monotonic() - started:.1f} s", file=sys.stderr)
    return result


@contextmanager
def joined(copy: Any) -> Iterator[list[list[set[int]]]]:
    """The story with one copy in it while the block lasts: of each of its discrepancies the claims of each position."""
    from django.db import transaction

    from claims import grouping
    from claims.models import Claim, Discrepancy, Mention, Quote

    with transaction.atomic():
        extraction = copy.current.extractions.select_related("version__article__source").get()
        for rows in (Mention, Quote, Claim):
            rows.objects.filter(extraction=extraction).update(live=True)
        grouping.group([extraction])
        compare_facts()
        found = Discrepancy.objects.filter(positions__claims__extraction=extraction).exclude(kind="edit").distinct()
        yield [[set(position.claims.values_list("pk", flat=True)) for position in row.positions.all()] for row in found]
        transaction.set_rollback(True)


def compare_facts() -> None:
    from claims import comparing

    while comparing.compare_next_facts(100):
        pass


def outcome_of_change(sample: Sample, original: Any, copy: Any, held: list[list[set[int]]]) -> Outcome:
    from claims.analysis.facts import questions
    from claims.linking import stated
    from claims.models import Claim

    def at(article: Any, places: Iterable[Span]) -> set[int]:
        claims = Claim.objects.filter(version=article.current).exclude(dimension="occurrence")
        spans = claims.values_list("pk", "value_start", "value_end")
        return {pk for pk, start, end in spans for place in places if start < place[1] and place[0] < end}

    before, after = at(original, sample.spans), at(copy, [sample.place])
    told = Claim.objects.in_bulk(before | after)
    flagged = any(opposed(positions, after, before) for positions in held)
    if flagged:
        what = "flagged"
    elif not before:
        what = "not read in the original"
    elif not after:
        what = "not read in the copy"
    elif {str(told[pk].value) for pk in before} & {str(told[pk].value) for pk in after}:
        what = "read as the same value"
    elif not any(questions.contradict(stated(told[a]), stated(told[b])) for a in before for b in after):
        what = "no contradiction by the rules of values"
    elif {told[pk].fact_id for pk in before} & {Claim.objects.get(pk=pk).fact_id for pk in after}:
        what = "one question, no conflict"
    else:
        what = "not one question"
    return Outcome(sample.dimension, sample.words, sample.other, what)


def opposed(positions: list[set[int]], ours: set[int], theirs: set[int]) -> bool:
    """Whether some of ours stand in one position and some of theirs in another."""
    sides = [(bool(position & ours), bool(position & theirs)) for position in positions]
    return any(a and not b for a, b in sides) and any(b and not a for a, b in sides)


def outcome_of_rewording(original: Any, copy: Any, held: list[list[set[int]]]) -> Outcome:
    """Flagged where a figure stands against the very figure that it is a copy of."""
    from claims.models import Claim

    ours, theirs = (defaultdict(set), defaultdict(set))
    for article, by_words in ((copy, ours), (original, theirs)):
        for claim in Claim.objects.filter(version=article.current):
            by_words[claim.dimension, claim.value_text].add(claim.pk)
    against = [key for positions in held for key in ours if theirs[key] and opposed(positions, ours[key], theirs[key])]
    words = ", ".join(sorted({words for _, words in against}))
    return Outcome("", words, words, "flagged" if against else "not flagged")


def report(changes: list[Outcome], rewordings: list[Outcome], each: bool) -> Iterator[str]:
    flagged = sum(one.what == "flagged" for one in changes)
    yield f"changed copies flagged   {flagged:4} of {len(changes):4}  {flagged / len(changes):.1%}   (at least 90%)"
    wrong = sum(one.what == "flagged" for one in rewordings)
    yield f"reworded copies flagged  {wrong:4} of {len(rewordings):4}  {wrong / len(rewordings):.1%}   (at most 1%)"
    yield ""
    yield f"{'dimension':12} {'changed':>8} {'flagged':>8}  not flagged because"
    for dimension in sorted({one.dimension for one in changes}):
        of = Counter(one.what for one in changes if one.dimension == dimension)
        why = ", ".join(f"{what} {number}" for what, number in of.most_common() if what != "flagged")
        yield f"{dimension:12} {of.total():8} {of['flagged'] / of.total():8.0%}  {why}"
    if each:
        yield ""
        yield from (f"{one.what:40} {one.dimension:10} {one.words} -> {one.other}" for one in changes)
        yield from (f"reworded, flagged: {one.words}" for one in rewordings if one.what == "flagged")


def here(options: list[str]) -> None:
    """Measures in the database of the settings, which is taken to be empty and to be thrown away."""
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0)
    chosen = [option for option in options if option.isdigit()]
    changes, rewordings = run(int(chosen[0]) if chosen else SAMPLES)
    print("\n".join(report(changes, rewordings, "--each" in options)))


if __name__ == "__main__":
    if "--here" in sys.argv:
        here(sys.argv[1:])
    else:
        print(main(*sys.argv[1:]), end="")
