"""The pages by which a reviewer adds evidence that was missed, sets it right, rejects it, and takes that back."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from claims import reviewing
from claims.admin import amending
from claims.admin.amending import Amending, ClaimForm, QuoteForm
from claims.admin.parts import Marks, shown
from claims.admin.showing import name_of, version_address
from claims.analysis.spans import Span
from claims.corrections import correcting, proposing
from claims.highlighting import Mark
from claims.models import Claim, Quote, Review
from sources.models import Article, ArticleVersion
from sources.readonly import Admin

# How much of the text stands beside a form, on each side of what it is about.
BESIDE = 1_500
CLAIM, QUOTE = "claim", "quote"


class WhyForm(forms.Form):
    """Why."""

    note = forms.CharField(
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
        label=gettext_lazy("Note"),
        help_text=gettext_lazy("How you know."),
    )


def urls(model_admin: Admin) -> list[URLPattern]:
    """The addresses of these pages, below an article's."""
    views: dict[str, Any] = {
        "add": add_view,
        "correct": correct_view,
        "reject": reject_view,
        "take-back": take_back_view,
    }
    kinds = {"add": "<int:number>/<str:kind>", "take-back": "<int:review>"}
    return [
        path(
            f"<int:article>/{name}/{kinds.get(name, '<str:evidence>')}/",
            model_admin.admin_site.admin_view(view),
            {"model_admin": model_admin},
            name=f"sources_article_{name.replace('-', '_')}",
        )
        for name, view in views.items()
    ]


def add_view(request: HttpRequest, model_admin: Admin, article: int, number: int, kind: str) -> HttpResponse:
    """Asks what was missed in the words from `start` to `end`, with what the rules would make of them."""
    version = _version(request, article, number)
    if kind not in (CLAIM, QUOTE):
        raise Http404(_("Only claims and quotes are added."))
    selected = _selected(request, version)
    form_class = ClaimForm if kind == CLAIM else QuoteForm
    if request.method == "POST":
        form: Amending = form_class(version, request.POST)
        if _is_final(request, form):
            review = _tried(form, lambda: _add(form, version, request))
            if review is not None:
                return _recorded(request, version, review, _("Added: it is compared from the next grouping on."))
    elif kind == CLAIM:
        form = ClaimForm(version, initial=amending.proposed_claim(proposing.claim(version, selected)))
    else:
        form = QuoteForm(version, initial=amending.proposed_quote(proposing.quote(version, selected)))
    title = _("Add a claim") if kind == CLAIM else _("Add a quote")
    return _page(request, model_admin, version, form, title, kind)


def _add(form: Amending, version: ArticleVersion, request: HttpRequest) -> Review:
    note, named = form.cleaned_data["note"], form.named
    if isinstance(form, ClaimForm):
        clause, place = form.span_of("clause"), form.span_of("place")
        assert clause and place, "the form was valid"
        label = form.cleaned_data["label"]
        return correcting.add_claim(version, clause, place, form.value(), request.user, label, named, note)
    spans = form.spans_of("spans")
    return correcting.add_quote(version, spans, form.cleaned_data["kind"], request.user, named, note=note)


def correct_view(request: HttpRequest, model_admin: Admin, article: int, evidence: str) -> HttpResponse:
    """Asks what is wrong with a claim or quote."""
    row = _evidence(request, article, evidence)
    form_class = ClaimForm if isinstance(row, Claim) else QuoteForm
    data = request.POST if request.method == "POST" else None
    form: Any = form_class(row.version, data, initial=amending.held(row))
    if data is not None and _is_final(request, form):
        note = form.cleaned_data["note"]
        review = _tried(form, lambda: correcting.correct(row, form.changes(), request.user, note))
        if review is not None:
            return _recorded(request, row.version, review, _("Corrected: it is compared anew."))
    title = _("Correct a claim") if isinstance(row, Claim) else _("Correct a quote")
    return _page(request, model_admin, row.version, form, title, CLAIM if isinstance(row, Claim) else QUOTE)


def reject_view(request: HttpRequest, model_admin: Admin, article: int, evidence: str) -> HttpResponse:
    """Asks why, and has it no longer read out of the text."""
    row = _evidence(request, article, evidence)
    form = WhyForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        review = _tried(form, lambda: correcting.reject(row, request.user, form.cleaned_data["note"]))
        if review is not None:
            return _recorded(request, row.version, review, _("Rejected: it is gone from what is compared."))
    what = _("Does the text not say this?")
    context = {
        "question": what,
        "exact": row.exact if isinstance(row, Claim) else row.content,
        "button": _("Reject it"),
    }
    return _asked(request, model_admin, row.version, form, _("Reject"), context)


