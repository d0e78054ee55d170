"""Main texts of pages against Zyte's article extraction benchmark: `python -m benchmarks.pages [--errors N] [--own]`.

The measure is the benchmark's own: shingles of four words, counted and normalised per page; precision and recall are
means over pages. trafilatura's own settings are measured in the same run, on the same decoded pages. The weights of
`sources.body` were trained on these pages: `benchmarks.page_weights` prints the figure over ten folds, no site in two.
The set marks no titles or dates; dates are compared with the day in a page's address where it has one.
"""

import gzip
import json
import re
import statistics
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import trafilatura

from benchmarks import gold
from sources import addresses, dates, documents, encodings
from sources.documents import Document
from sources.failures import Unreadable
from sources.obstacles import NoArticle

SHINGLE = 4
SETTINGS: dict[str, dict[str, bool]] = {
    "trafilatura": {},
    "trafilatura, favor_precision": {"favor_precision": True},
    "trafilatura, favor_recall": {"favor_recall": True},
}


@dataclass(frozen=True)
class Page:
    """A page as it was saved, and the article's text as people marked it."""

    name: str
    url: str
    data: bytes
    text: str


@dataclass(frozen=True)
class Score:
    """Shares of one page: of the shingles stated and marked together, which are right, too many and missing."""

    right: float
    extra: float
    missing: float

    @property
    def precision(self) -> float:
        return self.right / (self.right + self.extra) if self.right else float(not self.extra + self.missing)

    @property
    def recall(self) -> float:
        return self.right / (self.right + self.missing) if self.right else float(not self.extra + self.missing)


def pages() -> Iterator[Page]:
    folder = gold.need() / "pages"
    for name, row in json.loads((folder / "ground-truth.json").read_text(encoding="utf-8")).items():
        data = gzip.decompress((folder / "html" / f"{name}.html.gz").read_bytes())
        yield Page(name, row["url"], data, row["articleBody"])


def ours(page: Page) -> str:
    """The text that an import would store; "" where the page is refused."""
    found = imported(page)
    return found.text if isinstance(found, Document) else ""


def imported(page: Page) -> Document | str:
    """The document that an import would store, or why there is none."""
    try:
        return documents.page(page.url, page.data)
    except NoArticle as error:
        return error.kind
    except Unreadable as error:
        return str(error)


def remarks(read: list[Page]) -> Iterator[str]:
    """What became of pages without a text, of titles and of dates."""
    found = [imported(page) for page in read]
    taken = [one for one in found if isinstance(one, Document)]
    refused = [f"{page.url} ({one})" for page, one in zip(read, found, strict=True) if isinstance(one, str)]
    yield f"refused, and counted as missing: {', '.join(refused) or 'none'}"
    dated = [one for one in taken if one.published_at]
    days = [(one.published_at, dates.parse(day)) for one in dated if (day := addresses.day(one.url))]
    near = [abs((at - day).total_seconds()) < 2 * 86_400 for at, day in days if at and day]
    yield f"titles {sum(bool(one.title) for one in taken)}, dates {len(dated)} of {len(taken)} pages"
    yield f"dates as in the address, to a day and its zones: {sum(near)} of {len(near)}"


def setting(options: dict[str, bool]) -> Callable[[Page], str]:
    def extract(page: Page) -> str:
        markup = encodings.decode(page.data, encodings.declared_in_html(page.data))
        return trafilatura.extract(markup, include_comments=False, **options) or ""

    return extract


def shingles(text: str) -> Counter[tuple[str, ...]]:
    words = re.findall(r"\w+", text)
    runs = (tuple(words[at : at + SHINGLE]) for at in range(max(1, len(words) - SHINGLE + 1)))
    return Counter(run for run in runs if run)


def score(marked: str, found: str) -> Score:
    wanted, stated = shingles(marked), shingles(found)
    right, extra, missing = (wanted & stated).total(), (stated - wanted).total(), (wanted - stated).total()
    every = right + extra + missing or 1
    return Score(right / every, extra / every, missing / every)


def table_row(name: str, scores: list[Score], seconds: float) -> str:
    # As the benchmark does: a page without any text found has no precision.
    precision = statistics.mean(one.precision for one in scores if one.right + one.extra)
    recall = statistics.mean(one.recall for one in scores if one.right + one.missing)
    f1 = 2 * precision * recall / (precision + recall)
    per_page = 1000 * seconds / len(scores)
    return f"{name:<32}{f1:8.4f}{precision:11.4f}{recall:9.4f}{per_page:9.1f}"


def main(*options: str) -> str:
    """The table; with `--errors N` also the N pages that lose most, with `--own` ours alone."""
    read = list(pages())
    lines = [f"{len(read)} pages{'':<23}{'F1':>8}{'precision':>11}{'recall':>9}{'ms/page':>9}"]
    rows = {"factcheck": ours} | ({} if "--own" in options else {n: setting(o) for n, o in SETTINGS.items()})
    for name, extract in rows.items():
        start = time.perf_counter()
        found = [extract(page) for page in read]
        seconds = time.perf_counter() - start
        scores = [score(page.text, text) for page, text in zip(read, found, strict=True)]
        lines.append(table_row(name, scores, seconds))
        if name == "factcheck":
            worst = sorted(zip(scores, read, strict=True), key=lambda pair: pair[0].right)
    lines += remarks(read)
    if "--errors" in options:
        lines += [
            f"{one.precision:.2f} {one.recall:.2f} {page.name[:8]} {page.url}"
            for one, page in worst[: int(options[options.index("--errors") + 1])]
        ]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    print(main(*sys.argv[1:]), end="")
