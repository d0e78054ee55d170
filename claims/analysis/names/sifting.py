"""The tokens of a parsed text with one of some words, without a look at every token in Python."""

import functools
from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray
from spacy.strings import get_string_id
from spacy.tokens import Doc, Token


def sifted(doc: Doc, attribute: str, words: frozenset[str]) -> Iterator[Token]:
    """The tokens whose attribute (ORTH, LOWER or LEMMA) is one of the words, in text order."""
    for at in np.flatnonzero(np.isin(doc.to_array(attribute), hashes(words))):
        yield doc[int(at)]


@functools.lru_cache(maxsize=64)
def hashes(words: frozenset[str]) -> NDArray[np.uint64]:
    return np.array([get_string_id(word) for word in sorted(words)], dtype=np.uint64)


def sentence_starts(doc: Doc) -> tuple[int, ...]:
    """The first tokens of the sentences; a text that was not split is one sentence."""
    return (0, *(int(at) for at in np.flatnonzero(doc.to_array("SENT_START") == 1) if at))


def spellings(doc: Doc) -> frozenset[int]:
    """The words of a text just as they stand, to be asked with `spelled`."""
    return frozenset(map(int, doc.to_array("ORTH")))


def spelled(word: str, found: frozenset[int]) -> bool:
    return get_string_id(word) in found
