"""What was decided, by whom and why. Never edited: to decide otherwise is one more review."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.utils.safestring import SafeString

from claims import reviewing
from claims.admin.pages import Page
from claims.admin.rulings import undo_view
from claims.admin.showing import link
from claims.models import Review
from sources.readonly import ReadOnly, badge

HELD = ("held_apart", "held_together")


@admin.register(Review)
class ReviewAdmin(Page, ReadOnly):
    change_form_template = "claims/review.html"
    list_display = ["created_at", "decision", "on", "reviewer", "note"]
    list_filter = ["verdict", "reviewer", "created_at"]
    list_select_related = ["discrepancy__fact", "discrepancy__utterance", "entity", "fact", "reviewer"]
    search_fields = ["note", "discrepancy__fact__label", "discrepancy__utterance__label", "entity__name", "fact__label"]
    fields = [
        "on",
        "verdict",
        "reviewer",
        "created_at",
        "note",
        "undoes",
        "held_apart",
        "held_together",
        "evidence",
        "fingerprint",
    ]
    readonly_fields = ["on", *HELD]

    @admin.display(ordering="verdict")
    def decision(self, review: Review) -> SafeString:
        return badge(review.get_verdict_display(), review.verdict)

    @admin.display(description="on")
    def on(self, review: Review) -> SafeString:
        return link(review.subject)

    @admin.display(description="pairs kept apart")
    def held_apart(self, review: Review) -> int:
        return review.aparts.count()

    @admin.display(description="pieces kept together")
    def held_together(self, review: Review) -> int:
        return review.togethers.count()

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.undo_view)
        return [path("<int:pk>/undo/", view, name="claims_review_undo"), *super().get_urls()]

    def undo_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        return undo_view(self, request, pk)

    def context_of(self, request: HttpRequest, row: Review) -> dict[str, Any]:
        return {"may_undo": reviewing.may_decide(request.user) and reviewing.stands(row)}
