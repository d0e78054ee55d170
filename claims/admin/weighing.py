"""The page of one discrepancy: both sides of it, the decision, and on to the next."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _

from claims import reviewing
from claims.admin import onwards, seen
from claims.admin.answers import drawn, table, wordings
from claims.admin.decisions import KEYS, DecisionForm, verdicts_on
from claims.admin.opinions import double, with_opinions
from claims.admin.queue import person_of
from claims.admin.severity import parts_of
from claims.admin.showing import link, severity_bar
from claims.admin.sides import sides_of
from claims.models import Discrepancy, Lease, Opinion, Review
from claims.workbench import leasing
from sources.readonly import Admin

OPEN = Discrepancy.Status.OPEN


def change_view(
    model_admin: Admin, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
) -> HttpResponse:
    row = model_admin.get_object(request, object_id)
    if row is None:
        told = _("There is no discrepancy %(number)s.") % {"number": object_id}
        model_admin.message_user(request, told, messages.WARNING)
        return redirect("admin:claims_discrepancy_changelist")
    if not model_admin.has_view_permission(request, row):
        raise PermissionDenied
    form, refused = DecisionForm(verdicts_on(row.status)), None
    if "_take_over" in request.POST:
        form = DecisionForm(verdicts_on(row.status), initial=request.POST.dict())
        _take_over(request, row)
    elif request.method == "POST":
        form = DecisionForm(verdicts_on(row.status), request.POST)
        if form.is_valid():
            outcome = _decided(request, row, form)
            if isinstance(outcome, Review | Opinion):
                return _onwards(model_admin, request, row, outcome)
            refused = outcome
            row.refresh_from_db()
    context = {**model_admin.admin_site.each_context(request), "opts": model_admin.opts, "original": row}
    page = _page(request, row, form, refused)
    return TemplateResponse(request, "claims/discrepancy.html", context | page | (extra_context or {}))


def _page(
    request: HttpRequest, row: Discrepancy, form: DecisionForm, refused: reviewing.Refused | None
) -> dict[str, Any]:
    sides = sides_of(row)
    positions = [side.position for side in sides]
    reviews = with_opinions(list(row.reviews.select_related("reviewer")))
    meanwhile = []
    if refused is not None:
        form.add_error(None, str(refused))
        meanwhile = seen.changes(seen.opened(request.POST.get("seen", "")), positions, reviews)
    return {
        "title": str(row),
        "question": row.subject,
        "sides": sides,
        "chart": drawn(row, sides),
        "rows": table(sides),
        "wordings": wordings(sides),
        "severity": severity_bar(row.severity),
        "severity_parts": parts_of(row),
        "reviews": reviews,
        "seen": seen.seal(row, positions, reviews),
        "meanwhile": meanwhile,
        "came_from": onwards.queue_of(request),
        "query": onwards.query_of(request),
        "last": request.session.get(onwards.LAST),
        "form": form,
        "keys": [(KEYS[verdict], verdict.label) for verdict in verdicts_on(row.status)],
        **_deciding(request, row, reviews),
    }


def _deciding(request: HttpRequest, row: Discrepancy, reviews: list[Review]) -> dict[str, Any]:
    """Whether this person may decide now, and if not, why."""
    person = person_of(request)
    told = double(person, row)
    if not reviewing.may_decide(person):
        return {"may_decide": False, **told}
    lease = _lease(request, row, person, wanted=row.status == OPEN and not told["own"])
    last = reviews[0] if reviews else None
    standing = last is not None and last.reviewer_id == person.pk and last.verdict != Review.Verdict.REOPENED
    return {
        "may_decide": True,
        "lease": lease,
        "lease_seconds": settings.REVIEW_LEASE_SECONDS,
        "may_take_back": bool(told["own"]) or standing and row.status not in (OPEN, Discrepancy.Status.CLOSED),
        **told,
    }


def _lease(request: HttpRequest, row: Discrepancy, person: User, wanted: bool) -> Lease | None:
    """Another's lease on it. Who opens the page has it before them from now on, unless nothing is wanted of them."""
    fetched_ahead = "prefetch" in request.headers.get("Sec-Purpose", "")
    if not wanted or request.method == "HEAD" or fetched_ahead:
        return leasing.held_by_another(row, person)
    lease = leasing.hold(row, person)
    return lease if lease.holder_id != person.pk else None


def _take_over(request: HttpRequest, row: Discrepancy) -> None:
    person = person_of(request)
    if not reviewing.may_decide(person):
        raise PermissionDenied
    leasing.take_over(row, person)


def _decided(request: HttpRequest, row: Discrepancy, form: DecisionForm) -> Review | Opinion | reviewing.Refused:
    was = seen.opened(request.POST.get("seen", ""))
    verdict, note = form.cleaned_data["verdict"], form.cleaned_data["note"]
    try:
        return reviewing.decide(row, verdict, request.user, note, was.fingerprint, was.review)
    except reviewing.Forbidden as refused:
        raise PermissionDenied(str(refused)) from refused
    except reviewing.Refused as refused:
        return refused


def _onwards(model_admin: Admin, request: HttpRequest, row: Discrepancy, outcome: Review | Opinion) -> HttpResponse:
    """To the next in the queue where that was asked for, else back to what was decided."""
    request.session[onwards.LAST] = {"pk": row.pk, "told": _told(row, outcome)}
    if "_next" not in request.POST:
        address = onwards.address_of(row, request)
        model_admin.message_user(request, _told(row, outcome), messages.SUCCESS)
    elif following := onwards.next_of(row, request):
        address = onwards.address_of(following, request)
    else:
        address = reverse("admin:claims_discrepancy_changelist")
        told = format_html("{} {}", link(row, _told(row, outcome)), _("That was the last one: nothing is open."))
        model_admin.message_user(request, told, messages.SUCCESS)
    if request.headers.get("X-Requested-With") == "fetch":
        return JsonResponse({"go": address})
    return redirect(address)


def _told(row: Discrepancy, outcome: Review | Opinion) -> str:
    told = f"{outcome.get_verdict_display()}: {row.subject}"
    if isinstance(outcome, Review):
        return told
    row.refresh_from_db(fields=["awaits"])
    if row.awaits == Discrepancy.Awaits.THIRD:
        return _("%(what)s. The two opinions differ: a third person settles it.") % {"what": told}
    return _("%(what)s. It counts once another person has given an opinion too.") % {"what": told}
