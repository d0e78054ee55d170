"""What was decided, by whom and why. Never edited: to decide otherwise is one more review."""

import json
from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy

from claims import reviewing, ruling
from claims.admin.pages import Page
from claims.admin.rulings import undo_view
from claims.admin.showing import link, version_address
from claims.admin.translating import answer_of
from claims.models import Position, Review
from claims.templatetags.people import known_as
from sources.models import ArticleVersion
from sources.readonly import ReadOnly, badge

HELD = ("held_apart", "held_together")
MOST_VERSIONS = 50


@admin.register(Review)
class ReviewAdmin(Page, ReadOnly):
    change_form_template = "claims/review.html"
    list_display = ["created_at", "decision", "on", "by", "note"]
    list_filter = ["verdict", "reviewer", "created_at"]
    list_select_related = [
        *("discrepancy__fact", "discrepancy__utterance", "entity", "fact", "utterance"),
        *("version__article", "reviewer"),
    ]
    search_fields = ["note", "discrepancy__fact__label", "discrepancy__utterance__label", "entity__name", "fact__label"]
    fields = [
        *("on", "verdict", "by", "created_at", "note", "undoes"),
        *("held_apart", "held_together", "rules", "versions", "decided_on", "fingerprint"),
    ]
    readonly_fields = ["on", "by", "versions", "decided_on", *HELD]
    when_empty = gettext_lazy("Nobody has decided anything yet.")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Review]:
        rows: QuerySet[Review] = super().get_queryset(request)
        return rows.defer("version__text")

    @admin.display(description=gettext_lazy("decision"), ordering="verdict")
    def decision(self, review: Review) -> SafeString:
        return badge(review.get_verdict_display(), review.verdict)

    @admin.display(description=gettext_lazy("on"))
    def on(self, review: Review) -> SafeString:
        """Corrections are on a version, which is shown on the page of its article."""
        return link(review.version.article, review.version) if review.version else link(review.subject)

    @admin.display(description=gettext_lazy("reviewer"), ordering="reviewer__username")
    def by(self, review: Review) -> str:
        return known_as(review.reviewer)

    @admin.display(description=gettext_lazy("pairs kept apart"))
    def held_apart(self, review: Review) -> int:
        return review.aparts.count()

    @admin.display(description=gettext_lazy("pieces kept together"))
    def held_together(self, review: Review) -> int:
        return review.togethers.count()

    @admin.display(description=gettext_lazy("decided on versions"))
    def versions(self, review: Review) -> SafeString | str:
        """The versions that the evidence stood in when it was decided on."""
        ids = {
            pk for part in (review.evidence, *review.evidence.get("positions", ())) for pk in part.get("versions", ())
        }
        rows = ArticleVersion.objects.filter(pk__in=ids).select_related("article__source").defer("text")
        shown = ((version_address(row), row.article.source.name, row) for row in rows[:MOST_VERSIONS])
        return format_html_join("", '<p><a href="{}">{}: {}</a></p>', shown) or "—"

    @admin.display(description=gettext_lazy("evidence"))
    def decided_on(self, review: Review) -> SafeString | str:
        """What was decided on, as it stood: the positions and who held them; the names, or the fields, as they are."""
        sides = [
            (answer_of(Position(label=side["label"], answer=side)), ", ".join(side["origins"]))
            for side in review.evidence.get("positions", ())
        ]
        names = ", ".join(review.evidence.get("names", ()))
        told = format_html_join("", "<p><b>{}</b> {}</p>", sides) or names
        return told or (json.dumps(review.evidence, ensure_ascii=False) if review.evidence else "—")

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.undo_view)
        return [path("<int:pk>/undo/", view, name="claims_review_undo"), *super().get_urls()]

    def undo_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        return undo_view(self, request, pk)

    def context_of(self, request: HttpRequest, row: Review) -> dict[str, Any]:
        return {"may_undo": reviewing.may_decide(request.user) and ruling.stands(row)}
