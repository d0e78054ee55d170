"""The forms by which evidence is added and set right: they ask, `claims.corrections.correcting` answers."""

import re
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from claims.admin.showing import NARRATOR
from claims.admin.translating import value_in_words
from claims.analysis.spans import Span
from claims.analysis.values import Value
from claims.corrections import valuing
from claims.corrections.correcting import Changes, Named
from claims.corrections.proposing import Proposal
from claims.models import Claim, Entity, Mention, Quote
from sources.models import ArticleVersion

NOBODY, SELECTED = "", "selected"
SPANS = re.compile(r"(\d{1,9})\s*[-–]\s*(\d{1,9})")
MOST_MENTIONS = 500
VALUE = {"dimension", "comparator", "low", "high", "unit", "granularity"}
WHO = {"who", "name"}


class Amending(forms.Form):
    """What claims and quotes have in common: whose it is, and why."""

    who = forms.ChoiceField(required=False, label=_("Whose it is"))
    name = forms.CharField(
        required=False,
        max_length=40,
        label=_("The name, if selected"),
        help_text=_("From which character to which: 120-131. Select it in the text to fill this."),
    )
    name_kind = forms.ChoiceField(
        choices=Entity.Kind.choices, required=False, initial=Entity.Kind.PERSON, label=_("It names a")
    )
    note = forms.CharField(
        widget=forms.Textarea(attrs={"rows": 2}), required=False, label=_("Note"), help_text=_("How you know.")
    )
    nobody: Any = _("nobody is named")

    def __init__(self, version: ArticleVersion, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.version = version
        mentions = Mention.objects.filter(extraction__version=version).order_by("name", "pk").defer("spans")
        self.mentions = {str(mention.pk): mention for mention in mentions[:MOST_MENTIONS]}
        named = [(key, str(mention.name)) for key, mention in self.mentions.items()]
        choices = [(NOBODY, self.nobody), *named, (SELECTED, _("the name selected in the text"))]
        field = forms.ChoiceField(choices=choices, required=False, label=self.fields["who"].label)
        self.fields["who"] = field

    @property
    def named(self) -> Named | None:
        chosen = self.cleaned_data["who"]
        if chosen == SELECTED:
            return Named(span=self.span_of("name"), kind=self.cleaned_data["name_kind"] or Entity.Kind.PERSON)
        return Named(Mention.objects.get(pk=chosen)) if chosen else None

    def spans_of(self, name: str) -> list[Span]:
        """The places that a field gives, as far as they are in the text."""
        said = str(self.data.get(name, "") if self.is_bound else self.initial.get(name, ""))
        pairs = [(int(start), int(end)) for start, end in SPANS.findall(said)]
        return [Span(start, end) for start, end in pairs if start < end <= len(self.version.text)]

    def span_of(self, name: str) -> Span | None:
        return next(iter(self.spans_of(name)), None)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        selected = cleaned.get("who") == SELECTED
        for name in ("clause", "place", "spans", "name"):
            asked = selected if name == "name" else name in self.fields
            if asked and cleaned.get(name) and not self.spans_of(name):
                self.add_error(name, _("Say from which character of the text to which: 120-131."))
        if cleaned.get("who") == SELECTED and not cleaned.get("name"):
            self.add_error("name", _("Select the name in the text."))
        return cleaned


class ClaimForm(Amending):
    """A claim: where it stands, what value it states, what that is of, and whose it is."""

    clause = forms.CharField(max_length=40, label=_("The clause that says it"))
    place = forms.CharField(max_length=40, label=_("The words of the value"))
    dimension = forms.ChoiceField(choices=Claim.Dimension.choices, label=_("Kind of value"))
    comparator = forms.ChoiceField(choices=Claim.Comparator.choices, label=_("Hedge"))
    low = forms.CharField(
        required=False, max_length=40, label=_("From"), help_text=_("A day as 2020-11-09, or a number.")
    )
    high = forms.CharField(
        required=False, max_length=40, label=_("To"), help_text=_("The same as “from” if it is one.")
    )
    unit = forms.CharField(
        required=False, max_length=100, label=_("Unit"), help_text=_("What is counted, or EUR, or m.")
    )
    granularity = forms.CharField(
        required=False, max_length=30, label=_("Step"), help_text=_("How fine it was stated: day, month, 1, 1000.")
    )
    label = forms.CharField(required=False, max_length=300, label=_("What it is about"))
    field_order = ["clause", "place", "dimension", "comparator", "low", "high", "unit", "granularity", "label", "who"]
    nobody = NARRATOR

    def value(self) -> Value:
        """Raises Refused where what was filled in is no value."""
        fields = {name: str(self.data.get(name, "")) for name in ("dimension", "unit", "low", "high", "granularity")}
        return valuing.value_of({**fields, "comparator": str(self.data.get("comparator", ""))})

    def changes(self) -> Changes:
        changed = set(self.changed_data)
        return Changes(
            clause=self.span_of("clause"),
            place=self.span_of("place"),
            value=self.value() if changed & VALUE else None,
            label=self.cleaned_data["label"],
            named=self.named if changed & WHO else None,
            nobody=bool(changed & WHO) and self.named is None,
        )


class QuoteForm(Amending):
    """A quote: its words, how it is given, and who said it."""

    spans = forms.CharField(
        max_length=400,
        label=_("The words that were said"),
        help_text=_("Several places, where it is split: 12-40, 55-80."),
    )
    kind = forms.ChoiceField(choices=Quote.Kind.choices, label=_("Given"))
    field_order = ["spans", "kind", "who"]
    nobody = _("nobody can be told")

    def changes(self) -> Changes:
        """What differs from what the form was filled with."""
        changed = set(self.changed_data)
        return Changes(
            spans=tuple(self.spans_of("spans")),
            kind=self.cleaned_data["kind"],
            named=self.named if changed & WHO else None,
            nobody=bool(changed & WHO) and self.named is None,
        )


def proposed_claim(found: Proposal) -> dict[str, str]:
    """A proposal as the form holds it."""
    value = (
        valuing.fields_of(found.value) if found.value else {"comparator": Claim.Comparator.EXACTLY, "granularity": "1"}
    )
    who = str(found.mention.pk) if found.mention else NOBODY
    return {"clause": written(found.clause), "place": written(found.place), "label": found.label, "who": who, **value}


def proposed_quote(found: Proposal) -> dict[str, str]:
    who = str(found.mention.pk) if found.mention else NOBODY
    return {"spans": written(found.place), "kind": found.kind, "who": who}


def held(evidence: Claim | Quote) -> dict[str, str]:
    """What stands, as the form holds it."""
    if isinstance(evidence, Quote):
        spans = ", ".join(f"{span['start']}-{span['end']}" for span in evidence.spans)
        return {"spans": spans, "kind": evidence.kind, "who": str(evidence.speaker_id or NOBODY)}
    return {
        "clause": f"{evidence.start}-{evidence.end}",
        "place": f"{evidence.value_start}-{evidence.value_end}",
        "label": evidence.label,
        "who": str(evidence.holder_id or NOBODY),
        **valuing.fields_of(evidence.value),
    }


def written(span: Span) -> str:
    return f"{span.start}-{span.end}"


def in_words(form: Amending) -> str:
    """How the value reads that the form holds. Raises Refused where it is none."""
    if not isinstance(form, ClaimForm):
        return ""
    if form.is_bound:
        return value_in_words(form.value())
    initial = {name: str(form.initial.get(name, "")) for name in ("dimension", "unit", "low", "high", "granularity")}
    return value_in_words(valuing.value_of({**initial, "comparator": str(form.initial.get("comparator", ""))}))
