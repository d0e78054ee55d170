"""Discrepancies on labelled real stories: the whole way of the data over all of them, in a scratch database.

`python -m benchmarks.stories [--errors N]` prints the gold's own measures.
"""

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from . import gold

MANAGE = Path(__file__).resolve().parent.parent / "manage.py"


def main(*options: str) -> str:
    with tempfile.TemporaryDirectory() as folder:
        return measure(Path(folder), options)


def measure(folder: Path, options: tuple[str, ...]) -> str:
    """Imports, analyses and exports all stories in `folder`; returns what the scoring script prints."""
    articles = gold.need() / "stories" / "articles.jsonl"
    settings = {"DATABASE_URL": "", "DATA_DIR": str(folder), "DEBUG": "false", "SECRET_KEY": "benchmark"}
    environment = {**os.environ, **settings, "OMP_NUM_THREADS": "1"}
    exports = {kind: folder / f"{kind}.ndjson" for kind in ("claims", "discrepancies")}
    steps = [["migrate", "-v0"], ["import_articles", str(articles), "--quiet"], ["analyse"]]
    steps += [["export", kind, "--output", str(path)] for kind, path in exports.items()]
    for step in steps:
        started = time.monotonic()
        subprocess.run([sys.executable, str(MANAGE), *step], env=environment, check=True)
        print(f"{step[0]}: {time.monotonic() - started:.1f} s", file=sys.stderr)
    labels = gold.need() / "stories" / "labels"
    return gold.run("score_stories.py", str(articles), str(labels), *map(str, exports.values()), *options)


if __name__ == "__main__":
    print(main(*sys.argv[1:]), end="")
