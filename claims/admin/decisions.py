"""The decision form, on one discrepancy or on several: it asks, `reviewing.decide` answers."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.http import QueryDict

from claims import reviewing
from claims.models import STATUS_AFTER, Discrepancy, Review

MEANING = {
    Review.Verdict.CONFIRMED: "The sources do contradict each other. Say in the note what you checked.",
    Review.Verdict.RECONCILED: "Both can be true: part and whole, another day of the same event, rounding.",
    Review.Verdict.NOT_SAME_FACT: "They answer different questions. They are kept apart in all later runs.",
    Review.Verdict.EXTRACTION_ERROR: "The text does not say what was read out of it.",
    Review.Verdict.DISMISSED: "Not worth a reader's attention.",
    Review.Verdict.REOPENED: "Put it back into the queue, and take back what was decided.",
}


class DecisionForm(forms.Form):
    """A verdict and a note. What may be decided is not known here: the door refuses, and says why."""

    verdict = forms.ChoiceField(widget=forms.RadioSelect)
    note = forms.CharField(widget=forms.Textarea(attrs={"rows": 3}), required=False)

    def __init__(self, verdicts: Iterable[Review.Verdict], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["verdict"] = forms.ChoiceField(
            choices=[(verdict, f"{verdict.label} — {MEANING[verdict]}") for verdict in verdicts],
            widget=forms.RadioSelect,
        )


def verdicts_on(status: str) -> list[Review.Verdict]:
    """What makes sense next: what is open cannot be re-opened; what is closed or kept apart can only be."""
    if status in (Discrepancy.Status.CLOSED, Discrepancy.Status.NOT_SAME_FACT):
        return [Review.Verdict.REOPENED]
    return [verdict for verdict, after in STATUS_AFTER.items() if (verdict, after) != (REOPEN, status)]


REOPEN = Review.Verdict.REOPENED


def decide_all(
    rows: QuerySet[Discrepancy], verdict: str, note: str, reviewer: reviewing.Reviewer, seen: QueryDict
) -> tuple[int, list[str]]:
    """Decides each on its own: how many were recorded, and why the others were not.

    `seen` has, as `seen-ID`, the fingerprint that the reviewer had before them.
    """
    recorded, refusals = 0, []
    for row in rows:
        try:
            reviewing.decide(row, verdict, reviewer, note, seen.get(f"seen-{row.pk}", ""))
            recorded += 1
        except reviewing.Refused as refused:
            refusals.append(f"{row}: {refused}")
    return recorded, refusals
