"""One text in, everything found in it out: the order in which the finders run."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from spacy.language import Language
from spacy.tokens import Doc

from . import gaps
from .amounts import find_values
from .dates.finding import dates_the_saying
from .dates.idle import dates_nothing
from .found import Analysis, EntityKind, FoundEntity, QuoteKind
from .names.finding import find_names
from .names.folding import fold, is_described, short
from .quotes.finding import find_quotes
from .statements import find_claims
from .text import language
from .text.layout import Layout, lay_out

# Raise this when any rule changes what is found: every version is then read again.
RULES = "7"
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
    spoken = sorted(span for quote in quotes if quote.kind is QuoteKind.DIRECT for span in quote.spans)
    values, left = [], []
    for value in find_values(doc, text.published, text.inferred):
        if dates_the_saying(doc, value):
            left.append((value.span, gaps.SAYING))
        elif dates_nothing(doc, value, spoken):
            left.append((value.span, gaps.IDLE))
        elif layout.is_body(value.span):
            values.append(value)
    claims = tuple(claim for claim in find_claims(doc, values, names, quotes) if layout.is_body(claim.stated.span))
    left += [(value.span, gaps.NO_CLAIM) for value in values]
    taken = [claim.evidence for claim in claims] + [span for quote in quotes for span in quote.spans]
    unread = gaps.find_gaps(doc, layout, text.text, taken, left)
    return Analysis(names.entities, quotes, claims, unread, story(names.entities))


def story(entities: tuple[FoundEntity, ...]) -> tuple[str, ...]:
    """Folded names of whom and what the article is about, most mentioned first."""
    counts: Counter[str] = Counter()
    for entity in entities:
        if entity.kind is not EntityKind.GROUP and fold(entity.name) and not is_described(entity.name, entity.kind):
            counts[short(entity.name, entity.kind, entity.names)] += len(entity.mentions)
    return tuple(name for name, _ in sorted(counts.items(), key=lambda item: (-item[1], item[0]))[:STORY_NAMES])
