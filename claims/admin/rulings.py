"""Putting entities or facts together, taking claims out of a fact, and taking a ruling back: each asks first."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse

from claims import reviewing
from claims.admin.showing import value_of
from claims.models import Claim, Entity, Fact, Review
from sources.readonly import Admin

MOST_AT_ONCE = 50


class NoteForm(forms.Form):
    """Why."""

    note = forms.CharField(widget=forms.Textarea(attrs={"rows": 3}), required=False, help_text="How you know.")


class SplitForm(NoteForm):
    """Which of a fact's claims answer another question."""

    claims = forms.MultipleChoiceField(widget=forms.CheckboxSelectMultiple, label="Claims that answer another question")
    field_order = ["claims", "note"]

    def __init__(self, fact: Fact, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        held = fact.claims.filter(live=True).select_related("version__article__source")
        choices = [(claim.pk, f"{value_of(claim)} — {claim.version.article.source}: {claim.exact}") for claim in held]
        self.fields["claims"] = forms.MultipleChoiceField(
            choices=choices, widget=forms.CheckboxSelectMultiple, label="Claims that answer another question"
        )


class Uniting(Admin):
    """An admin of entities or facts, of which two or more can be put together."""

    actions = ["unite"]

    def has_review_permission(self, request: HttpRequest) -> bool:
        return reviewing.may_decide(request.user)

    @admin.action(description="Put together…", permissions=["review"])
    def unite(self, request: HttpRequest, rows: QuerySet[Any]) -> HttpResponse | None:
        """Shows what would be one from then on, and with a note makes it so."""
        chosen = list(rows[: MOST_AT_ONCE + 1])
        if len(chosen) > MOST_AT_ONCE:
            self.message_user(request, f"Choose at most {MOST_AT_ONCE}: each has to be looked at.", messages.ERROR)
            return None
        form = NoteForm(request.POST if "confirm" in request.POST else None)
        try:
            with transaction.atomic():
                parts = reviewing.parts_of(chosen)
            if "confirm" in request.POST and form.is_valid():
                review = reviewing.unite(chosen, request.user, form.cleaned_data["note"])
                text = f"{' and '.join(review.evidence['names'])}: put together from the next grouping on."
                self.message_user(request, text, messages.SUCCESS)
                return redirect("admin:claims_review_change", review.pk)
        except reviewing.Refused as refused:
            self.message_user(request, str(refused), messages.ERROR)
            return None
        context = {**self.admin_site.each_context(request), "opts": self.opts, "form": form, "title": "Put together"}
        return TemplateResponse(request, "claims/unite.html", context | {"parts": preview(parts)})


def preview(parts: dict[Entity | Fact, list[str]]) -> list[tuple[Entity | Fact, int, str]]:
    """Each part with how much live evidence it has, and how that reads; the one that stays comes first."""
    return [(part, len(anchors), _reads(part)) for part, anchors in parts.items()]


def _reads(part: Entity | Fact) -> str:
    if isinstance(part, Entity):
        return ", ".join(part.names)
    claims = Claim.objects.filter(fact=part, live=True).select_related("version__article__source")
    return "; ".join(dict.fromkeys(f"{claim.version.article.source}: {value_of(claim)}" for claim in claims[:10]))


def split_view(model_admin: Admin, request: HttpRequest, pk: int) -> HttpResponse:
    """Asks which claims of a fact answer another question, and keeps them apart."""
    fact = Fact.objects.filter(pk=pk).first()
    if fact is None:
        raise Http404(f"There is no fact {pk}: it may have been put together with another one.")
    if not model_admin.has_view_permission(request, fact) or not reviewing.may_decide(request.user):
        raise PermissionDenied
    form = SplitForm(fact, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        chosen = [int(claim) for claim in form.cleaned_data["claims"]]
        try:
            review = reviewing.split(fact, chosen, request.user, form.cleaned_data["note"])
        except reviewing.Refused as refused:
            form.add_error(None, str(refused))
        else:
            text = f"{', '.join(review.evidence['names'])}: kept apart from the next grouping on."
            model_admin.message_user(request, text, messages.SUCCESS)
            return redirect("admin:claims_fact_change", fact.pk)
    context = {**model_admin.admin_site.each_context(request), "opts": model_admin.opts, "original": fact, "form": form}
    return TemplateResponse(request, "claims/split.html", context | {"title": f"What is not the {fact}?"})


def undo_view(model_admin: Admin, request: HttpRequest, pk: int) -> HttpResponse:
    """Asks for a note, and takes a ruling back."""
    review = Review.objects.select_related("reviewer", "entity", "fact", "discrepancy").filter(pk=pk).first()
    if review is None:
        raise Http404(f"There is no review {pk}.")
    if not model_admin.has_view_permission(request, review) or not reviewing.may_decide(request.user):
        raise PermissionDenied
    form = NoteForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            taken = reviewing.undo(review, request.user, form.cleaned_data["note"])
        except reviewing.Refused as refused:
            form.add_error(None, str(refused))
        else:
            model_admin.message_user(request, "Taken back: it is grouped again without it.", messages.SUCCESS)
            return redirect("admin:claims_review_change", taken.pk)
    context = {**model_admin.admin_site.each_context(request), "opts": model_admin.opts, "review": review, "form": form}
    return TemplateResponse(request, "claims/undo.html", context | {"title": "Take back", "original": review})
