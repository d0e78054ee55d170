"""How the admin shows what it must not change."""

from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString

if TYPE_CHECKING:
    Admin = admin.ModelAdmin[Any]
else:
    Admin = admin.ModelAdmin


class ReadOnly(Admin):
    """Rows that programs write: to be looked at, searched and filtered."""

    show_full_result_count = False
    list_per_page = 50

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


def badge(text: object, tone: str = "quiet") -> SafeString:
    """A small label; `tone` is one of quiet, good, warn, bad, or the name of a kind that the style sheet knows."""
    return format_html('<span class="badge badge-{}">{}</span>', tone, text)
