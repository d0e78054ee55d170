"""Tokens in the admin: made, shown once, and taken back. Everybody has their own; administrators see all."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.cache import add_never_cache_headers
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from sources.readonly import Listed

from . import issuing, people
from .models import Scope, Token

__all__ = ["TokenAdmin", "people"]

if TYPE_CHECKING:
    Form = forms.ModelForm[Token]
else:
    Form = forms.ModelForm


class TokenForm(Form):
    scopes = forms.MultipleChoiceField(label=_("Scopes"), choices=Scope.choices, widget=forms.CheckboxSelectMultiple)

    def clean_expires_at(self) -> Any:
        if self.cleaned_data["expires_at"] <= timezone.now():
            raise forms.ValidationError(_("This is past: give a time to come."))
        return self.cleaned_data["expires_at"]


@admin.register(Token)
class TokenAdmin(Listed):
    form = TokenForm
    list_display = ["name", "hint", "user", "scopes_shown", "state", "last_used_at", "expires_at"]
    list_filter = ["expires_at", "revoked_at"]
    list_select_related = ["user"]
    search_fields = ["name", "hint", "user__username"]
    actions = ["revoke"]
    when_empty = _("No token yet: add one for each program that calls the API.")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Token]:
        rows = super().get_queryset(request)
        return rows if sees_all(request) else rows.filter(user=request.user.pk)

    def get_fields(self, request: HttpRequest, obj: Token | None = None) -> list[Any]:
        if obj:
            return ["user", "name", "hint", "scopes_shown", "state", "created_at", "expires_at", "last_used_at"]
        return [*(["user"] if sees_all(request) else []), "name", "scopes", "expires_at"]

    def get_readonly_fields(self, request: HttpRequest, obj: Token | None = None) -> list[str]:
        return [str(name) for name in self.get_fields(request, obj)] if obj else []

    def has_change_permission(self, request: HttpRequest, obj: Token | None = None) -> bool:
        return False

    def has_revoke_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)

    def save_model(self, request: HttpRequest, obj: Token, form: Any, change: bool) -> None:
        if not sees_all(request):
            obj.user = request.user  # type: ignore[assignment]
        obj.text = issuing.stamp(obj)  # type: ignore[attr-defined]
        super().save_model(request, obj, form, change)

    def response_add(self, request: HttpRequest, obj: Token, post_url_continue: str | None = None) -> HttpResponse:
        """The one page that ever has the token: no redirect, so that no session or message keeps it."""
        context = {**self.admin_site.each_context(request), "opts": self.opts, "title": _("Your token"), "token": obj}
        response = TemplateResponse(request, "access/issued.html", context)
        add_never_cache_headers(response)
        return response

    @admin.action(description=_("Revoke the chosen tokens"), permissions=["revoke"])
    def revoke(self, request: HttpRequest, queryset: QuerySet[Token]) -> None:
        told = _("%(n)s revoked: they open nothing from now on.") % {"n": issuing.revoke(queryset)}
        self.message_user(request, told)

    @admin.display(description=_("scopes"))
    def scopes_shown(self, token: Token) -> str:
        return ", ".join(token.scopes)

    @admin.display(description=_("state"))
    def state(self, token: Token) -> SafeString:
        if token.revoked_at:
            tone, word = "bad", _("revoked")
        elif not token.fault(timezone.now()):
            tone, word = "good", _("valid")
        else:
            tone, word = "quiet", _("expired") if token.user.is_active else _("account closed")
        return format_html('<span class="badge badge-{}">{}</span>', tone, word)


def sees_all(request: HttpRequest) -> bool:
    return request.user.has_perm("access.change_token")
