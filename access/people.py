"""People in the admin: their roles, what they decided, and leaving. Nobody who decided is deleted: it stays said."""

from typing import TYPE_CHECKING, Any

from django.contrib import admin, messages
from django.contrib.auth.admin import GroupAdmin, UserAdmin
from django.contrib.auth.models import Group, User
from django.core.exceptions import PermissionDenied
from django.db.models import Count, IntegerField, OuterRef, Prefetch, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import NoReverseMatch, URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from sources.readonly import Listed, badge

from .models import Scope
from .roles import EVERYTHING_IN, IN_WORDS, ROLES
from .tabulating import ACTIONS, calls, kinds, may

# What people leave behind that names them for ever: the related names of it.
DECIDED = ("reviews", "opinions")
ACTS = {
    "view": gettext_lazy("view"),
    "add": gettext_lazy("add"),
    "change": gettext_lazy("change"),
    "delete": gettext_lazy("delete"),
}
REVIEWS = "admin:claims_review_changelist"

if TYPE_CHECKING:
    Users = UserAdmin[User]
else:
    Users = UserAdmin


class PeopleAdmin(Listed, Users):
    """Users, with what a newsroom asks about them. Instead of deleting somebody, they are made inactive."""

    change_list_template = "access/people.html"
    list_display = ["username", "email", "roles", "state", "decisions", "last_login"]
    list_filter = ["is_active", "groups", "is_staff", "is_superuser"]
    readonly_fields = ["decisions", "last_login", "date_joined"]
    filter_horizontal = ()  # Two lists side by side are out of reach for who cannot see them.
    actions = ["deactivate", "activate"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[User]:
        rows: QuerySet[User] = super().get_queryset(request)
        groups = Prefetch("groups", Group.objects.only("name").order_by("name"))
        return rows.annotate(decision_count=counted("reviews")).prefetch_related(groups)

    def get_fieldsets(self, request: HttpRequest, obj: User | None = None) -> Any:
        fieldsets = super().get_fieldsets(request, obj)
        return fieldsets if obj is None else [*fieldsets, (_("Decisions"), {"fields": ["decisions"]})]

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.matrix_view)
        return [path("permissions/", view, name="auth_user_permissions"), *super().get_urls()]

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        """Nobody is deleted together with others: who decided could not be, and who did not is looked at first."""
        actions = super().get_actions(request)
        actions.pop("delete_selected", None)
        return actions

    def delete_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> HttpResponse:
        person = self.get_object(request, object_id)
        if person is not None and self.has_delete_permission(request, person) and (number := decided(person)):
            told = ngettext(
                "%(person)s decided once, and that stays with their name on it, so they cannot be deleted. "
                "Make them inactive instead: untick “Active”. They cannot log in from then on.",
                "%(person)s decided %(number)d times, and that stays with their name on it, so they cannot be deleted. "
                "Make them inactive instead: untick “Active”. They cannot log in from then on.",
                number,
            )
            self.message_user(request, told % {"person": person, "number": number}, messages.ERROR)
            return redirect("admin:auth_user_change", person.pk)
        return super().delete_view(request, object_id, extra_context)

    @admin.action(description=gettext_lazy("Make inactive: they can no longer log in"), permissions=["change"])
    def deactivate(self, request: HttpRequest, rows: QuerySet[User]) -> None:
        others = rows.exclude(pk=request.user.pk or 0)
        if others.count() < rows.count():
            told = _("You are one of them, and stay active: somebody else has to do that.")
            self.message_user(request, told, messages.WARNING)
        self._set_active(request, others.filter(is_active=True), False)

    @admin.action(description=gettext_lazy("Make active again"), permissions=["change"])
    def activate(self, request: HttpRequest, rows: QuerySet[User]) -> None:
        self._set_active(request, rows.filter(is_active=False), True)

    def _set_active(self, request: HttpRequest, rows: QuerySet[User], active: bool) -> None:
        people = list(rows)
        for person in people:
            person.is_active = active
            person.save(update_fields=["is_active"])
            self.log_change(request, person, [{"changed": {"fields": ["is_active"]}}])
        if active:
            told = ngettext("%(number)d is active again.", "%(number)d are active again.", len(people))
        else:
            told = ngettext(
                "%(number)d is inactive now. What they decided stays.",
                "%(number)d are inactive now. What they decided stays.",
                len(people),
            )
        self.message_user(request, told % {"number": len(people)})

    def matrix_view(self, request: HttpRequest) -> HttpResponse:
        """What docs/permissions.md says, for administrators."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": _("Who may do what"),
            "roles": IN_WORDS.items(),
            "calls": [(call, needed, scope, [may(role, needed) for role in ROLES]) for call, needed, scope in calls()],
            "kinds": [(kind, [", ".join(map(_told, actions)) for actions in allowed]) for kind, allowed in kinds()],
            "scopes": Scope.choices,
            "rest": (", ".join(EVERYTHING_IN), ", ".join(map(_told, ACTIONS))),
        }
        return TemplateResponse(request, "access/permissions.html", context)

    @admin.display(description=gettext_lazy("roles"))
    def roles(self, person: User) -> str:
        held = [group.name for group in person.groups.all()]
        return ", ".join([*([_("superuser")] if person.is_superuser else []), *held]) or "—"

    @admin.display(description=gettext_lazy("state"), ordering="is_active")
    def state(self, person: User) -> SafeString:
        return badge(_("active"), "good") if person.is_active else badge(_("no longer active"), "quiet")

    @admin.display(description=gettext_lazy("decisions"), ordering="decision_count")
    def decisions(self, person: User) -> SafeString | str:
        """How many, with the way to them."""
        number = getattr(person, "decision_count", 0)
        try:
            address = f"{reverse(REVIEWS)}?reviewer__id__exact={person.pk}"
        except NoReverseMatch:
            return str(number)
        return format_html('<a href="{}">{}</a>', address, number)


class RolesAdmin(Listed, GroupAdmin):
    """Groups: the four roles, and whatever mix somebody made besides."""

    filter_horizontal = ()

    list_display = ["name", "in_words", "people"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Group]:
        rows: QuerySet[Group] = super().get_queryset(request)
        return rows.annotate(person_count=Count("user"))

    @admin.display(description=gettext_lazy("what they may do"))
    def in_words(self, group: Group) -> str:
        return _(IN_WORDS[group.name]) if group.name in IN_WORDS else ""

    @admin.display(description=gettext_lazy("people"), ordering="person_count")
    def people(self, group: Group) -> SafeString:
        address = f"{reverse('admin:auth_user_changelist')}?groups__id__exact={group.pk}"
        return format_html('<a href="{}">{}</a>', address, getattr(group, "person_count", 0))


def _told(action: str) -> str:
    return str(ACTS[action])


def counted(name: str) -> Coalesce:
    """How many rows of a relation point to the person, as a subquery."""
    relation: Any = User._meta.get_field(name)
    rows = relation.related_model._default_manager.order_by().filter(**{relation.field.name: OuterRef("pk")})
    numbers = rows.values(relation.field.name).annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(numbers, output_field=IntegerField()), 0)


def decided(person: User) -> int:
    """How many decisions have the person's name on them."""
    return sum(getattr(person, name).count() for name in DECIDED)


admin.site.unregister(User)
admin.site.unregister(Group)
admin.site.register(User, PeopleAdmin)
admin.site.register(Group, RolesAdmin)
