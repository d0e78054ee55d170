"""The decision form, on one discrepancy or on several: it asks, `reviewing.decide` answers."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.contrib import messages
from django.http import QueryDict
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from claims import reviewing
from claims.models import STATUS_AFTER, Discrepancy, Opinion, Review

MEANING = {
    Review.Verdict.CONFIRMED: _("The sources do contradict each other. Say in the note what you checked."),
    Review.Verdict.RECONCILED: _("Both can be true: part and whole, another day of the same event, rounding."),
    Review.Verdict.NOT_SAME_FACT: _("They answer different questions. They are kept apart in all later runs."),
    Review.Verdict.EXTRACTION_ERROR: _("The text does not say what was read out of it."),
    Review.Verdict.DISMISSED: _("Not worth a reader's attention."),
    Review.Verdict.REOPENED: _("Put it back into the queue, and take back what was decided."),
}
# The key that chooses it, where the page listens to keys.
KEYS = {
    Review.Verdict.CONFIRMED: "c",
    Review.Verdict.RECONCILED: "r",
    Review.Verdict.NOT_SAME_FACT: "n",
    Review.Verdict.EXTRACTION_ERROR: "e",
    Review.Verdict.DISMISSED: "d",
    Review.Verdict.REOPENED: "o",
}


class Verdicts(forms.RadioSelect):
    """Radio buttons that carry their key."""

    def create_option(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        option = super().create_option(*args, **kwargs)
        key = KEYS[Review.Verdict(option["value"])]
        option["attrs"] |= {"data-key": key, "aria-keyshortcuts": key}
        if Review.Verdict(option["value"]) in reviewing.NEED_A_NOTE:
            option["attrs"]["data-needs-note"] = "yes"
        return option


class DecisionForm(forms.Form):
    """A verdict and a note. What may be decided is not known here: the door refuses, and says why."""

    verdict = forms.ChoiceField(label=_("Verdict"), widget=Verdicts)
    note = forms.CharField(
        label=_("Note"),
        help_text=_("Needed for a confirmed conflict."),
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
    )

    def __init__(self, verdicts: Iterable[Review.Verdict], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["verdict"]
        assert isinstance(field, forms.ChoiceField), "it is declared as one"
        field.choices = [(verdict, choice_of(verdict)) for verdict in verdicts]


def choice_of(verdict: Review.Verdict) -> SafeString:
    """The verdict, its key, and what it means."""
    told = '<span class="verdict">{}</span> <kbd aria-hidden="true">{}</kbd> <span class="meaning">{}</span>'
    return format_html(told, verdict.label, KEYS[verdict], MEANING[verdict])


def verdicts_on(status: str) -> list[Review.Verdict]:
    """What makes sense next: what is open cannot be re-opened; what is closed or kept apart can only be."""
    if status in (Discrepancy.Status.CLOSED, Discrepancy.Status.NOT_SAME_FACT):
        return [Review.Verdict.REOPENED]
    return [verdict for verdict, after in STATUS_AFTER.items() if (verdict, after) != (REOPEN, status)]


REOPEN = Review.Verdict.REOPENED


@dataclass
class Outcome:
    """Of several that were decided at once: how many were recorded, how many wait, and why the others were not."""

    recorded: int = 0
    waiting: int = 0
    refusals: list[str] = field(default_factory=list)

    def told(self) -> Iterator[tuple[str, int]]:
        """Each in words, with its level."""
        if self.recorded:
            words = ngettext("%(number)s decided.", "%(number)s decided.", self.recorded)
            yield words % {"number": self.recorded}, messages.SUCCESS
        if self.waiting:
            words = ngettext(
                "%(number)s waits for somebody else: two have to agree on it, and your opinion is in.",
                "%(number)s wait for somebody else: two have to agree on each, and your opinions are in.",
                self.waiting,
            )
            yield words % {"number": self.waiting}, messages.SUCCESS
        yield from ((refusal, messages.ERROR) for refusal in self.refusals)


def decide_all(
    rows: Iterable[Discrepancy], verdict: str, note: str, reviewer: reviewing.Reviewer, seen: QueryDict
) -> Outcome:
    """Decides each on its own.

    `seen` has what the reviewer had before them: the fingerprints as `seen-ID`, and the last decisions as `last-ID`.
    """
    outcome = Outcome()
    for row in rows:
        last = seen.get(f"last-{row.pk}", "")
        before = int(last) if last.isdecimal() else reviewing.UNSEEN
        try:
            decided = reviewing.decide(row, verdict, reviewer, note, seen.get(f"seen-{row.pk}", ""), before)
        except reviewing.Refused as refused:
            outcome.refusals.append(f"{row}: {refused}")
        else:
            outcome.recorded += isinstance(decided, Review)
            outcome.waiting += isinstance(decided, Opinion)
    return outcome
