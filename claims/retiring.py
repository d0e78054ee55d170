"""Ends discrepancies that are no longer found: many at once, in as many statements as for one."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from django.db.models import Exists, OuterRef
from django.utils import timezone

from sources import messages
from sources.messages import Part, english, gettext, sentences

from .models import Claim, Discrepancy, Opinion, Position, Quote, Review
from .updating import update_each

Evidence = Claim | Quote
KEPT = (Discrepancy.Status.CLOSED, Discrepancy.Status.NOT_SAME_FACT)
CLOSED_WITH = ("status", "status_reason", "status_said", "awaits", "last_seen")
REGROUPED = gettext("The evidence no longer conflicts: it was read or grouped anew.")


def retire(rows: Sequence[Discrepancy]) -> None:
    """What is no longer found is closed and kept where people decided on it or a source corrected; else removed.

    What reviewers ruled not to be the same fact stays so: that it is no longer found is their doing.
    """
    ending = [row for row in rows if row.status not in KEPT]
    if not ending:
        return
    withdrawn = _withdrawn([row.pk for row in ending if row.kind != Discrepancy.Kind.EDIT])
    decided = _decided([row.pk for row in ending])
    closed = [row for row in ending if row.pk in decided or row.pk in withdrawn]
    edits = _edits({each for row in closed for each in withdrawn[row.pk]})
    for row in closed:
        row.become(Discrepancy.Status.CLOSED, _why_gone(withdrawn[row.pk], edits))
        row.awaits = Discrepancy.Awaits.NOBODY
        row.last_seen = timezone.now()
    update_each(closed, CLOSED_WITH)
    gone = {row.pk for row in ending} - {row.pk for row in closed}
    # Locked first: nobody comes to hold any while it goes.
    if locked := list(Discrepancy.objects.select_for_update().filter(pk__in=gone).order_by("pk")):
        Discrepancy.objects.filter(pk__in=[row.pk for row in locked]).delete()


def _decided(ids: Collection[int]) -> set[int]:
    """Those that somebody decided on, or thinks something of."""
    return {
        pk
        for model in (Review, Opinion)
        for pk in model._default_manager.filter(discrepancy__in=ids).values_list("discrepancy", flat=True)
    }


def _withdrawn(ids: Collection[int]) -> dict[int, list[Evidence]]:
    """Discrepancy ─▶ its evidence that the article no longer has, in these words."""
    found: dict[int, list[Evidence]] = defaultdict(list)
    for model, name in ((Claim, "claim"), (Quote, "quote")):
        again = model._default_manager.filter(live=True, anchor=OuterRef(f"{name}__anchor"))
        held = getattr(Position, f"{name}s").through.objects.filter(position__discrepancy__in=ids)
        gone = held.filter(~Exists(again), **{f"{name}__live": False}).order_by(name).distinct()
        pairs = list(gone.values_list("position__discrepancy", name))
        rows = model._default_manager.select_related("version__article__source", "version__article__current")
        known = rows.in_bulk({pk for _, pk in pairs}) if pairs else {}
        for row, pk in pairs:
            found[row].append(known[pk])
    return found


def _edits(evidence: Collection[Evidence]) -> dict[Evidence, Part]:
    """Evidence ─▶ what the last edit that took it back says."""
    found: dict[Evidence, Part] = {}
    for model, name in ((Claim, "claims"), (Quote, "quotes")):
        gone = {row.pk: row for row in evidence if isinstance(row, model)}
        if gone:
            first = Position.objects.filter(number=1, discrepancy__kind=Discrepancy.Kind.EDIT)
            told = first.filter(**{f"{name}__in": gone}).order_by("discrepancy")
            for pk, explanation in told.values_list(name, "discrepancy__explanation"):
                found[gone[pk]] = told_by(explanation)
    return found


def _why_gone(withdrawn: Sequence[Evidence], edits: Mapping[Evidence, Part]) -> Part:
    """The edits that took the evidence back; where no figure stands in its place, who no longer says it."""
    reasons = [edits[evidence] if evidence in edits else _no_longer(evidence) for evidence in withdrawn]
    return sentences(list({english(why): why for why in reasons}.values())) if reasons else REGROUPED


def told_by(explanation: Mapping[str, Any]) -> Part:
    """The sentences of an explanation; those that were found before they were kept in parts are English."""
    told: Part = (explanation.get("said") or explanation)["text"]
    return told


def _no_longer(evidence: Evidence) -> Part:
    article = evidence.version.article
    words = evidence.value_text if isinstance(evidence, Claim) else evidence.content[:200]
    current = article.current or evidence.version
    return gettext(
        "{source} no longer says “{words}”: see version {number} of its article.",
        source=article.source.name,
        words=words,
        number=messages.number(current.number),
    )
