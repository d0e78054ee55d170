"""Parts of speech, morphology and lemmas, each learned once from spaCy's own components.

The attribute ruler and the rule lemmatizer read nothing but a token's form, tag and dependency, a few patterns aside
that span tokens ("let's", "gonna"): their answers are kept by these, not asked for each token of each text anew.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import numpy as np
from spacy.language import Language
from spacy.matcher import Matcher
from spacy.pipeline import AttributeRuler, Lemmatizer
from spacy.tokens import Doc

Key = tuple[int, int, int]
"""Form, tag and dependency."""

COMPONENTS = ("attribute_ruler", "lemmatizer")
_GIVEN = ("TAG", "POS", "MORPH", "LEMMA", "DEP")
_READ = frozenset(("ORTH", "TEXT", "LOWER", "NORM", "TAG", "DEP", "IS_SPACE", "IS_PUNCT", "SHAPE", "LENGTH"))
# Forms without end (numbers, addresses) must not fill the memory of a worker.
_MOST = 300_000


class Memory:
    """What the ruler and the lemmatizer of a pipeline answer, by form, tag and dependency."""

    def __init__(self, nlp: Language) -> None:
        self._nlp = nlp
        self._steps = [nlp.get_pipe(name) for name in COMPONENTS]
        self._known: dict[Key, tuple[int, ...]] = {}
        self._opening: set[Key] = set()
        several = [pattern for pattern in _patterns(nlp) if len(pattern) > 1]
        self._longest = max((len(pattern) for pattern in several), default=1)
        self._openers = Matcher(nlp.vocab)
        self._openers.add("opener", [[pattern[0]] for pattern in several] or [[{"ORTH": ""}]])

    @staticmethod
    def fits(nlp: Language) -> bool:
        """Whether the answers depend on nothing else, as in spaCy's English models."""
        if [name for name in nlp.pipe_names if name in COMPONENTS] != list(COMPONENTS):
            return False
        ruler, lemmatizer = (nlp.get_pipe(name) for name in COMPONENTS)
        if not isinstance(ruler, AttributeRuler) or not isinstance(lemmatizer, Lemmatizer):
            return False
        plain = all(_READ.issuperset(map(str.upper, token)) for pattern in _patterns(nlp) for token in pattern)
        return plain and lemmatizer.mode in ("rule", "lookup")

    def annotate(self, doc: Doc) -> None:
        """Sets what the two components would set."""
        keys: list[Key] = [(form, tag, dep) for form, tag, dep in doc.to_array(["ORTH", "TAG", "DEP"]).tolist()]
        if not keys:
            return
        if len(self._known) > _MOST:
            self._known.clear()
        self._learn([key for key in dict.fromkeys(keys) if key not in self._known])
        rows: Any = np.array([self._known[key] for key in keys], dtype=np.uint64)
        for start, end in self._patterned(keys):
            rows[start:end] = self._asked(keys[start:end])
        doc.from_array([*_GIVEN], rows)

    def _learn(self, new: Sequence[Key]) -> None:
        """Asks about tokens on their own, kept apart by enough others that no pattern spans two of them."""
        if not new:
            return
        step = self._longest
        strings = self._nlp.vocab.strings
        comma = (strings.add(","), strings.add(","), strings.add("punct"))
        apart = [(key, *[comma] * (step - 1)) for key in new]
        doc = self._asked_doc([key for group in apart for key in group])
        rows = doc.to_array([*_GIVEN]).tolist()
        self._known.update(zip(new, map(tuple, rows[::step]), strict=True))
        self._opening.update(new[start // step] for _, start, _ in self._openers(doc) if start % step == 0)

    def _patterned(self, keys: Sequence[Key]) -> Iterator[tuple[int, int]]:
        """The stretches in which a pattern may span several tokens."""
        last: tuple[int, int] | None = None
        for at in [at for at, key in enumerate(keys) if key in self._opening]:
            end = min(at + self._longest, len(keys))
            if last is not None and at < last[1]:
                last = (last[0], end)
                continue
            if last is not None:
                yield last
            last = (at, end)
        if last is not None:
            yield last

    def _asked(self, keys: Sequence[Key]) -> list[list[int]]:
        rows: list[list[int]] = self._asked_doc(keys).to_array([*_GIVEN]).tolist()
        return rows

    def _asked_doc(self, keys: Sequence[Key]) -> Doc:
        forms: Any = [form for form, _, _ in keys]
        doc = Doc(self._nlp.vocab, words=forms)
        known: Any = np.array([key[1:] for key in keys], dtype=np.uint64)
        doc.from_array(["TAG", "DEP"], known)
        for step in self._steps:
            doc = step(doc)
        return doc


def _patterns(nlp: Language) -> Iterable[list[dict[str, Any]]]:
    ruler = nlp.get_pipe("attribute_ruler")
    return [pattern for rule in ruler.patterns for pattern in rule["patterns"]] if hasattr(ruler, "patterns") else []
