"""Trains which blocks are an article's text: `python -m benchmarks.page_weights` writes sources/body.json.

Logistic regression (ridge penalty, Newton's method) on the pages of `benchmarks.pages`. A block counts as text where
most of its words stand so in the marked text. Prints the table of the same measure over ten folds, no site in two.
"""

import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

import numpy as np
from numpy.typing import NDArray

from benchmarks import pages
from sources import body, declared, encodings, markup, visible
from sources.blocks import Block, blocks, joined
from sources.traits import Survey, Text, Traits, folded

PENALTY, STEPS, FOLDS = 10.0, 25, 10
Array = NDArray[np.float64]


@dataclass(frozen=True)
class Sample:
    """The blocks of a page with their traits, which of them are text, and how much each weighs."""

    page: pages.Page
    blocks: list[Block]
    traits: list[Traits]
    is_text: Array
    weight: Array


def sample(page: pages.Page, how: str) -> Sample:
    root = markup.tree(encodings.decode(page.data, encodings.declared_in_html(page.data)))
    stated = declared.read(root, page.url)
    found = blocks(root)
    vote = Text.of(body.elsewhere(root)) if how == "aided" else None
    survey = Survey(found, stated.title or visible.title(root), vote, stated.text)
    marked, lines = pages.shingles(page.text), {folded(line) for line in page.text.splitlines()}
    is_text = np.array([_marked(block, key, marked, lines) for block, key in zip(found, survey.keys, strict=True)])
    words = np.array([len(key.split()) for key in survey.keys], dtype=float)
    weight = np.minimum(1, 0.15 + 20 * words / max(1.0, float(words @ is_text)))
    return Sample(page, found, survey.traits(), is_text.astype(float), weight)


def _marked(block: Block, key: str, marked: object, lines: set[str]) -> bool:
    own = pages.shingles(block.text)
    return key in lines or (len(key.split()) >= 4 and (own & marked).total() > 0.6 * own.total())  # type: ignore[operator]


def matrix(traits: Sequence[Traits], names: Sequence[str]) -> Array:
    return np.array([[row.get(name, 0.0) for name in names] for row in traits])


def fitted(samples: Sequence[Sample], names: Sequence[str]) -> Array:
    """The weights of the names."""
    rows = np.vstack([matrix(one.traits, names) for one in samples])
    is_text = np.concatenate([one.is_text for one in samples])
    weight = np.concatenate([one.weight for one in samples])
    found = np.zeros(len(names))
    for _ in range(STEPS):
        likely = 1 / (1 + np.exp(-np.clip(rows @ found, -30, 30)))
        curve = weight * likely * (1 - likely) + 1e-9
        slope = rows.T @ (weight * (is_text - likely)) - PENALTY * found
        step = np.linalg.solve((rows * curve[:, None]).T @ rows + PENALTY * np.eye(len(names)), slope)
        found += step
        if abs(step).max() < 1e-4:
            break
    return found


def kept_aside(samples: Sequence[Sample], names: Sequence[str]) -> list[pages.Score]:
    """The scores of every page by weights that no page of its site had a part in."""
    sites = sorted({_site(one.page) for one in samples})
    scores = []
    for fold in range(FOLDS):
        aside = set(sites[fold::FOLDS])
        weights = fitted([one for one in samples if _site(one.page) not in aside], names)
        for one in samples:
            if _site(one.page) in aside:
                likely = matrix(one.traits, names) @ weights > np.log(body.LEAST / (1 - body.LEAST))
                text = joined([block for block, is_likely in zip(one.blocks, likely, strict=True) if is_likely])
                scores.append(pages.score(one.page.text, text))
    return scores


def _site(page: pages.Page) -> str:
    return ".".join((urlsplit(page.url).hostname or "").split(".")[-2:])


def main() -> None:
    """Prints the tables and writes the weights, rounded, in the order of their names."""
    weights = {}
    for how in ("aided", "unaided"):
        samples = [sample(page, how) for page in pages.pages()]
        names = sorted({name for one in samples for traits in one.traits for name in traits})
        print(pages.table_row(f"{how}, ten folds", kept_aside(samples, names), 0))
        weights[how] = {name: round(float(w), 3) for name, w in zip(names, fitted(samples, names), strict=True)}
    body.WEIGHTS.write_text(json.dumps(weights, indent=1, sort_keys=True) + "\n", encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
