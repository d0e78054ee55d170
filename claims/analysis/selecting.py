"""What the rules make of words that a reader selected: the value they state, the clause around them, whose claim it is.

Only the part of the text around them is read, so that a long text answers as quickly as a short one.
"""

from dataclasses import dataclass

from spacy.language import Language
from spacy.tokens import Doc

from .amounts import find_values
from .found import FoundClaim, FoundEntity, FoundQuote
from .names.finding import find_names
from .quotes.finding import find_quotes
from .reading import Text
from .spans import Span
from .statements import find_claims
from .text import language
from .text.layout import lay_out
from .values import FoundValue, Value

# How much on each side tells who "he" is and what a clause is about.
AROUND = 3_000


@dataclass(frozen=True)
class Selection:
    """What was found; all spans count from the start of `text`, which begins at `start` of the whole."""

    text: str
    start: int
    sentence: Span
    value: FoundValue | None
    claim: FoundClaim | None
    quote: FoundQuote | None
    entities: tuple[FoundEntity, ...]

    def moved(self, span: Span) -> Span:
        """The span in the whole text."""
        return Span(span.start + self.start, span.end + self.start)


def select(nlp: Language, text: Text, selected: Span, value: Value | None = None) -> Selection:
    """Reads around the selected words; with a `value`, what they state is known, and only its claim is looked for."""
    part = _part(text.text, selected)
    here = Span(selected.start - part.start, selected.end - part.start)
    said = part.of(text.text)
    layout = lay_out(said)
    doc = next(iter(language.parse(nlp, [layout.text])))
    names = find_names(doc, layout)
    quotes = find_quotes(doc, layout, names)
    stated = FoundValue(here, here, value) if value else _most_of(find_values(doc, text.published, text.inferred), here)
    claims = find_claims(doc, [stated], names, quotes) if stated else ()
    own = (claim for claim in claims if stated and claim.stated.span == stated.span)
    quote = next((each for each in quotes if any(span.overlaps(here) for span in each.spans)), None)
    return Selection(said, part.start, _sentence(doc, here), stated, next(own, None), quote, names.entities)


def _part(text: str, selected: Span) -> Span:
    """Whole lines where they are not too long, and never more than AROUND on each side."""
    start, end = max(0, selected.start - AROUND), min(len(text), selected.end + AROUND)
    line = text.find("\n", start, selected.start) if start else -1
    last = text.rfind("\n", selected.end, end) if end < len(text) else -1
    return Span(start if line < 0 else line + 1, end if last < 0 else last)


def _most_of(values: list[FoundValue], selected: Span) -> FoundValue | None:
    """The value that has most in common with the selected words."""
    shared = [
        (min(each.span.end, selected.end) - max(each.span.start, selected.start), number)
        for number, each in enumerate(values)
        if each.span.overlaps(selected)
    ]
    return values[max(shared)[1]] if shared else None


def _sentence(doc: Doc, selected: Span) -> Span:
    """From the start of the sentence in which the selected words begin to the end of that in which they end."""
    start, end = selected.start, selected.end
    for sentence in doc.sents:
        if sentence.start_char < selected.end and selected.start < sentence.end_char:
            said = sentence.text
            start = min(start, sentence.start_char + len(said) - len(said.lstrip()))
            end = max(end, sentence.start_char + len(said.rstrip()))
    return Span(start, end)
