"""Compares the answers under one fact and the quotes of one utterance; editing.py compares versions."""

from collections.abc import Callable, Sequence
from typing import Any

from django.db import transaction
from django.db.models import Avg
from django.utils import timezone

from . import editing, recording
from .analysis.facts import conflicts, explaining, severity
from .analysis.facts.disputes import Dispute, Reported, attribution_dispute, wording_dispute
from .analysis.facts.plain import with_unit
from .grouping import take_turn
from .linking import said, stated
from .models import Claim, ClaimLink, Discrepancy, Extraction, Fact, Quote, QuoteLink, Utterance
from .recording import Finding, Side, value_row

GONE = "The evidence no longer conflicts: a source changed its text, or it was read or grouped anew."


def compare_pending(limit: int | None = None, progress: Callable[[], object] = bool) -> int:
    """Compares what changed since it was last compared; returns how many facts, utterances and versions."""
    done = 0
    for step in (compare_next_fact, compare_next_utterance, compare_next_version):
        while (limit is None or done < limit) and step():
            done += 1
            progress()
    return done


def pending() -> int:
    grouped = Extraction.objects.filter(state=Extraction.State.GROUPED)
    stale = Fact.objects.filter(stale=True).count() + Utterance.objects.filter(stale=True).count()
    return stale + grouped.count()


def compare_next_fact() -> bool:
    return _next(Fact, compare_fact)


def compare_next_utterance() -> bool:
    return _next(Utterance, compare_utterance)


def _next(model: type[Any], compare: Callable[[Any], None]) -> bool:
    with transaction.atomic():
        take_turn()
        row = model.objects.filter(stale=True).order_by("id").first()
        if row is None:
            return False
        compare(row)
        model.objects.filter(pk=row.pk).update(stale=False)
    return True


def compare_next_version() -> bool:
    with transaction.atomic():
        take_turn()
        grouped = Extraction.objects.filter(state=Extraction.State.GROUPED).order_by("id")
        extraction = grouped.select_related("version__article__source").first()
        if extraction is None:
            return False
        for finding in editing.find_edits(extraction.version):
            recording.record(finding)
        Extraction.objects.filter(pk=extraction.pk, state=Extraction.State.GROUPED).update(state=Extraction.State.DONE)
    return True


def compare_fact(fact: Fact) -> None:
    """Records where the live answers to the fact conflict, and retires what no longer does."""
    related = ("version__article__source", "extraction", "holder")
    claims = list(fact.claims.filter(live=True).select_related(*related).order_by("id"))
    _follow_edits(fact, claims)
    findings = find_value_conflict(fact, claims)
    _settle(fact, findings, claims)


def _follow_edits(fact: Fact, claims: list[Claim]) -> None:
    """An edit of a figure belongs to the fact that the newer figure answers now."""
    edits = Discrepancy.objects.filter(kind=Discrepancy.Kind.EDIT, positions__claims__in=claims)
    Discrepancy.objects.filter(pk__in=edits.values("pk")).exclude(fact=fact).update(fact=fact)


def compare_utterance(utterance: Utterance) -> None:
    """Records where the live quotes of the utterance differ in wording or speaker, and retires what no longer does."""
    related = ("version__article__source", "extraction", "speaker__entity")
    quotes = list(utterance.quotes.filter(live=True).select_related(*related).order_by("id"))
    findings = find_disputes(utterance, quotes)
    _settle(utterance, findings, quotes)


def _settle(subject: Fact | Utterance, findings: list[Finding], evidence: Sequence[object]) -> None:
    for finding in findings:
        recording.record(finding)
    kept = {finding.key for finding in findings}
    gone = subject.discrepancies.exclude(key__in=kept).exclude(kind=Discrepancy.Kind.EDIT)
    recording.retire(list(gone), GONE)
    if not evidence and not subject.discrepancies.exists():
        subject.delete()


