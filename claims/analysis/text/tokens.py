"""Texts as tokens: cut so that neither the tokenizer nor the model ever has an endless piece before it.

spaCy's tokenizer takes affixes off a run without white space one by one and looks at all that is left each time: a
long run costs the square of its length. Its models hold a whole text in memory at once.
"""

import functools
import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any

import numpy as np
from spacy.language import Language
from spacy.tokens import Doc
from spacy.vocab import Vocab

# Longer than any word or address worth keeping whole.
LONGEST_RUN = 200
# In characters: longer than most articles.
LONGEST_PART = 30_000

_RUN = re.compile(rf"\S{{{LONGEST_RUN + 1},}}")
_SENTENCE_END = re.compile(r"[.?!…][\"”»’')\]]*\s+")
_SPELT: tuple[str, ...] = ("NORM",)
_PARSED = ("NORM", "TAG", "POS", "MORPH", "LEMMA", "HEAD", "DEP", "ENT_IOB", "ENT_TYPE")


class ParsedDoc(Doc):
    """A document that puts its text together once: spaCy's own does so each time it is asked."""

    @functools.cached_property
    def text(self) -> str:
        return super().text


def parts(text: str) -> list[str]:
    """The text in pieces of at most LONGEST_PART characters, cut at a line's end or else a sentence's, a word's."""
    cuts = [0]
    while len(text) - cuts[-1] > LONGEST_PART:
        cuts.append(_cut(text, cuts[-1]))
    return [text[start:end] for start, end in pairwise([*cuts, len(text)])]


def _cut(text: str, start: int) -> int:
    """Where the piece that begins here ends."""
    limit = start + LONGEST_PART
    newline = text.rfind("\n", start, limit)
    if newline > start:
        return newline + 1
    ends = [match.end() for match in _SENTENCE_END.finditer(text, limit - LONGEST_PART // 4, limit)]
    if ends:
        return ends[-1]
    space = text.rfind(" ", start, limit)
    return space + 1 if space > start else limit


def tokenised(nlp: Language, text: str) -> ParsedDoc:
    """The tokens of a text; runs of over LONGEST_RUN characters without white space are cut into such pieces first."""
    pieces = [nlp.tokenizer(text[start:end]) for start, end in pairwise(_bounds(text))]
    return _made(nlp.vocab, pieces, _SPELT)


def _bounds(text: str) -> Iterator[int]:
    yield 0
    for run in _RUN.finditer(text):
        yield from range(run.start() or LONGEST_RUN, run.end(), LONGEST_RUN)
    yield len(text)


def joined(docs: Sequence[ParsedDoc]) -> ParsedDoc:
    """The parsed pieces of one text as one document."""
    if len(docs) == 1:
        return docs[0]
    return _made(docs[0].vocab, docs, _PARSED)


def _made(vocab: Vocab, docs: Sequence[Doc], attributes: Sequence[str]) -> ParsedDoc:
    """One document of the tokens of several, with these attributes."""
    rows: Any = np.concatenate([doc.to_array(["ORTH", "SPACY", *attributes]) for doc in docs])
    whole = ParsedDoc(vocab, words=rows[:, 0].tolist(), spaces=rows[:, 1].tolist())
    if len(whole):
        whole.from_array([*attributes], rows[:, 2:])
    return whole
