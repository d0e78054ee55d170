"""Scare quotes: a few words set off by marks that nobody is said to have said, and that name nothing."""

import bisect
from collections.abc import Iterable, Iterator
from itertools import accumulate

from claims.analysis.found import FoundQuote, QuoteKind
from claims.analysis.text.marks import Quoted, is_sentence
from claims.analysis.text.titles import is_title
from sources.messages import gettext_noop

_LONGEST = 9
_WHY = gettext_noop("words in marks that nobody is said to have said")


def scare_quotes(text: str, marked: Iterable[Quoted], found: Iterable[FoundQuote]) -> Iterator[FoundQuote]:
    """The short stretches of `marked` that lie in no quote of `found`; O((marked + found) log found)."""
    spans = sorted(span for quote in found for span in quote.spans)
    starts = [span.start for span in spans]
    reach = list(accumulate((span.end for span in spans), max))
    for one in marked:
        before = bisect.bisect_left(starts, one.inner.end)
        said = before > 0 and reach[before - 1] > one.inner.start
        if said or not one.closed or len(one) > _LONGEST:
            continue
        if not is_title(text, one) and not is_sentence(text, one):
            yield FoundQuote(QuoteKind.SCARE, (one.inner,), reasons=(_WHY,))
