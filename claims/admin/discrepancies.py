"""The reviewer's queue and page: what is at odds, both sides of it, and the decision."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Prefetch, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.text import capfirst

from claims import reviewing
from claims.admin.decisions import DecisionForm, decide_all, verdicts_on
from claims.admin.showing import card_of, severity_bar
from claims.models import Claim, Discrepancy, Position, Quote
from sources.models import Source
from sources.readonly import Admin, ReadOnly, badge

SHOWN_CARDS = 20
MOST_AT_ONCE = 200


class StatusFilter(admin.SimpleListFilter):
    """Only what is open, unless asked for more."""

    title = "status"
    parameter_name = "status"

    def lookups(self, request: HttpRequest, model_admin: Admin) -> list[tuple[str, str]]:
        return [("all", "All"), *((str(value), capfirst(label)) for value, label in Discrepancy.Status.choices)]

    def value(self) -> str:
        return super().value() or Discrepancy.Status.OPEN

    def choices(self, changelist: Any) -> Any:
        for value, label in self.lookup_choices:
            query = changelist.get_query_string({self.parameter_name: value})
            yield {"selected": self.value() == value, "query_string": query, "display": label}

    def queryset(self, request: HttpRequest, queryset: QuerySet[Discrepancy]) -> QuerySet[Discrepancy]:
        return queryset if self.value() == "all" else queryset.filter(status=self.value())


class SourceFilter(admin.SimpleListFilter):
    """Those on one side of which a source stands."""

    title = "source"
    parameter_name = "source"

    def lookups(self, request: HttpRequest, model_admin: Admin) -> list[tuple[str, str]]:
        return [(str(pk), name) for pk, name in Source.objects.values_list("pk", "name")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Discrepancy]) -> QuerySet[Discrepancy]:
        value = self.value()
        if not value:
            return queryset
        if not value.isdecimal():
            return queryset.none()
        held = Q(claims__version__article__source=value) | Q(quotes__version__article__source=value)
        return queryset.filter(pk__in=Position.objects.filter(held).values("discrepancy"))


@admin.register(Discrepancy)
class DiscrepancyAdmin(ReadOnly):
    list_display = ["subject_label", "kind_badge", "positions", "status_badge", "severity_shown", "seen"]
    list_filter = [StatusFilter, "kind", SourceFilter]
    list_select_related = ["fact", "utterance"]
    search_fields = ["fact__label", "utterance__label", "positions__label"]
    ordering = ["-severity", "id"]
    actions = ["decide_together"]

    def has_review_permission(self, request: HttpRequest) -> bool:
        return reviewing.may_decide(request.user)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Discrepancy]:
        rows: QuerySet[Discrepancy] = super().get_queryset(request)
        return rows.select_related("fact", "utterance").prefetch_related("positions")

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        row = self.get_object(request, object_id)
        if row is None:
            self.message_user(request, f"There is no discrepancy {object_id}.", messages.WARNING)
            return redirect("admin:claims_discrepancy_changelist")
        if not self.has_view_permission(request, row):
            raise PermissionDenied
        form = DecisionForm(verdicts_on(row.status), request.POST if request.method == "POST" else None)
        if request.method == "POST" and form.is_valid() and self._decided(request, row, form):
            return self._onwards(request, row)
        context = {**self.admin_site.each_context(request), "opts": self.opts, "original": row, "title": str(row)}
        return TemplateResponse(request, "claims/discrepancy.html", context | self._page(request, row, form))

    def _page(self, request: HttpRequest, row: Discrepancy, form: DecisionForm) -> dict[str, Any]:
        return {
            "form": form,
            "may_decide": reviewing.may_decide(request.user),
            "positions": [(position, *cards_of(position)) for position in positions_of(row)],
            "reviews": row.reviews.select_related("reviewer"),
            "severity": severity_bar(row.severity),
            "question": row.subject,
        }

    def _decided(self, request: HttpRequest, row: Discrepancy, form: DecisionForm) -> bool:
        seen = request.POST.get("seen", "")
        try:
            review = reviewing.decide(row, form.cleaned_data["verdict"], request.user, form.cleaned_data["note"], seen)
        except reviewing.Forbidden as refused:
            raise PermissionDenied(str(refused)) from refused
        except reviewing.Refused as refused:
            form.add_error(None, str(refused))
            return False
        self.message_user(request, f"{review.get_verdict_display()}: {row.subject}", messages.SUCCESS)
        return True

    def _onwards(self, request: HttpRequest, row: Discrepancy) -> HttpResponse:
        """To the next in the queue where that was asked for, else back to what was decided."""
        if "_next" not in request.POST:
            return redirect("admin:claims_discrepancy_change", row.pk)
        waiting = Discrepancy.objects.filter(status=Discrepancy.Status.OPEN).exclude(pk=row.pk)
        after = waiting.filter(Q(severity__lt=row.severity) | Q(severity=row.severity, pk__gt=row.pk)).first()
        following = after or waiting.first()
        if following is None:
            self.message_user(request, "That was the last one: nothing is open.", messages.SUCCESS)
            return redirect("admin:claims_discrepancy_changelist")
        return redirect("admin:claims_discrepancy_change", following.pk)

    @admin.action(description="Decide together…", permissions=["review"])
    def decide_together(self, request: HttpRequest, rows: QuerySet[Discrepancy]) -> HttpResponse | None:
        """Asks once for a verdict and a note, and decides each through the same door."""
        if rows.count() > MOST_AT_ONCE:
            self.message_user(request, f"Choose at most {MOST_AT_ONCE}: each has to be looked at.", messages.ERROR)
            return None
        form = DecisionForm(verdicts_on(""), request.POST if "decide" in request.POST else None)
        if "decide" in request.POST and form.is_valid():
            verdict, note = form.cleaned_data["verdict"], form.cleaned_data["note"]
            recorded, refusals = decide_all(rows, verdict, note, request.user, request.POST)
            if recorded:
                self.message_user(request, f"{recorded} decided.", messages.SUCCESS)
            for refusal in refusals:
                self.message_user(request, refusal, messages.ERROR)
            return None
        context = {**self.admin_site.each_context(request), "opts": self.opts, "form": form, "rows": rows}
        return TemplateResponse(request, "claims/decide_together.html", context | {"title": "Decide together"})

    @admin.display(description="about", ordering="fact__label")
    def subject_label(self, row: Discrepancy) -> str:
        return str(row.subject)

    @admin.display(description="kind", ordering="kind")
    def kind_badge(self, row: Discrepancy) -> SafeString:
        return badge(row.kind, row.kind)

    @admin.display(description="status", ordering="status")
    def status_badge(self, row: Discrepancy) -> SafeString:
        return badge(row.get_status_display(), row.status)

    @admin.display(description="severity", ordering="severity")
    def severity_shown(self, row: Discrepancy) -> SafeString:
        return severity_bar(row.severity)

    @admin.display(description="last seen", ordering="last_seen")
    def seen(self, row: Discrepancy) -> str:
        return f"{row.last_seen:%Y-%m-%d}"

    def positions(self, row: Discrepancy) -> SafeString:
        return positions_list(row)


def positions_list(row: Discrepancy) -> SafeString:
    """Each answer and the origins that hold it, in a word or two."""
    sides = ((position.label, ", ".join(position.origins)) for position in row.positions.all())
    return format_html('<ul class="sides">{}</ul>', format_html_join("", "<li><b>{}</b> <span>{}</span></li>", sides))


def positions_of(row: Discrepancy) -> QuerySet[Position]:
    """The positions with all that their cards show, in as many queries however many there are."""
    claims = Claim.objects.select_related("version__article__source", "holder__entity")
    quotes = Quote.objects.select_related("version__article__source", "speaker__entity")
    return Position.objects.filter(discrepancy=row).prefetch_related(
        Prefetch("claims", queryset=claims), Prefetch("quotes", queryset=quotes)
    )


def cards_of(position: Position) -> tuple[list[Any], int]:
    """The first cards of a position, and how many more there are."""
    evidence: list[Claim | Quote] = [*position.claims.all(), *position.quotes.all()]
    return [card_of(one) for one in evidence[:SHOWN_CARDS]], max(0, len(evidence) - SHOWN_CARDS)
