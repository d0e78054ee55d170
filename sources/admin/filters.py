"""Narrows lists in the admin to what failed."""

from typing import Any

from django.contrib import admin
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from sources.readonly import Admin


class Failing(admin.SimpleListFilter):
    """Rows that count failures, by whether there are any."""

    title = _("failures")
    parameter_name = "failing"
    column = "failures"

    def lookups(self, request: HttpRequest, model_admin: Admin) -> list[tuple[str, str]]:
        return [("yes", gettext("With failures")), ("no", gettext("Without"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        some = Q(**{f"{self.column}__gt": 0})
        return queryset.filter({"yes": some, "no": ~some}.get(self.value() or "", Q()))


class WithFailures(Failing):
    column = "failed"
