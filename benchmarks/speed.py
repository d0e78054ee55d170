"""How fast texts are read: the whole analysis against the language model alone, on the same texts in one run.

`make bench` prints it; the ratio is what counts, since machines differ and are noisy. The model alone is spaCy's
`nlp.pipe(texts)` with nothing set; that nothing is lost by being faster than it is checked on the same texts.
"""

import time
from collections.abc import Callable, Iterable

import spacy
from spacy.language import Language

from claims.analysis import reading
from claims.analysis.text import language
from claims.analysis.text.layout import lay_out

from . import gold

RUNS = 3


def main() -> None:
    nlp = language.load()
    plain = spacy.load(nlp.meta["lang"] + "_" + nlp.meta["name"])
    texts = [row["text"] for row in gold.rows("polnear", "docs_dev.jsonl")]
    words = sum(len(text.split()) for text in texts)
    runs: list[tuple[float, float]] = []
    for _ in range(RUNS):  # in turns, so that a busy moment meets both
        runs.append((seconds(lambda: plain.pipe(texts)), seconds(lambda: reading.read(nlp, map(reading.Text, texts)))))
    alone, whole = (min(times) for times in zip(*runs, strict=True))
    print(f"{len(texts)} texts, {words:,} words, best of {RUNS} runs")
    print(f"language model alone  {alone:6.1f} s  {words / alone:8,.0f} words/s")
    print(
        f"the whole analysis    {whole:6.1f} s  {words / whole:8,.0f} words/s  {whole / alone:.2f} of the model alone"
    )
    print(f"texts that the model's own components would have read otherwise: {otherwise(plain, nlp, texts)}")


def seconds(run: Callable[[], Iterable[object]]) -> float:
    """How long it takes to get everything out of what is run."""
    started = time.perf_counter()
    for _ in run():
        pass
    return time.perf_counter() - started


def otherwise(plain: Language, nlp: Language, texts: list[str]) -> int:
    """How many analyses differ where every token goes through spaCy's own components instead."""
    layouts = [lay_out(text) for text in texts]
    made = (language.with_sentence_starts(plain.make_doc(each.text), each.text) for each in layouts)
    wanted = map(reading.analyse, plain.pipe(made), layouts, map(reading.Text, texts))
    found = reading.read(nlp, map(reading.Text, texts))
    return sum(one != other for one, other in zip(wanted, found, strict=True))


if __name__ == "__main__":
    main()
