"""Which blocks of a page are its article's text.

A linear model over the traits of `traits`, trained by `benchmarks.page_weights`: with the vote of another extractor
(trafilatura), or unaided where that one is too slow or finds hardly anything.
"""

import json
import math
from collections.abc import Sequence
from functools import cache
from pathlib import Path

import trafilatura
from lxml import html

from .blocks import Block, blocks
from .traits import Survey, Text, Traits

WEIGHTS = Path(__file__).with_name("body.json")
# Its time grows with the square of the paragraphs.
MOST_FOR_THE_OTHER = 10_000
LEAST = 0.45
# Of all prose, so much at least has to have its vote for the vote to count.
LEAST_VOTED = 0.2


def chosen(root: html.HtmlElement, title: str = "", said: str = "") -> tuple[list[Block], list[Block]]:
    """All blocks of the page, and those of its article; `said` is the article's text where the page states one."""
    found = blocks(root)
    vote = elsewhere(root) if found else ""
    if vote:
        survey = Survey(found, title, Text.of(vote), said)
        if _counts(survey):
            return found, _picked(survey, "aided")
    return found, _picked(Survey(found, title, None, said), "unaided")


def elsewhere(root: html.HtmlElement) -> str:
    """What trafilatura takes for the article; "" where the page is too large for it."""
    if sum(1 for _ in root.iter()) > MOST_FOR_THE_OTHER:
        return ""
    return trafilatura.extract(root, include_comments=False, favor_precision=True) or ""


def likelihoods(rows: Sequence[Traits], how: str) -> list[float]:
    """From 0 to 1 for the traits of each block; `how` is "aided" or "unaided"."""
    weights = _weights()[how]
    sums = (sum(weights.get(name, 0.0) * value for name, value in traits.items()) for traits in rows)
    return [1 / (1 + math.exp(-max(-30.0, min(30.0, total)))) for total in sums]


def _counts(survey: Survey) -> bool:
    lengths = [(len(block.text), is_prose) for block, is_prose in zip(survey.blocks, survey.prose, strict=True)]
    voted = sum(length for (length, _), vote in zip(lengths, survey.votes or [], strict=True) if vote)
    return voted >= LEAST_VOTED * sum(length for length, is_prose in lengths if is_prose)


def _picked(survey: Survey, how: str) -> list[Block]:
    """The likely blocks; where they are few beside the voted ones, those too."""
    rows = survey.traits()
    likely = [
        value > LEAST and not _leads_away(traits) for value, traits in zip(likelihoods(rows, how), rows, strict=True)
    ]
    votes = survey.votes or [False] * len(likely)
    lengths = [len(block.text) for block in survey.blocks]
    if 2 * _total(lengths, likely) < _total(lengths, votes):
        likely = [one or other for one, other in zip(likely, votes, strict=True)]
    picked = [at for at, is_likely in enumerate(likely) if is_likely]
    # The title is kept apart; it may still be quoted further down.
    while picked and survey.keys[picked[0]] == survey.title:
        del picked[0]
    return [survey.blocks[at] for at in picked]


def _leads_away(traits: Traits) -> bool:
    """Whether a block asks to be followed elsewhere: a request that is a link, or the buttons to share."""
    links = traits["links"]
    return (traits["asks"] > 0 and links > 0.3) or (traits["all links"] > 0 and "part social" in traits)


def _total(lengths: Sequence[int], which: Sequence[bool]) -> int:
    return sum(length for length, counts in zip(lengths, which, strict=True) if counts)


@cache
def _weights() -> dict[str, dict[str, float]]:
    weights: dict[str, dict[str, float]] = json.loads(WEIGHTS.read_text(encoding="utf-8"))
    return weights
