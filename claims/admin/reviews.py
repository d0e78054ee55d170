"""What was decided, by whom and why. Never edited: to decide otherwise is one more review."""

from django.contrib import admin
from django.utils.safestring import SafeString

from claims.admin.showing import link
from claims.models import Review
from sources.readonly import ReadOnly, badge


@admin.register(Review)
class ReviewAdmin(ReadOnly):
    list_display = ["created_at", "decision", "on", "reviewer", "note"]
    list_filter = ["verdict", "reviewer", "created_at"]
    list_select_related = ["discrepancy__fact", "discrepancy__utterance", "entity", "reviewer"]
    search_fields = ["note", "discrepancy__fact__label", "discrepancy__utterance__label", "entity__name"]
    fields = ["on", "verdict", "reviewer", "created_at", "note", "held_apart", "evidence", "fingerprint"]
    readonly_fields = ["on", "held_apart"]

    @admin.display(ordering="verdict")
    def decision(self, review: Review) -> SafeString:
        return badge(review.get_verdict_display(), review.verdict)

    @admin.display(description="on")
    def on(self, review: Review) -> SafeString:
        subject = review.discrepancy or review.entity
        assert subject is not None, "the constraint review_has_one_subject holds"
        return link(subject)

    @admin.display(description="pairs kept apart")
    def held_apart(self, review: Review) -> int:
        return review.aparts.count()