def find_value_conflict(fact: Fact, claims: list[Claim]) -> list[Finding]:
    """At most one finding: one discrepancy for one fact, however many claims."""
    answers = {answer.key: (answer, claim) for claim in claims for answer in [as_answer(claim)]}
    conflict = conflicts.find_conflict(sorted((answer for answer, _ in answers.values()), key=lambda each: each.key))
    if conflict is None:
        return []
    sides = tuple(
        Side(
            label=with_unit(stand.value),
            answer={"value": value_row(answers[stand.answers[0].key][1])},
            origins=stand.origins,
            claims=tuple(answers[answer.key][1] for answer in stand.answers),
        )
        for stand in conflict.stands
    )
    explanation = explaining.explain_values(fact.label, conflict)
    held = [claim for side in sides for claim in side.claims]
    weight = _weigh(severity.gap_share(conflict), sides, _sureness(ClaimLink, held), held)
    return [Finding(f"value:{fact.pk}", conflict.kind, fact, sides, explanation, weight)]


def as_answer(claim: Claim) -> conflicts.Answer:
    article, compared = claim.version.article, stated(claim)
    return conflicts.Answer(
        key=f"{article.key} {claim.value_start:09d} {claim.pk}",
        value=claim.value,
        origin=article.origin_name,
        article=article.key,
        holder=claim.holder.name if claim.holder else claim.holder_text,
        published=compared.published,
        others=tuple(claim.about.get("others", ())),
        event=compared.event,
        text=claim.value_text,
    )


def find_disputes(utterance: Utterance, quotes: list[Quote]) -> list[Finding]:
    """Findings of different wording and of different speakers, at most one of each."""
    by_key = {f"{quote.version.article.key} {quote.start:09d} {quote.pk}": quote for quote in quotes}
    reported = [as_reported(key, quote) for key, quote in sorted(by_key.items())]
    findings = []
    wording = wording_dispute(reported)
    if wording:
        sides = _dispute_sides("wording", wording, by_key)
        told = explaining.explain_wording([(side.label, side.origins) for side in sides], wording.changed)
        findings.append(_dispute_finding("wording", utterance, sides, told))
    attribution = attribution_dispute(reported)
    if attribution:
        sides = _dispute_sides("speaker", attribution, by_key)
        words = max((quote.said.verbatim for version in attribution.versions for quote in version.quotes), key=len)
        told = explaining.explain_attribution(words, [(side.label, side.origins) for side in sides])
        findings.append(_dispute_finding("attribution", utterance, sides, told))
    return findings


def as_reported(key: str, quote: Quote) -> Reported:
    entity = quote.speaker_entity
    return Reported(key, said(quote), quote.version.article.origin_name, entity.name if entity else quote.speaker_text)


def _dispute_sides(answer: str, dispute: Dispute, quotes: dict[str, Quote]) -> tuple[Side, ...]:
    return tuple(
        Side(
            label=version.label,
            answer={answer: version.label},
            origins=version.origins,
            quotes=tuple(quotes[quote.key] for quote in version.quotes),
        )
        for version in dispute.versions
    )


def _dispute_finding(kind: str, utterance: Utterance, sides: tuple[Side, ...], told: explaining.Explanation) -> Finding:
    held = [quote for side in sides for quote in side.quotes]
    gap = 1.0 if kind == "attribution" else 0.5
    weight = _weigh(gap, sides, _sureness(QuoteLink, held), held)
    return Finding(f"{kind}:{utterance.pk}", kind, utterance, sides, told, weight)


def _sureness(links: type[Any], rows: Sequence[Claim | Quote]) -> float:
    """The mean score of the links between the rows; of a pair that is not linked directly nothing is known."""
    ids = [row.pk for row in rows]
    mean = links.objects.filter(left__in=ids, right__in=ids).aggregate(mean=Avg("score"))["mean"]
    return float(mean or 0.0)


def _weigh(gap: float, sides: Sequence[Side], sureness: float, rows: Sequence[Claim | Quote]) -> severity.Severity:
    days = [row.extraction.published_at.date() for row in rows if row.extraction.published_at]
    smaller = min(len(side.origins) for side in sides)
    return severity.weigh(gap, smaller, sureness, max(days, default=None), timezone.now().date())
