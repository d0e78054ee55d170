"""Finds the hints that a person gave for a source, for a page."""

from . import addresses, outlets
from .hints import NONE, Hints
from .models import Source


def hints_for(url: str, source: Source | None = None) -> Hints:
    """Those of the source, or of the one that publishes where the URL leads; the general rules for all others."""
    known = source or _publishing_at(url)
    return Hints(known.text_selector, known.title_selector, known.date_selector) if known else NONE


def _publishing_at(url: str) -> Source | None:
    """The source of the URL's domain, or of the nearest one above it that has a source."""
    domain = addresses.domain(url)
    outlet = outlets.at(domain)
    parts = domain.split(".")
    above = [".".join(parts[at:]) for at in range(len(parts) - 1)]
    candidates = [*above, *(outlet.domains if outlet else ())]
    found = {source.domain: source for source in Source.objects.filter(domain__in=candidates)}
    return next((found[candidate] for candidate in candidates if candidate in found), None)
