"""Texts that nobody would write, read all the same: no exception, every span exact, no text slower than linear.

`GOLD=../shared/gold python -m benchmarks.robustness [--shapes | --generated N | --mutated N]`: repetitive texts in two
sizes, texts that Hypothesis makes up, and real ones with characters and lines taken out, doubled, moved or replaced.
Ends with 1 where anything was found wrong.
"""

import argparse
import dataclasses
import random
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from claims.analysis import reading
from claims.analysis.found import Analysis
from claims.analysis.spans import Span
from claims.analysis.text import language

from . import gold

# Four times the text may take six times as long: twice the time for a text of half the size is noise on a busy machine.
GROWTH = 4
MOST_GROWTH = 6.0
BATCH = 50

SENTENCES = (
    "“We lost 12 boats on May 9,” Mayor Ada Brightwater said.",
    'The council said that "seven of the bridges" were closed for six weeks.',
    "About 2,000 people left Quellmouth, according to José Ferré.",
    "She called the plan “a disgrace” and asked for €3.5 million, up 8% from 2019.",
    "No one was hurt; the army's spokesman denied on Thursday that more than half of them had fled.",
    "The Quell, 45, was dismissed in the autumn of 2020.",
)
ODD = (
    *("🚢", "👩‍👩‍👧", "𝔸𝕓", "e\u0301\u0302\u0303", "ﬁ", "नमस्ते", "بِسْمِ", "漢字", "İ", "ß", "\u200d", "\u200b", "\ufeff"),
    *("\u202e", "\u2066", "\u2069", "\u00ad", "\u00a0", "\u2028", "\u0085", "\x00", "\x1f", "\t", "\r\n", "\r", "\n\n"),
    *('"', "“", "”", "‘", "’", "'", "«", "»", "„", "``", "''", "(", ")", "[", "]", "{", "—", "--", "…", ".", ",", ":"),
    *("1", "12", "1,000", "3.5", "%", "$", "€", "½", "٣", "²", "-", "/", "10/11", "said", "not", "of", "the", "and"),
)
TEXTS = st.lists(
    st.one_of(
        st.sampled_from(SENTENCES),
        st.sampled_from(ODD),
        st.text(max_size=8),
        st.sampled_from([" ", " ", "\n"]),
        st.tuples(st.sampled_from(ODD), st.integers(2, 60)).map(lambda pair: pair[0] * pair[1]),
    ),
    max_size=14,
).map("".join)

