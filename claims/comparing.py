"""Compares the answers under one fact and the quotes of one utterance; editing.py compares versions."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.db import connection
from django.utils import timezone

from sources.models import ArticleVersion

from . import editing, recording, shortlisting
from .analysis.facts import conflicts, explaining, questions, severity, sureness
from .analysis.facts.disputes import Dispute, Reported, attribution_dispute, wording_dispute
from .analysis.facts.plain import worded
from .holding import turn
from .linking import said, stated
from .models import Claim, ClaimLink, Discrepancy, Extraction, Fact, Position, Quote, QuoteLink, Utterance
from .models.reach import reach
from .recording import Finding, Side, value_row
from .retiring import retire
from .shortlisting import Shortlist

# How many are compared in one transaction: the others who write wait for it, and most of them hold no conflict.
AT_ONCE = 200
# The links among the evidence of one fact or utterance.
Scores = dict[tuple[int, int], float]


def compare_pending(limit: int | None = None, progress: Callable[[], object] = bool, waiting: bool = True) -> int:
    """Compares what changed since it was last compared; returns how many facts, utterances and versions.

    Without `waiting` nothing is compared where another has the turn.
    """
    done = 0
    # Versions first: an edit is the evidence that a source corrected, by which a discrepancy closes.
    for step in (compare_next_version, compare_next_facts, compare_next_utterances):
        while (limit is None or done < limit) and (
            compared := step(AT_ONCE if limit is None else limit - done, waiting)
        ):
            done += compared
            for _ in range(compared):
                progress()
    return done


def pending() -> int:
    grouped = Extraction.objects.filter(state=Extraction.State.GROUPED)
    stale = Fact.objects.filter(stale=True).count() + Utterance.objects.filter(stale=True).count()
    return stale + grouped.count()


def compare_next_facts(most: int, waiting: bool = True) -> int:
    return _next(Fact, compare_facts, most, waiting)


def compare_next_utterances(most: int, waiting: bool = True) -> int:
    return _next(Utterance, compare_utterances, most, waiting)


def _next(model: type[Any], compare: Callable[[list[Any]], None], most: int, waiting: bool) -> int:
    """Compares the next of them in one transaction: they are few, and what they need is loaded together."""
    stale = model.objects.filter(stale=True)
    # To look needs no turn.
    if not stale.exists():
        return 0
    with turn(waiting) as is_ours:
        if not is_ours:
            return 0
        rows = list(stale.order_by("id")[: min(most, AT_ONCE)])
        if rows:
            ids = [row.pk for row in rows]
            compare(rows)
            found = Discrepancy.objects.filter(**{f"{model.__name__.lower()}__in": ids})
            reach(connection, list(found.values_list("pk", flat=True)))
            model.objects.filter(pk__in=ids).update(stale=False)
    return len(rows)


def compare_next_version(most: int = 1, waiting: bool = True) -> int:
    """Passes by first versions, which have none before them; where none waits, compares one with the one before."""
    grouped = Extraction.objects.filter(state=Extraction.State.GROUPED).order_by("id")
    if not grouped.exists():
        return 0
    with turn(waiting) as is_ours:
        if not is_ours:
            return 0
        done = list(grouped.filter(version__number=1).values_list("pk", flat=True)[: min(most, AT_ONCE)])
        if not done:
            extraction = grouped.select_related("version__article__source").first()
            if extraction is None:
                return 0
            _compare_with_the_one_before(extraction.version)
            done = [extraction.pk]
        Extraction.objects.filter(pk__in=done, state=Extraction.State.GROUPED).update(state=Extraction.State.DONE)
    return len(done)


def _compare_with_the_one_before(version: ArticleVersion) -> None:
    found = editing.find_edits(version)
    reach(connection, [recording.record(finding).pk for finding in found])
    edits = Discrepancy.objects.filter(kind=Discrepancy.Kind.EDIT, key__startswith=editing.key_prefix(version.pk))
    retire(list(edits.exclude(key__in=[finding.key for finding in found])))


def compare_facts(facts: Sequence[Fact]) -> None:
    """Records where the live answers to each fact conflict, and retires what no longer does."""
    found = shortlisting.claims_of(facts)
    _follow_edits(found.group_of)
    _settle(facts, "fact", found, ClaimLink, find_value_conflict)


def _follow_edits(facts: Mapping[int, int]) -> None:
    """An edit of a figure belongs to the fact that the newer figure answers now; `facts` maps claims to theirs."""
    through = Position.claims.through.objects.filter(claim__in=facts)
    edits = through.filter(position__discrepancy__kind=Discrepancy.Kind.EDIT)
    told = edits.values_list("claim", "position__discrepancy", "position__discrepancy__fact")
    for claim, edit, fact in told.order_by("position__discrepancy", "claim"):
        if facts[claim] != fact:
            Discrepancy.objects.filter(pk=edit).update(fact=facts[claim])


def compare_utterances(utterances: Sequence[Utterance]) -> None:
    """Records where the live quotes of each differ in wording or speaker, and retires what no longer does."""
    _settle(utterances, "utterance", shortlisting.quotes_of(utterances), QuoteLink, find_disputes)


def _settle(
    subjects: Sequence[Any],
    group: str,
    known: Shortlist,
    links: type[Any],
    find: Callable[[Any, list[Any], Scores], list[Finding]],
) -> None:
    """Records what is found in each of the subjects, retires what no longer is, and drops those that hold nothing."""
    likely, scores = known.evidence, _scores(links, known.evidence)
    findings = {each.pk: find(each, likely[each.pk], scores[each.pk]) for each in subjects if each.pk in likely}
    rows = Discrepancy.objects.select_for_update().filter(**{f"{group}__in": subjects})
    before = list(rows.exclude(kind=Discrepancy.Kind.EDIT).order_by("id"))
    recorder = recording.Recorder([finding for some in findings.values() for finding in some], before)
    kept = {recorder.record(finding).key for found in findings.values() for finding in found}
    recorder.write()
    retire([row for row in before if row.key not in kept])
    holding = set(known.group_of.values())
    if empty := [subject.pk for subject in subjects if subject.pk not in holding]:
        # Those that a reviewer ruled on, or that an edit is of, stay.
        type(subjects[0]).objects.filter(pk__in=empty, discrepancies=None, reviews=None).delete()


def _scores(links: type[Any], of: Mapping[int, list[Any]]) -> dict[int, Scores]:
    """Group ─▶ the links among its evidence."""
    group = {row.pk: number for number, rows in of.items() if len(rows) > 1 for row in rows}
    found: dict[int, Scores] = defaultdict(dict)
    # Few lead out of the group; to ask for both ends takes as long as to pass those by.
    linked = links.objects.filter(left__in=group) if group else links.objects.none()
    for left, right, score in linked.order_by("left", "right").values_list("left", "right", "score"):
        if group[left] == group.get(right):
            found[group[left]][left, right] = score
    return found


def find_value_conflict(fact: Fact, claims: list[Claim], scores: Scores | None = None) -> list[Finding]:
    """At most one finding: one discrepancy for one fact, however many claims. `scores` are those of their links."""
    scores = _scores(ClaimLink, {fact.pk: claims})[fact.pk] if scores is None else scores
    answers = {answer.key: (answer, claim) for claim in claims for answer in [as_answer(claim)]}
    conflict = conflicts.find_conflict(sorted((answer for answer, _ in answers.values()), key=lambda each: each.key))
    if conflict is None:
        return []
    sides = tuple(
        Side(
            said=worded(stand.value),
            answer={"value": value_row(answers[stand.answers[0].key][1])},
            origins=stand.origins,
            claims=tuple(answers[answer.key][1] for answer in stand.answers),
        )
        for stand in conflict.stands
    )
    explanation = explaining.explain_values(fact.label, conflict)
    held = [claim for side in sides for claim in side.claims]
    weight = _weigh(severity.gap_share(conflict), sides, likelihood(sides, scores), held)
    return [Finding(f"value:{fact.pk}", conflict.kind, fact, sides, explanation, weight)]


def likelihood(sides: Sequence[Side], scores: Scores) -> float:
    """How likely it is that the first two positions are a disagreement."""
    first, second = (side.claims for side in sides[:2])
    one, other = ({claim.pk for claim in claims} for claims in (first, second))
    across = (
        score
        for (left, right), score in scores.items()
        if (left in one and right in other) or (left in other and right in one)
    )
    likeliest = max(across, default=0.0)
    told = [questions.answers([stated(claim) for claim in claims]) for claims in (first, second)]
    return sureness.likelihood(told[0], told[1], likeliest)


def as_answer(claim: Claim) -> conflicts.Answer:
    article, compared = claim.version.article, stated(claim)
    return conflicts.Answer(
        key=f"{article.key} {claim.value_start:09d} {claim.pk}",
        value=claim.value,
        origin=article.origin_name,
        own=article.own_origin_name,
        article=article.key,
        holder=claim.holder.name if claim.holder else claim.holder_text,
        published=compared.published,
        others=tuple(claim.about.get("others", ())),
        event=compared.event,
        text=claim.value_text,
    )


def find_disputes(utterance: Utterance, quotes: list[Quote], scores: Scores | None = None) -> list[Finding]:
    """Findings of different wording and of different speakers, at most one of each; `scores` are those of links."""
    scores = _scores(QuoteLink, {utterance.pk: quotes})[utterance.pk] if scores is None else scores
    by_key = {f"{quote.version.article.key} {quote.start:09d} {quote.pk}": quote for quote in quotes}
    reported = [as_reported(key, quote) for key, quote in sorted(by_key.items())]
    findings = []
    wording = wording_dispute(reported)
    if wording:
        sides = _dispute_sides("wording", wording, by_key)
        told = explaining.explain_wording([(each.label, each.shown) for each in wording.versions], wording.changed)
        findings.append(_dispute_finding("wording", utterance, sides, told, wording.gap, scores))
    attribution = attribution_dispute(reported)
    if attribution:
        sides = _dispute_sides("speaker", attribution, by_key)
        words = max((quote.said.verbatim for version in attribution.versions for quote in version.quotes), key=len)
        told = explaining.explain_attribution(words, [(each.label, each.shown) for each in attribution.versions])
        findings.append(_dispute_finding("attribution", utterance, sides, told, attribution.gap, scores))
    return findings


def as_reported(key: str, quote: Quote) -> Reported:
    entity = quote.speaker_entity
    article, speaker = quote.version.article, entity.name if entity else quote.speaker_text
    kind = quote.speaker.kind if quote.speaker else ""
    return Reported(key, said(quote), article.origin_name, speaker, article.own_origin_name, kind)


def _dispute_sides(answer: str, dispute: Dispute, quotes: dict[str, Quote]) -> tuple[Side, ...]:
    return tuple(
        Side(
            said=version.label,
            answer={answer: version.label},
            origins=version.origins,
            quotes=tuple(quotes[quote.key] for quote in version.quotes),
        )
        for version in dispute.versions
    )


def _dispute_finding(
    kind: str,
    utterance: Utterance,
    sides: tuple[Side, ...],
    told: explaining.Explanation,
    gap: float,
    scores: Scores,
) -> Finding:
    held = [quote for side in sides for quote in side.quotes]
    # Surely one statement, and still hardly a disagreement, where only "the" became "this".
    weight = _weigh(gap, sides, _sureness(held, scores) * gap, held)
    return Finding(f"{kind}:{utterance.pk}", kind, utterance, sides, told, weight)


def _sureness(rows: Sequence[Claim | Quote], scores: Scores) -> float:
    """The mean score of the links between the rows; of a pair that is not linked directly nothing is known."""
    ids = {row.pk for row in rows}
    among = [score for pair, score in scores.items() if ids.issuperset(pair)]
    return sum(among) / len(among) if among else 0.0


def _weigh(gap: float, sides: Sequence[Side], sureness: float, rows: Sequence[Claim | Quote]) -> severity.Severity:
    days = [row.extraction.published_at.date() for row in rows if row.extraction.published_at]
    smaller = min(len(side.origins) for side in sides)
    return severity.weigh(gap, smaller, sureness, max(days, default=None), timezone.now().date())
