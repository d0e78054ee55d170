"""One text in, everything found in it out: the order in which the finders run."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from spacy.language import Language
from spacy.tokens import Doc

from .amounts import find_values
from .dates.finding import dates_the_saying
from .found import Analysis, EntityKind, FoundEntity, Gap
from .names.finding import find_names
from .names.folding import fold
from .quotes.finding import find_quotes
from .spans import Span
from .statements import find_claims
from .text import language
from .text.layout import Layout, lay_out

# Raise this when any rule changes what is found: every version is then read again.
RULES = "2"
STORY_NAMES = 12


@dataclass(frozen=True)
class Text:
    """A text to read, with the day it was published and whether that day was itself inferred."""

    text: str
    published: dt.date | None = None
    inferred: bool = False


def read(nlp: Language, texts: Iterable[Text]) -> Iterator[Analysis]:
    """The analyses in the order of the texts; parsing goes in batches."""
    texts = list(texts)
    layouts = [lay_out(text.text) for text in texts]
    for text, layout, doc in zip(texts, layouts, language.parse(nlp, [each.text for each in layouts]), strict=True):
        yield analyse(doc, layout, text)


def analyse(doc: Doc, layout: Layout, text: Text) -> Analysis:
    names = find_names(doc, layout)
    quotes = find_quotes(doc, layout, names)
    values = [
        value
        for value in find_values(doc, text.published, text.inferred)
        if layout.is_body(value.span) and not dates_the_saying(doc, value)
    ]
    claims = find_claims(doc, values, names, quotes)
    taken = [claim.evidence for claim in claims] + [span for quote in quotes for span in quote.spans]
    return Analysis(names.entities, quotes, claims, find_gaps(doc, layout, taken), story(names.entities))


def find_gaps(doc: Doc, layout: Layout, taken: list[Span]) -> tuple[Gap, ...]:
    """Sentences with figures or quotation marks that gave no claim and no quote, each with the reason."""
    gaps = []
    for sentence in doc.sents:
        span = _trimmed(doc, sentence.start_char, sentence.end_char)
        if span is None or any(span.overlaps(each) for each in taken):
            continue
        text = span.of(doc.text)
        if any(character.isdigit() for character in text):
            gaps.append(Gap(span, "figure without a claim" if layout.is_body(span) else "figure outside the body"))
        elif any(mark in text for mark in '"“”«»'):
            gaps.append(Gap(span, "quotation marks without a quote"))
    return tuple(gaps)


def _trimmed(doc: Doc, start: int, end: int) -> Span | None:
    text = doc.text[start:end]
    start, end = start + len(text) - len(text.lstrip()), start + len(text.rstrip())
    return Span(start, end) if start < end else None


def story(entities: tuple[FoundEntity, ...]) -> tuple[str, ...]:
    """Folded names of whom and what the article is about, most mentioned first."""
    counts: Counter[str] = Counter()
    for entity in entities:
        if entity.kind is not EntityKind.GROUP and fold(entity.name):
            counts[short(entity)] += len(entity.mentions)
    return tuple(name for name, _ in sorted(counts.items(), key=lambda item: (-item[1], item[0]))[:STORY_NAMES])


def short(entity: FoundEntity) -> str:
    """The folded name by which articles are compared: a person's surname, the whole name of anything else."""
    folded = fold(entity.name)
    return folded.split()[-1] if entity.kind is EntityKind.PERSON else folded
