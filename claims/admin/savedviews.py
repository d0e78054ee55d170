"""Views of the queue under a name: saved, renamed, shared and deleted by whom they belong to.

Who may remove people may delete what they leave behind.
"""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from claims.admin.queue import CARRIED, carried_by, person_of
from claims.models import SavedView
from sources.readonly import Admin

MOST_SHOWN = 60
LONGEST_NAME = SavedView._meta.get_field("name").max_length
LONGEST_QUERY = SavedView._meta.get_field("query").max_length or 0


def views_for(request: HttpRequest) -> QuerySet[SavedView]:
    """The person's own, and what others share."""
    seen = SavedView.objects.filter(_seen_by(request))
    return seen.select_related("owner").order_by("name", "pk")[:MOST_SHOWN]


def _seen_by(request: HttpRequest) -> Q:
    return Q(owner=person_of(request)) | Q(shared=True)


def may_delete_any(request: HttpRequest) -> bool:
    return request.user.has_perm("auth.delete_user")


def save_view(model_admin: Admin, request: HttpRequest) -> HttpResponse:
    """Keeps the present filters under a name; a name of one's own that is taken stands for these from now on."""
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    if not request.user.has_perm("claims.add_savedview"):
        raise PermissionDenied
    name, query = _name(request), carried_by(QueryDict(request.POST.get(CARRIED, "")))
    if not name:
        model_admin.message_user(request, _("Give the view a name."), messages.ERROR)
    elif len(query) > LONGEST_QUERY:
        model_admin.message_user(request, _("These are too many filters to be saved together."), messages.ERROR)
    else:
        values = {"query": query, "shared": "shared" in request.POST}
        SavedView.objects.update_or_create(owner=person_of(request), name=name, defaults=values)
        model_admin.message_user(request, _("The view “%(name)s” is saved.") % {"name": name}, messages.SUCCESS)
    return back_to(query)


def act_on_view(model_admin: Admin, request: HttpRequest, pk: int) -> HttpResponse:
    """Renames, shares, keeps to oneself or deletes, as the button says."""
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    act = request.POST.get("act", "")
    clears = act == "delete" and may_delete_any(request)
    views = SavedView.objects.all() if clears else SavedView.objects.filter(_seen_by(request))
    view = views.filter(pk=pk).first()
    if view is None or act not in ACTS:
        raise Http404
    needed = "claims.delete_savedview" if act == "delete" else "claims.change_savedview"
    if not clears and (view.owner_id != request.user.pk or not request.user.has_perm(needed)):
        raise PermissionDenied
    ACTS[act](model_admin, request, view)
    return back_to(carried_by(QueryDict(request.POST.get(CARRIED, ""))))


def _rename(model_admin: Admin, request: HttpRequest, view: SavedView) -> None:
    name = _name(request)
    taken = SavedView.objects.filter(owner=view.owner_id, name=name).exclude(pk=view.pk).exists()
    if not name or taken:
        said = _("You have a view “%(name)s” already.") if taken else _("Give the view a name.")
        model_admin.message_user(request, said % {"name": name}, messages.ERROR)
        return
    SavedView.objects.filter(pk=view.pk).update(name=name)
    model_admin.message_user(request, _("The view is called “%(name)s” now.") % {"name": name}, messages.SUCCESS)


def _share(model_admin: Admin, request: HttpRequest, view: SavedView) -> None:
    SavedView.objects.filter(pk=view.pk).update(shared=True)
    told = _("Everybody sees the view “%(name)s” now.") % {"name": view.name}
    model_admin.message_user(request, told, messages.SUCCESS)


def _keep(model_admin: Admin, request: HttpRequest, view: SavedView) -> None:
    SavedView.objects.filter(pk=view.pk).update(shared=False)
    told = _("Only you see the view “%(name)s” now.") % {"name": view.name}
    model_admin.message_user(request, told, messages.SUCCESS)


def _delete(model_admin: Admin, request: HttpRequest, view: SavedView) -> None:
    view.delete()
    model_admin.message_user(request, _("The view “%(name)s” is deleted.") % {"name": view.name}, messages.SUCCESS)


ACTS = {"rename": _rename, "share": _share, "keep": _keep, "delete": _delete}


def _name(request: HttpRequest) -> str:
    return " ".join(request.POST.get("name", "").replace("\0", "").split())[:LONGEST_NAME]


def back_to(query: str) -> HttpResponse:
    return redirect(reverse("admin:claims_discrepancy_changelist") + (f"?{query}" if query else ""))
