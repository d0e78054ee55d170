"""How fast texts are read: the whole analysis against the language model alone, on the same texts in one run.

`make bench` prints it; the ratio is what counts, since machines differ and are noisy.
"""

import time
from collections.abc import Callable, Iterable

from claims.analysis import reading
from claims.analysis.text import language

from . import gold

RUNS = 3


def main() -> None:
    nlp = language.load()
    texts = [row["text"] for row in gold.rows("polnear", "docs_dev.jsonl")]
    words = sum(len(text.split()) for text in texts)
    alone = best(lambda: list(nlp.pipe(texts, batch_size=16)))
    whole = best(lambda: list(reading.read(nlp, (reading.Text(text) for text in texts))))
    print(f"{len(texts)} texts, {words:,} words, best of {RUNS} runs")
    print(f"language model alone  {alone:6.1f} s  {words / alone:8,.0f} words/s")
    print(
        f"the whole analysis    {whole:6.1f} s  {words / whole:8,.0f} words/s  {whole / alone:.2f} of the model alone"
    )


def best(run: Callable[[], Iterable[object]]) -> float:
    """The shortest of several runs, in seconds."""
    times = []
    for _ in range(RUNS):
        started = time.perf_counter()
        run()
        times.append(time.perf_counter() - started)
    return min(times)


if __name__ == "__main__":
    main()
