"""The entity recogniser's decisions, taken for all tokens at once.

spaCy's recogniser goes from token to token, each time with all its scores. Outside an entity they hang on nothing but
the token, so there they are one product of matrices; only entities of several tokens are followed step by step, all of
a text side by side. The weights and the rules for what may follow what are spaCy's, and so is every decision.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from spacy.pipeline import EntityRecognizer
from spacy.tokens import Doc

Floats = npt.NDArray[np.float32]
Flags = npt.NDArray[np.bool_]
Places = npt.NDArray[np.intp]

_INSIDE, _OUTSIDE, _BEGINS = 1, 2, 3  # values of ENT_IOB
_NEVER = np.float32(-np.inf)


def fits(component: Any) -> bool:
    """Whether this is spaCy's greedy recogniser with its three features: the token, and first and last of an entity."""
    if type(component) is not EntityRecognizer or component.cfg["beam_width"] != 1:
        return False
    model = component.model
    return bool(model.has_ref("upper") and model.get_ref("upper").name == "linear" and _lower(model).get_dim("nF") == 3)


def _lower(model: Any) -> Any:
    return model.get_ref("lower")


@dataclass(frozen=True)
class _Tokens:
    """The tokens of several documents in one row: what each adds to the scores, and where entities may not be."""

    features: Floats
    """(tokens, 3, hidden, pieces)"""
    space: Flags
    last: Flags
    """No entity goes on after this token: a sentence or the text ends."""


def recognise(component: Any, docs: Sequence[Doc]) -> None:
    """Sets the entities of the documents; their sentences must be known."""
    docs = [doc for doc in docs if len(doc)]
    if not docs:
        return
    scorer = _Scorer(component)
    rows = np.concatenate([doc.to_array(["IS_SPACE", "SENT_START"]) for doc in docs])
    ends = np.cumsum([len(doc) for doc in docs])
    last = np.zeros(len(rows), dtype=bool)
    last[:-1] = rows[1:, 1] == 1
    last[ends - 1] = True
    tokens = _Tokens(scorer.features(docs), rows[:, 0] == 1, last)
    found: Any = _marked(scorer, tokens)
    for doc, end in zip(docs, ends, strict=True):
        doc.from_array(["ENT_IOB", "ENT_TYPE"], found[end - len(doc) : end])


class _Scorer:
    """The recogniser's weights, and its actions by number: "B-ORG", "I-ORG", "L-ORG", "U-ORG", "O" ..."""

    def __init__(self, component: Any) -> None:
        model = component.model
        lower, upper = _lower(model), model.get_ref("upper")
        self._vectors = model.get_ref("tok2vec")
        self._lower: Floats = lower.get_param("W")
        self._lower_bias: Floats = lower.get_param("b")
        self._pad: Floats = lower.get_param("pad")[0]
        self._upper: Floats = upper.get_param("W")
        self._upper_bias: Floats = upper.get_param("b")
        moves = component.moves
        names: list[str] = [moves.get_class_name(number) for number in range(moves.n_moves)]
        strings = component.vocab.strings
        self.kinds = np.array([name[:1] for name in names])
        self.labels = np.array([strings[name[2:]] if name[2:] else 0 for name in names], dtype=np.uint64)
        places = {name: place for place, name in enumerate(names)}
        self.inside = np.array([places.get(f"I-{name[2:]}", -1) for name in names])
        self.ending = np.array([places.get(f"L-{name[2:]}", -1) for name in names])

    def features(self, docs: Sequence[Doc]) -> Floats:
        vectors = np.vstack(self._vectors.predict(docs))
        slots, hidden, pieces, width = self._lower.shape
        product = vectors @ self._lower.reshape(-1, width).T
        return product.reshape(-1, slots, hidden, pieces)

    def outside(self, tokens: _Tokens) -> Floats:
        """(tokens, actions): the scores where no entity is open."""
        return self._scores(tokens.features[:, 0] + self._pad[1] + self._pad[2])

    def within(self, tokens: _Tokens, at: Places, first: Places) -> Floats:
        """(places, actions): the scores of tokens in an entity that is open since `first`."""
        features = tokens.features
        return self._scores(features[at, 0] + features[first, 1] + features[at - 1, 2])

    def _scores(self, summed: Floats) -> Floats:
        hidden = (summed + self._lower_bias).max(axis=-1)
        scores: Floats = hidden @ self._upper.T + self._upper_bias
        return scores


def _marked(scorer: _Scorer, tokens: _Tokens) -> npt.NDArray[np.uint64]:
    """(tokens, 2): ENT_IOB and ENT_TYPE of each token."""
    scores = scorer.outside(tokens)
    kinds = scorer.kinds
    never = ~(np.isin(kinds, ("B", "U")) & (scorer.labels > 0) | (kinds == "O"))
    scores[:, never] = _NEVER
    scores[np.ix_(tokens.space, np.isin(kinds, ("B", "U")))] = _NEVER
    scores[np.ix_(tokens.last, kinds == "B")] = _NEVER
    actions = scores.argmax(axis=1)
    ends = _ends(scorer, tokens, actions)
    found = np.full((len(actions), 2), (_OUTSIDE, 0), dtype=np.uint64)
    until = 0
    for at in np.flatnonzero(kinds[actions] != "O").tolist():
        if at >= until:  # else it lies within the entity before
            until = int(ends[at])
            found[at:until] = (_INSIDE, scorer.labels[actions[at]])
            found[at, 0] = _BEGINS
    return found


def _ends(scorer: _Scorer, tokens: _Tokens, actions: Places) -> Places:
    """By token the end of the entity that begins there."""
    ends = np.arange(1, len(actions) + 1)
    first = np.flatnonzero(scorer.kinds[actions] == "B")
    at = first + 1
    while len(first):
        scores = scorer.within(tokens, at, first)
        rows = np.arange(len(first))
        inside = scores[rows, scorer.inside[actions[first]]]
        inside[tokens.last[at]] = _NEVER
        closes = scores[rows, scorer.ending[actions[first]]] >= inside
        ends[first[closes]] = at[closes] + 1
        first, at = first[~closes], at[~closes] + 1
    return ends
