"""Utterances: what was said once, in every wording and under every name that articles report it by."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _

from claims.admin.articles import count
from claims.admin.facts import MOST_TICKED, OPEN, Question, at_odds
from claims.admin.showing import place_of
from claims.admin.subjects import folded, newest
from claims.admin.timelines import speaker_of, wordings_over_time
from claims.models import Quote, Utterance
from claims.ruling import evidence_of

MOST_VARIANTS = 20


@dataclass(frozen=True)
class Variant:
    """One wording: its words, those that the longest wording has otherwise marked, and who reports it so."""

    pieces: tuple[tuple[str, bool], ...]
    kind: str
    reported: tuple[tuple[str, str, str, bool], ...]


@admin.register(Utterance)
class UtteranceAdmin(Question):
    change_form_template = "claims/utterance.html"
    list_display = ["label", "evidence", "disagreements"]
    fields = ["label"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Utterance]:
        rows: QuerySet[Utterance] = super().get_queryset(request)
        return rows.annotate(
            evidence_count=count(Quote.objects.filter(live=True), "utterance"), open_count=count(OPEN, "utterance")
        )

    def choices_of(self, row: Utterance) -> tuple[str, list[tuple[Any, str]]]:
        held = evidence_of(row).select_related("version__article__source", "speaker__entity").defer("version__text")
        choices = [
            (quote.pk, f"“{quote.content}” — {quote.version.article.source}, {speaker_of(quote)}")
            for quote in held[:MOST_TICKED]
        ]
        return _("Which quotes are of another utterance?"), choices

    def context_of(self, request: HttpRequest, row: Utterance) -> dict[str, Any]:
        quotes = newest(row.quotes.all(), "speaker__entity")
        wordings = wordings_of(quotes)
        return {
            **super().context_of(request, row),
            "variants": [variant(held, wordings[0]) for held in wordings[:MOST_VARIANTS]] if wordings else [],
            "wordings": len(wordings),
            "over_time": wordings_over_time(quotes, rows_of(wordings), row.label),
            "undated": sum(quote.version.article.published_at is None for quote in quotes),
            "evidence": folded(quotes),
            "read": len(quotes),
            "total": row.quotes.count(),
            "discrepancies": at_odds(row),
        }


def wordings_of(quotes: Sequence[Quote]) -> list[list[Quote]]:
    """The quotes by their words, whatever marks stand around them; what is live and longest first."""
    found: dict[tuple[str, ...], list[Quote]] = {}
    for quote in quotes:
        found.setdefault(tuple(_forms(quote.content)), []).append(quote)
    return sorted(found.values(), key=lambda held: (not held[0].live, -len(held[0].content), held[0].pk))


def rows_of(wordings: Sequence[Sequence[Quote]]) -> dict[int, tuple[str, int]]:
    """Quote ─▶ its row in the timeline, by speaker and wording, and its tone, by wording."""
    rows = {}
    for number, held in enumerate(wordings):
        for quote in held:
            told = {"speaker": speaker_of(quote), "number": number + 1}
            words = _("%(speaker)s, wording %(number)d") if len(wordings) > 1 else "%(speaker)s"
            rows[quote.pk] = (words % told, number)
    return rows


def variant(held: Sequence[Quote], against: Sequence[Quote]) -> Variant:
    first = held[0]
    kinds = dict.fromkeys(quote.get_kind_display() for quote in held)
    reported = tuple((each.version.article.source.name, place_of(each), speaker_of(each), each.live) for each in held)
    return Variant(tuple(_pieces(first.content, against[0].content)), ", ".join(kinds), reported)


def _pieces(words: str, against: str) -> Iterator[tuple[str, bool]]:
    """The words in stretches, each with whether the other wording lacks it."""
    ours = words.split()
    blocks = SequenceMatcher(None, _forms(words), _forms(against), autojunk=False).get_opcodes()
    for tag, start, end, _there, _until in blocks:
        if start < end:
            yield " ".join(ours[start:end]), tag != "equal"


def _forms(words: str) -> list[str]:
    return [word.strip(".,;:!?“”\"'‘’()[]…").casefold() for word in words.split()]
