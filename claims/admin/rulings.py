"""Putting together, keeping apart and taking back, on entities, facts and utterances: each shows first what it does."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from claims import foreseeing, reviewing, ruling
from claims.admin.pages import Page
from claims.admin.seeking import found, suggested
from claims.admin.showing import link
from claims.models import Review
from sources.readonly import Admin, ReadOnly

MOST_AT_ONCE = 50
AGAIN = gettext_lazy("The worker groups it again now; until then this page shows it as it was.")


class NoteForm(forms.Form):
    """Why."""

    note = forms.CharField(
        label=gettext_lazy("Note"),
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
        help_text=gettext_lazy("How you know."),
    )


class DivisionForm(NoteForm):
    """Which of the evidence is of something else."""

    field_order = ["chosen", "note"]

    def __init__(self, label: str, choices: list[tuple[Any, str]], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = forms.MultipleChoiceField(choices=choices, widget=forms.CheckboxSelectMultiple, label=label)
        self.fields["chosen"] = field
        self.order_fields(self.field_order)


class Ruled(Page, ReadOnly):
    """An admin of what reviewers put together and keep apart: by ticking rows, or from the page of one."""

    actions = ["unite"]

    def choices_of(self, row: Any) -> tuple[str, list[tuple[Any, str]]]:
        """What the page to keep apart asks, and what can be ticked there."""
        raise NotImplementedError

    def get_urls(self) -> list[URLPattern]:
        name = f"claims_{self.opts.model_name}"
        views = [("unite", self.unite_view), ("split", self.split_view)]
        own = [path(f"<int:pk>/{do}/", self.admin_site.admin_view(view), name=f"{name}_{do}") for do, view in views]
        return [*own, *super().get_urls()]

    def has_review_permission(self, request: HttpRequest) -> bool:
        return reviewing.may_decide(request.user)

    @admin.action(description=gettext_lazy("Put together…"), permissions=["review"])
    def unite(self, request: HttpRequest, rows: QuerySet[Any]) -> HttpResponse | None:
        """Shows what would be one from then on, and with a note makes it so."""
        return self._united(request, list(rows[: MOST_AT_ONCE + 1]))

    def unite_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Looks for what may be the same as this one; what is ticked is put together with it."""
        row = self._permitted(request, pk)
        asked = request.GET.get("q", "").strip()
        if request.method == "POST":
            ids = [int(pk) for pk in request.POST.getlist("_selected_action") if pk.isdecimal()]
            chosen = list(self.model._default_manager.filter(pk__in={*ids, row.pk})[: MOST_AT_ONCE + 1])
            if response := self._united(request, chosen):
                return response
        context = self._around(request, row, _("Put together with…")) | {"asked": asked}
        looked = found(self, request, row, asked) if asked else suggested(row)
        return TemplateResponse(request, "claims/seek.html", context | {"found": looked})

    def _united(self, request: HttpRequest, chosen: list[Any]) -> HttpResponse | None:
        """The preview, or the way on once it is done; None where it was refused, and a message says why."""
        if len(chosen) > MOST_AT_ONCE:
            told = _("Choose at most %(most)d: each has to be looked at.")
            self.message_user(request, told % {"most": MOST_AT_ONCE}, messages.ERROR)
            return None
        confirmed = "confirm" in request.POST
        form = NoteForm(request.POST if confirmed else None)
        try:
            if confirmed and form.is_valid():
                review = ruling.unite(chosen, request.user, form.cleaned_data["note"])
                told = _("%(names)s: put together.") % {"names": " + ".join(review.evidence["names"])}
                return self._done(request, review, told)
            with transaction.atomic():
                outlook = foreseeing.of_uniting(ruling.parts_of(chosen))
        except reviewing.Refused as refused:
            self.message_user(request, refusal(refused), messages.ERROR)
            return None
        context = self._around(request, None, _("Put together")) | {"form": form, "outlook": outlook}
        return TemplateResponse(request, "claims/unite.html", context)

    def split_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Asks what is of something else, shows what keeping it apart would do, and does it."""
        row = self._permitted(request, pk)
        question, choices = self.choices_of(row)
        form = DivisionForm(question, choices, request.POST if request.method == "POST" else None)
        context = self._around(request, row, question) | {"form": form}
        if form.is_valid():
            try:
                outlook, review = self._divided(request, row, form)
                if review is not None:
                    told = _("%(names)s: kept apart.") % {"names": ", ".join(review.evidence["names"])}
                    return self._done(request, review, told)
                context |= {"outlook": outlook, "note": NoteForm(initial=form.cleaned_data)}
            except reviewing.Refused as refused:
                form.add_error(None, refusal(refused))
        return TemplateResponse(request, "claims/split.html", context)

    def _divided(self, request: HttpRequest, row: Any, form: DivisionForm) -> tuple[Any, Review | None]:
        chosen: list[Any] = form.cleaned_data["chosen"]
        if row._meta.model_name != "entity":
            chosen = [int(pk) for pk in chosen]
        if "confirm" not in request.POST:
            return foreseeing.of_dividing(row, *ruling.sides_of(row, chosen)), None
        divide: Any = ruling.separate if row._meta.model_name == "entity" else ruling.split
        return None, divide(row, chosen, request.user, form.cleaned_data["note"])

    def _permitted(self, request: HttpRequest, pk: int) -> Any:
        row = self.model._default_manager.filter(pk=pk).first()
        if row is None:
            told = _("There is no %(kind)s %(number)d: it may have been put together with another one.")
            raise Http404(told % {"kind": self.opts.verbose_name, "number": pk})
        if not self.has_view_permission(request, row) or not reviewing.may_decide(request.user):
            raise PermissionDenied
        return row

    def _around(self, request: HttpRequest, row: Any, title: str) -> dict[str, Any]:
        return {**self.admin_site.each_context(request), "opts": self.opts, "original": row, "title": title}

    def _done(self, request: HttpRequest, review: Review, told: str) -> HttpResponse:
        self.message_user(request, f"{told} {AGAIN}", messages.SUCCESS)
        return redirect(f"admin:claims_{self.opts.model_name}_change", review.subject.pk)


def refusal(refused: reviewing.Refused) -> SafeString:
    """Why it was refused, and the ruling that stands against it, where there is one."""
    if refused.review is None:
        return format_html("{}", str(refused))
    return format_html("{} {}", str(refused), link(refused.review, _("See that decision")))


def undo_view(model_admin: Admin, request: HttpRequest, pk: int) -> HttpResponse:
    """Asks for a note, and takes a ruling back."""
    related = ("reviewer", "entity", "fact", "utterance", "discrepancy__fact", "discrepancy__utterance", "version")
    review = Review.objects.select_related(*related).filter(pk=pk).first()
    if review is None:
        raise Http404(_("There is no review %(number)d.") % {"number": pk})
    if not model_admin.has_view_permission(request, review) or not reviewing.may_decide(request.user):
        raise PermissionDenied
    form = NoteForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            ruling.undo(review, request.user, form.cleaned_data["note"])
        except reviewing.Refused as refused:
            form.add_error(None, refusal(refused))
        else:
            told = _("Taken back: the worker groups again what it held.")
            model_admin.message_user(request, told, messages.SUCCESS)
            subject = review.subject._meta
            return redirect(f"admin:{subject.app_label}_{subject.model_name}_change", review.subject.pk)
    context = {**model_admin.admin_site.each_context(request), "opts": model_admin.opts, "review": review, "form": form}
    return TemplateResponse(request, "claims/undo.html", context | {"title": _("Take back"), "original": review})