# By name: a text of about n characters, and how many characters are enough to see how it grows.
SHAPES: dict[str, tuple[Callable[[int], str], int]] = {
    "an article": (lambda n: "\n\n".join([" ".join(SENTENCES)] * (n // 480)), 5_000_000),
    "one paragraph": (lambda n: " ".join(SENTENCES * (n // 480)), 1_000_000),
    "quotation marks in a line": (lambda n: '"' * n, 200_000),
    "opening marks": (lambda n: "“" * n, 200_000),
    "marks and words": (lambda n: '"a ' * (n // 3), 200_000),
    "apostrophes": (lambda n: "'" * n, 200_000),
    "single marks and words": (lambda n: " ‘a" * (n // 3), 200_000),
    "no space and no full stop": (lambda n: "a" * n, 1_000_000),
    "no full stop": (lambda n: "they said it and " * (n // 17), 300_000),
    "digits": (lambda n: "7" * n, 200_000),
    "digits and commas": (lambda n: "1,000," * (n // 6), 200_000),
    "figures": (lambda n: "12 " * (n // 3), 200_000),
    "number words": (lambda n: "two hundred and " * (n // 16), 200_000),
    "dates": (lambda n: "May 9, " * (n // 7), 200_000),
    "brackets": (lambda n: "(" * n, 50_000),
    "brackets and words": (lambda n: "[a](" * (n // 4), 100_000),
    "newlines": (lambda n: "\n" * n, 100_000),
    "carriage returns": (lambda n: "a\r\n" * (n // 3), 100_000),
    "spaces": (lambda n: "a" + " " * n + "b", 200_000),
    "punctuation and letters": (lambda n: "a-b.c/d,'e(f)" * (n // 13), 100_000),
    "punctuation": (lambda n: ".,;:!?-" * (n // 7), 100_000),
    "one letter": (lambda n: "a " * (n // 2), 200_000),
    "names": (lambda n: "Ada Brightwater " * (n // 16), 200_000),
    "other names": (lambda n: " ".join(f"Ad{_letters(i)} Bo{_letters(i)} spoke." for i in range(n // 18)), 100_000),
    "asterisks": (lambda n: "*a* _b_ " * (n // 8), 200_000),
    "headings": (lambda n: "# A Title\n" * (n // 10), 100_000),
    "emoji": (lambda n: "👩‍👩‍👧🚢" * (n // 6), 100_000),
    "combining marks": (lambda n: "e" + "\u0301" * n, 100_000),
    "marks of direction": (lambda n: "\u202ea\u2066 " * (n // 4), 100_000),
    "speakers of an interview": (lambda n: "ADA: We lost 12 boats.\nBO: Who said so?\n" * (n // 40), 100_000),
    "he said": (lambda n: "he said " * (n // 8), 200_000),
    "nothing but said": (lambda n: "“a,” he said. " * (n // 14), 200_000),
}


def _letters(number: int) -> str:
    return "".join(chr(97 + int(digit)) for digit in str(number))


def main(arguments: Sequence[str] = ()) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shapes", action="store_true", help="only the repetitive texts")
    parser.add_argument("--generated", type=int, metavar="N", help="only so many made-up texts (else 10,000)")
    parser.add_argument("--mutated", type=int, metavar="N", help="only so many changed texts (else 2,000)")
    options = parser.parse_args(arguments)
    chosen = options.shapes or options.generated is not None or options.mutated is not None
    bad = 0
    if options.shapes or not chosen:
        bad += shapes()
    if options.generated or not chosen:
        count = options.generated or 10_000
        generated(count)
        print(f"{count:,} generated texts: every span exact")
    if options.mutated or not chosen:
        bad += mutated(options.mutated or 2_000)
    return min(bad, 1)


def analysed(*texts: str) -> list[Analysis]:
    return list(reading.read(language.load(), [reading.Text(text) for text in texts]))


def spans(found: Any) -> Iterator[Span]:
    """Every span in a result, however deep it stands."""
    if isinstance(found, Span):
        yield found
    elif dataclasses.is_dataclass(found) and not isinstance(found, type):
        for field in dataclasses.fields(found):
            yield from spans(getattr(found, field.name))
    elif isinstance(found, tuple | list):
        for each in found:
            yield from spans(each)


def wrong_spans(text: str, found: Analysis) -> list[Span]:
    """Spans that do not lie in the text, or that have white space at an end or nothing else."""
    return [
        span for span in spans(found) if span.end > len(text) or (said := span.of(text)) != said.strip() or not said
    ]


def shapes() -> int:
    """Prints how the time grows for each shape; returns how many grow faster than they may."""
    bad = 0
    for name, (make, size) in SHAPES.items():
        small, large = make(size // GROWTH), make(size)
        found, before = timed(small)
        after_found, after = timed(large)
        growth = after / before
        wrong = len(wrong_spans(small, found)) + len(wrong_spans(large, after_found))
        verdict = "too slow" if growth > MOST_GROWTH else "wrong spans" if wrong else ""
        bad += bool(verdict)
        print(f"{name:28} {len(large):>9,} characters {after:7.1f} s  x{growth:3.1f}  {verdict}", flush=True)
    return bad


def timed(text: str) -> tuple[Analysis, float]:
    """What was found, and the processor time it took in seconds."""
    started = time.process_time()
    found = analysed(text)[0]
    return found, time.process_time() - started


def generated(count: int) -> None:
    """Raises what the smallest text raises that is read wrongly."""

    @settings(max_examples=count // BATCH, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    @given(st.lists(TEXTS, min_size=BATCH, max_size=BATCH))
    def check(texts: list[str]) -> None:
        for text, found in zip(texts, analysed(*texts), strict=True):
            assert not (wrong := wrong_spans(text, found)), (text, wrong)

    check()


def mutated(count: int) -> int:
    """Reads real texts that were changed at random, always the same ones; returns how many were read wrongly."""
    changes = random.Random(7)
    texts = [row["text"][:4000] for row in gold.rows("polnear", "docs_dev.jsonl")]
    texts += [row["text"][:4000] for row in gold.rows("stories", "articles.jsonl")]
    bad = 0
    for start in range(0, count, BATCH):
        batch = [mutate(changes, changes.choice(texts)) for _ in range(min(BATCH, count - start))]
        for text, found in zip(batch, analysed(*batch), strict=True):
            if wrong := wrong_spans(text, found):
                bad += 1
                print(f"wrong spans {wrong[:3]} in {text[:60]!r}")
    print(f"{count:,} mutated texts: {bad} with wrong spans", flush=True)
    return bad


def mutate(changes: random.Random, text: str) -> str:
    """The text with up to twelve stretches taken out, doubled, moved to the end or replaced by something odd."""
    for _ in range(changes.randint(1, 12)):
        start = changes.randint(0, len(text))
        end = min(len(text), start + changes.choice((0, 1, 1, 2, 5, 20, 80)))
        inside = text[start:end]
        change = changes.randint(0, 3)
        if change == 0:
            text = text[:start] + text[end:]
        elif change == 1:
            text = text[:end] + inside + text[end:]
        elif change == 2:
            text = text[:start] + text[end:] + inside
        else:
            text = text[:start] + changes.choice(ODD) * changes.choice((1, 1, 1, 30)) + text[end:]
    return text


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
