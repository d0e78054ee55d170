"""How well quotes, claims and discrepancies are found: `make quality` prints every table and keeps it in docs/.

Beside ours stand other tools on the same texts, measured in the same run; `python -m benchmarks.quality [NAME…]` runs
some of the tables.
"""

import sys
from collections.abc import Callable
from pathlib import Path

from claims.analysis.reading import RULES
from claims.analysis.text import language

from . import dates, gold, names, pages, perturbation, quantities, quotes, stories


def quotes_by_peers() -> str:
    found = gold.peer("textacy", "polnear", "docs_dev.jsonl")
    return gold.score("score_quotes.py", "polnear_dev", found, "--pieces")


def dates_by_peers() -> str:
    return gold.score("score_time.py", "wikiwars", gold.peer("dateparser", "wikiwars", "docs.jsonl"))


def quantities_by_peers() -> str:
    return gold.score("score_quant.py", "newsquant", gold.peer("quantulum3", "newsquant", "docs.jsonl"))


TABLES: dict[str, tuple[str, Callable[[], str]]] = {
    "quotes": ("Quotes and speakers, PolNeAR dev", quotes.main),
    "textacy": ("The same by textacy's direct_quotations", quotes_by_peers),
    "dates": ("Dates and durations, WikiWars", dates.main),
    "dateparser": ("The same by dateparser's search_dates", dates_by_peers),
    "quantities": ("Quantities, NewsQuant", quantities.main),
    "quantulum3": ("The same by quantulum3", quantities_by_peers),
    "names": ("Names over articles, pairs in benchmarks/name_pairs.tsv", names.main),
    "pages": ("Main text of pages, Zyte's article extraction benchmark", pages.main),
    "perturbation": ("Copies of stories with one figure changed, and with none", perturbation.main),
    "stories": ("Discrepancies, labelled ECB+ stories", stories.main),
}
REPORT = Path(__file__).resolve().parent.parent / "docs" / "quality.md"


def main(chosen: list[str]) -> None:
    unknown = set(chosen) - set(TABLES)
    if unknown:
        sys.exit(f"There is no table {', '.join(sorted(unknown))}: choose from {', '.join(TABLES)}")
    gold.need()
    parts = [f"# Quality\nPrinted by `make quality`: rules {RULES}, model {language.label(language.load())}.\n"]
    for name in chosen or TABLES:
        title, measure = TABLES[name]
        parts.append(f"## {title}\n```\n{measure().rstrip()}\n```\n")
        print(parts[-1], flush=True)
    if not chosen:
        REPORT.write_text("\n".join(parts), encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
