"""The reviewer's queue: what is at odds, who is on it, and what it waits for."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import admin, messages
from django.contrib.admin.views.main import ChangeList
from django.core.exceptions import PermissionDenied
from django.db.models import BooleanField, ExpressionWrapper, Q, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, QueryDict
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.timesince import timesince
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from claims import reviewing
from claims.admin import onwards, queue, savedviews, weighing
from claims.admin.decisions import DecisionForm, decide_all, verdicts_on
from claims.admin.showing import severity_bar
from claims.admin.translating import answer_of, kind_of
from claims.models import Discrepancy, Review
from claims.workbench import judging, leasing
from sources.models import Article
from sources.readonly import ReadOnly, badge

MOST_AT_ONCE = 200


class Queue(ChangeList):
    """The stock list; what is opened from it carries its filters along."""

    def get_queryset(self, request: HttpRequest, exclude_parameters: Any = None) -> QuerySet[Discrepancy]:
        rows: QuerySet[Discrepancy] = super().get_queryset(request, exclude_parameters)
        self.carried = queue.carried_by(request.GET)
        return rows.select_related("fact", "utterance", "lease__holder").annotate(
            given=judging.has_given(queue.person_of(request)),
            mine=ExpressionWrapper(Q(lease__holder=queue.person_of(request)), BooleanField()),
        )

    def url_for_result(self, result: Any) -> str:
        address = reverse("admin:claims_discrepancy_change", args=[result.pk])
        return f"{address}?{urlencode({queue.CARRIED: self.carried})}" if self.carried else address


@admin.register(Discrepancy)
class DiscrepancyAdmin(ReadOnly):
    change_list_template = "claims/queue.html"
    list_display = ["question", "kind_badge", "positions", "severity_shown", "age", "state"]
    list_filter = [queue.Asked]
    # The words are one of the queue's filters; named here, they are what the stock list calls a search.
    search_fields = ["fact__label", "utterance__label"]
    ordering = ["-severity", "id"]
    actions = ["decide_together"]
    preserve_filters = False
    show_facets = admin.ShowFacets.NEVER

    def has_review_permission(self, request: HttpRequest) -> bool:
        return reviewing.may_decide(request.user)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Discrepancy]:
        rows: QuerySet[Discrepancy] = super().get_queryset(request)
        return rows.select_related("fact", "utterance").prefetch_related("positions")

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Discrepancy], search_term: str
    ) -> tuple[QuerySet[Discrepancy], bool]:
        """The filters have them."""
        return queryset, False

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        return Queue

    def get_paginator(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        pages: Any = super().get_paginator(request, *args, **kwargs)
        if queue.SLOW & queue.asked_in(request.GET).keys():
            pages.most = queue.MOST_COUNTED
        return pages

    def get_urls(self) -> list[URLPattern]:
        views: dict[str, tuple[Any, str]] = {
            "take/": (self.take_view, "take"),
            "views/": (self.save_view, "save_view"),
            "views/<int:pk>/": (self.saved_view, "saved_view"),
        }
        guarded = self.admin_site.admin_view
        own = [path(route, guarded(view), name=f"claims_discrepancy_{name}") for route, (view, name) in views.items()]
        return [*own, *onwards.urls(self), *super().get_urls()]

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        asked, carried = queue.asked_in(request.GET), queue.carried_by(request.GET)
        around = {
            "title": _("Queue"),
            "carried": carried,
            "filters": queue.QueueForm(queue.initial_of(asked)),
            "filtered": bool(asked),
            "chips": queue.chips(request.GET),
            "offered": queue.offered(asked),
            "views": savedviews.views_for(request),
            "may_decide": reviewing.may_decide(request.user),
            "may_save": request.user.has_perm("claims.add_savedview"),
            "may_delete_any": savedviews.may_delete_any(request),
            "anything": Article.objects.exists(),
        }
        response: HttpResponse = super().changelist_view(request, around | (extra_context or {}))
        return response

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        return weighing.change_view(self, request, object_id, extra_context)

    def take_view(self, request: HttpRequest) -> HttpResponse:
        """The next of the view that nobody else has, leased and opened."""
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        if not reviewing.may_decide(request.user):
            raise PermissionDenied
        carried = queue.carried_by(QueryDict(request.POST.get(queue.CARRIED, "")))
        waiting, person = queue.waiting_of(carried, queue.person_of(request)), queue.person_of(request)
        row = leasing.take(person, waiting)
        if row is not None:
            return redirect(onwards.address_of(row, request))
        if waiting.exists():
            told = _("All that is open here is before somebody else, or waits for another opinion than yours.")
        else:
            told = _("Nothing is open in this view.")
        self.message_user(request, told, messages.INFO)
        return savedviews.back_to(carried)

    def save_view(self, request: HttpRequest) -> HttpResponse:
        return savedviews.save_view(self, request)

    def saved_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        return savedviews.act_on_view(self, request, pk)

    @admin.action(description=gettext_lazy("Decide together…"), permissions=["review"])
    def decide_together(self, request: HttpRequest, rows: QuerySet[Discrepancy]) -> HttpResponse | None:
        """Asks once for a verdict and a note, and decides each through the same door."""
        if "decide" in request.POST:
            # What left the list meanwhile was chosen too: it is refused, which says why.
            ticked = [pk for pk in request.POST.getlist("_selected_action") if pk.isdecimal()]
            rows = self.get_queryset(request).filter(pk__in=ticked)
        chosen = list(rows[: MOST_AT_ONCE + 1])
        if len(chosen) > MOST_AT_ONCE:
            told = _("Choose at most %(number)s: each has to be looked at.") % {"number": MOST_AT_ONCE}
            self.message_user(request, told, messages.ERROR)
            return None
        form = DecisionForm(verdicts_on(""), request.POST if "decide" in request.POST else None)
        if "decide" in request.POST and form.is_valid():
            outcome = decide_all(
                chosen, form.cleaned_data["verdict"], form.cleaned_data["note"], request.user, request.POST
            )
            for told, level in outcome.told():
                self.message_user(request, told, level)
            return None
        seen = _last_reviews(chosen)
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "form": form,
            "rows": [(row, seen.get(row.pk, 0)) for row in chosen],
            "title": _("Decide together"),
            "carried": queue.carried_by(request.GET),
        }
        return TemplateResponse(request, "claims/decide_together.html", context)

    @admin.display(description=gettext_lazy("question"), ordering="fact__label")
    def question(self, row: Discrepancy) -> str:
        return str(row.subject)

    @admin.display(description=gettext_lazy("kind"), ordering="kind")
    def kind_badge(self, row: Discrepancy) -> SafeString:
        return badge(kind_of(row.kind), row.kind)

    @admin.display(description=gettext_lazy("positions"))
    def positions(self, row: Discrepancy) -> SafeString:
        return positions_list(row)

    @admin.display(description=gettext_lazy("severity"), ordering="severity")
    def severity_shown(self, row: Discrepancy) -> SafeString:
        return severity_bar(row.severity)

    @admin.display(description=gettext_lazy("first seen"), ordering="first_seen")
    def age(self, row: Discrepancy) -> SafeString:
        day = date_format(timezone.localtime(row.first_seen), "DATE_FORMAT")
        ago = _("%(time)s ago") % {"time": timesince(row.first_seen, depth=1)}
        moment = row.first_seen.isoformat()
        return format_html('<time class="age" datetime="{}" title="{}">{}</time>', moment, day, ago)

    @admin.display(description=gettext_lazy("state"), ordering="status")
    def state(self, row: Discrepancy) -> SafeString:
        """What was decided, what it waits for, and who is on it now."""
        told = [badge(row.get_status_display(), row.status)] if row.status != Discrepancy.Status.OPEN else []
        if row.awaits:
            told.append(badge(row.get_awaits_display(), "warn"))
        if getattr(row, "given", False):
            told.append(format_html('<span class="quiet">{}</span>', _("yours is in")))
        lease = getattr(row, "lease", None)
        if lease and lease.until > timezone.now():
            until = date_format(timezone.localtime(lease.until), "TIME_FORMAT")
            if getattr(row, "mine", False):
                who, tone = _("yours until %(time)s") % {"time": until}, "quiet"
            else:
                who, tone = _("%(who)s has it until %(time)s") % {"who": lease.holder, "time": until}, "held"
            told.append(format_html('<span class="{}">{}</span>', tone, who))
        return format_html_join(" ", "{}", ((each,) for each in told)) if told else badge(_("open"), "open")


def positions_list(row: Discrepancy) -> SafeString:
    """Each answer and the origins that hold it, in a word or two."""
    sides = ((answer_of(position), ", ".join(position.origins)) for position in row.positions.all())
    return format_html('<ul class="sides">{}</ul>', format_html_join("", "<li><b>{}</b> <span>{}</span></li>", sides))


def _last_reviews(rows: list[Discrepancy]) -> dict[int, int]:
    """Discrepancy ─▶ its last decision, of those that have one."""
    found = Review.objects.filter(discrepancy__in=rows).order_by("pk").values_list("discrepancy", "pk")
    return {discrepancy: pk for discrepancy, pk in found if discrepancy is not None}