def take_back_view(request: HttpRequest, model_admin: Admin, article: int, review: int) -> HttpResponse:
    """Asks why, and takes a correction back."""
    rows = Review.objects.select_related("version__article", "reviewer")
    row = rows.filter(pk=review, version__article=article).first()
    if row is None or row.version is None:
        raise Http404(_("This article has no such correction."))
    _permitted(request)
    form = WhyForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        taken = _tried(form, lambda: correcting.undo(row, request.user, form.cleaned_data["note"]))
        if taken is not None:
            return _recorded(request, row.version, taken, _("Taken back: it is again what was read before."))
    context = {"question": _("Take this correction back?"), "review": row, "button": _("Take it back")}
    return _asked(request, model_admin, row.version, form, _("Take back"), context)


def _permitted(request: HttpRequest) -> None:
    if not reviewing.may_decide(request.user) or not request.user.has_perm("sources.view_article"):
        raise PermissionDenied


def _version(request: HttpRequest, article: int, number: int) -> ArticleVersion:
    _permitted(request)
    rows = ArticleVersion.objects.select_related("article__source")
    version = rows.filter(article=article, number=number).first()
    if version is None:
        raise Http404(_("This article has no such version."))
    return version


def _evidence(request: HttpRequest, article: int, name: str) -> Any:
    """The claim ("c12") or quote ("q7") of that name."""
    _permitted(request)
    model: Any = {"c": Claim, "q": Quote}.get(name[:1])
    rows = model and model.objects.select_related("version__article__source")
    row = rows.filter(pk=int(name[1:]), version__article=article).first() if rows and name[1:].isdecimal() else None
    if row is None:
        raise Http404(_("This is no longer in what was read of the article: it was rejected, or read otherwise."))
    return row


def _selected(request: HttpRequest, version: ArticleVersion) -> Span:
    """The words that the address names; where it names none in the text, the first of it."""
    start, end = (request.GET.get(name, "") for name in ("start", "end"))
    if start.isdecimal() and end.isdecimal() and int(start) < int(end) <= len(version.text):
        return Span(int(start), int(end))
    if not version.text.strip():
        raise Http404(_("This version has no text."))
    return Span(0, min(len(version.text), 80))


def _is_final(request: HttpRequest, form: Amending) -> bool:
    return form.is_valid() and "preview" not in request.POST


def _tried(form: forms.Form, act: Any) -> Review | None:
    """What the door answers; where it refuses, the form says why."""
    try:
        review: Review = act()
    except reviewing.Refused as refused:
        form.add_error(None, str(refused))
        return None
    return review


def _recorded(request: HttpRequest, version: ArticleVersion, review: Review, text: str) -> HttpResponse:
    messages.success(request, text)
    claim = Claim.objects.filter(corrected_by=review, version=version).first()
    made = claim or Quote.objects.filter(corrected_by=review, version=version).first()
    offset = f"&at={made.start}#{name_of(made)}" if made else ""
    return redirect(f"{version_address(version)}{offset}")


def _page(
    request: HttpRequest, model_admin: Admin, version: ArticleVersion, form: Amending, title: str, kind: str
) -> HttpResponse:
    """The form, with the text beside it in which the words that it is about are marked."""
    found = Marks()
    roles = {"clause": "claim", "place": "value", "spans": "quote", "name": "speaker"}
    for name, mark in roles.items():
        for span in form.spans_of(name) if name in form.fields else ():
            found.marks.append(Mark(span, mark))
    first = min((mark.span.start for mark in found.marks), default=0)
    last = max((mark.span.end for mark in found.marks), default=0)
    text = version.text
    part = Span(max(0, first - BESIDE), max(1, min(len(text), last + BESIDE)))
    try:
        reads, refused = amending.in_words(form), ""
    except reviewing.Refused as why:
        reads, refused = "", str(why) if form.is_bound else ""
    context = {"form": form, "kind": kind, "reads": reads, "refused": "" if form.errors else refused}
    context |= {"pieces": shown(text, part, found), "part": part, "more": (part.start > 0, part.end < len(text))}
    return _answer(request, model_admin, version, title, "claims/correct.html", context)


def _asked(
    request: HttpRequest,
    model_admin: Admin,
    version: ArticleVersion,
    form: WhyForm,
    title: str,
    context: dict[str, Any],
) -> HttpResponse:
    return _answer(request, model_admin, version, title, "claims/correct_why.html", {"form": form, **context})


def _answer(
    request: HttpRequest, model_admin: Admin, version: ArticleVersion, title: str, name: str, context: dict[str, Any]
) -> HttpResponse:
    around = {**model_admin.admin_site.each_context(request), "opts": model_admin.opts, "original": version.article}
    return TemplateResponse(
        request, name, {**around, "title": title, "version": version, "back": version_address(version), **context}
    )


def address(name: str, article: Article | int, *args: object) -> str:
    """The address of one of these pages."""
    pk = article if isinstance(article, int) else article.pk
    return reverse(f"admin:sources_article_{name}", args=[pk, *args])
