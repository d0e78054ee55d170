"""From one discrepancy to another: the next and the one before, taking back, and what its page asks for in between."""

from collections.abc import Callable
from functools import partial
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from claims import reviewing
from claims.admin.queue import CARRIED, person_of, waiting_of
from claims.admin.sides import wider
from claims.models import Discrepancy
from claims.workbench import leasing
from sources.readonly import Admin

# What the person decided last, for as long as they are logged in: {"pk", "told"}.
LAST = "decided_last"


def urls(model_admin: Admin) -> list[URLPattern]:
    """What the page of one discrepancy asks for beside itself."""
    views: dict[str, tuple[str, Callable[..., HttpResponse]]] = {
        "next": ("next/", following),
        "before": ("before/", before),
        "take_back": ("take-back/", take_back),
        "lease": ("lease/", prolong),
        "evidence": ("evidence/<str:name>/", evidence),
    }
    guard = model_admin.admin_site.admin_view
    return [
        path(f"<int:pk>/{route}", guard(partial(view, model_admin=model_admin)), name=f"claims_discrepancy_{name}")
        for name, (route, view) in views.items()
    ]


def address_of(row: Discrepancy, request: HttpRequest) -> str:
    """Its page, from the same queue as the page that is asked for now."""
    return reverse("admin:claims_discrepancy_change", args=[row.pk]) + query_of(request)


def query_of(request: HttpRequest) -> str:
    """The queue that the reviewer came from, to go on with."""
    came_from = queue_of(request)
    return f"?{urlencode({CARRIED: came_from})}" if came_from else ""


def queue_of(request: HttpRequest) -> str:
    return request.POST.get(CARRIED) or request.GET.get(CARRIED, "")


def next_of(row: Discrepancy, request: HttpRequest) -> Discrepancy | None:
    """The next that waits; leased to whoever may decide."""
    person = person_of(request)
    rows = waiting_of(request, person).exclude(pk=row.pk)
    if reviewing.may_decide(person):
        return leasing.take(person, rows, after=row)
    below = rows.filter(Q(severity__lt=row.severity) | Q(severity=row.severity, pk__gt=row.pk))
    return below.order_by("-severity", "id").first() or rows.order_by("-severity", "id").first()


@require_safe
def following(request: HttpRequest, pk: int, model_admin: Admin) -> HttpResponse:
    """On to the next without deciding."""
    row = _asked_for(model_admin, request, pk)
    found = next_of(row, request)
    if found is None:
        model_admin.message_user(request, _("Nothing else waits in this queue."), messages.INFO)
    return redirect(address_of(found or row, request))


@require_safe
def before(request: HttpRequest, pk: int, model_admin: Admin) -> HttpResponse:
    """Back to the one above in the queue; opening its page leases it."""
    row = _asked_for(model_admin, request, pk)
    person = person_of(request)
    above = waiting_of(request, person).filter(Q(severity__gt=row.severity) | Q(severity=row.severity, pk__lt=row.pk))
    if reviewing.may_decide(person):
        above = leasing.free_to(person, above)
    found = above.order_by("severity", "-id").first()
    if found is None:
        model_admin.message_user(request, _("This is the first in this queue."), messages.INFO)
    else:
        leasing.let_go(row, person)
    return redirect(address_of(found or row, request))


@require_POST
def take_back(request: HttpRequest, pk: int, model_admin: Admin) -> HttpResponse:
    """Undoes the person's own last decision on it, and shows it again."""
    row = _asked_for(model_admin, request, pk)
    if request.session.get(LAST, {}).get("pk") == row.pk:
        del request.session[LAST]
    try:
        taken = reviewing.take_back(request.user, row)
    except reviewing.Forbidden as refused:
        raise PermissionDenied(str(refused)) from refused
    except reviewing.Refused as refused:
        model_admin.message_user(request, str(refused), messages.ERROR)
        return redirect(address_of(row, request))
    if taken:
        told = _("Taken back: %(subject)s") % {"subject": row.subject}
        model_admin.message_user(request, told, messages.SUCCESS)
    else:
        model_admin.message_user(request, _("There is no decision of yours to take back."), messages.WARNING)
    return redirect(address_of(row, request))


@require_POST
def prolong(request: HttpRequest, pk: int, model_admin: Admin) -> HttpResponse:
    """For as long as the page is open and looked at: whether it is still theirs, and if not, whose."""
    row = _asked_for(model_admin, request, pk)
    person = person_of(request)
    if not reviewing.may_decide(person):
        raise PermissionDenied
    try:
        lease = leasing.hold(row, person)
    except reviewing.Refused as refused:
        return JsonResponse({"mine": False, "told": str(refused)})
    mine = lease.holder_id == person.pk
    return JsonResponse({"mine": mine, "told": "" if mine else str(leasing.Leased(lease))})


@require_safe
def evidence(request: HttpRequest, pk: int, name: str, model_admin: Admin) -> HttpResponse:
    """More of what stands around a piece of evidence, to be put in the place of less."""
    found = wider(_asked_for(model_admin, request, pk), name)
    if found is None:
        raise Http404
    return TemplateResponse(request, "claims/excerpt.html", {"excerpt": found[1], "whole": True})


def _asked_for(model_admin: Admin, request: HttpRequest, pk: int) -> Discrepancy:
    row: Any = model_admin.get_object(request, str(pk))
    if row is None:
        raise Http404
    if not model_admin.has_view_permission(request, row):
        raise PermissionDenied
    found: Discrepancy = row
    return found
