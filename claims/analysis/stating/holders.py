"""Whose claim something is: the speaker of the innermost quotation around it, else the article itself."""

from collections.abc import Sequence
from dataclasses import dataclass

from spacy.tokens import Doc, Token

from claims.analysis.found import UNNAMED, FoundQuote, QuoteKind
from sources.messages import Part, gettext, gettext_noop


@dataclass(frozen=True)
class Holder:
    """Who holds a claim: `entity` None with an empty text is the narrator."""

    entity: int | None
    text: str
    reason: Part


NARRATOR = Holder(None, "", gettext_noop("stated in the article's own voice"))


class Holders:
    """The innermost quotation at each token; words set off by marks that nobody said hold nothing."""

    def __init__(self, doc: Doc, text: str, quotes: tuple[FoundQuote, ...]) -> None:
        self._text = text
        self._at: dict[int, FoundQuote] = {}
        spoken = [quote for quote in quotes if quote.kind is not QuoteKind.SCARE]
        for quote in sorted(spoken, key=lambda quote: -sum(span.end - span.start for span in quote.spans)):
            for span in quote.spans:
                tokens = doc.char_span(span.start, span.end, alignment_mode="expand")
                self._at.update(dict.fromkeys(range(tokens.start, tokens.end), quote) if tokens is not None else {})

    def of(self, tokens: Sequence[Token]) -> Holder:
        """The holder of what these tokens say, told by the first of them that stands in a quotation."""
        quote = next(filter(None, (self._at.get(token.i) for token in tokens)), None)
        if quote is None:
            return NARRATOR
        if quote.speaker is None:
            return Holder(
                quote.speaker_entity, UNNAMED, gettext_noop("stated inside a quotation of an unnamed speaker")
            )
        text = quote.speaker.of(self._text)
        return Holder(quote.speaker_entity, text, gettext("stated inside a quotation of {speaker}", speaker=text))
