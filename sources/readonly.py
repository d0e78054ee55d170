"""How the admin shows what it must not change, and lists that stay quick and can be taken away as CSV."""

import datetime as dt
from collections.abc import Iterator
from functools import cached_property
from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.contrib.admin.options import IS_POPUP_VAR, IncorrectLookupParameters
from django.contrib.admin.utils import label_for_field, lookup_field
from django.contrib.admin.views.main import ChangeList
from django.contrib.admin.widgets import AdminSplitDateTime
from django.core.exceptions import ObjectDoesNotExist, PermissionDenied
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import capfirst, slugify
from django.utils.translation import gettext_lazy as _

from .sheets import lines, plain

if TYPE_CHECKING:
    Admin = admin.ModelAdmin[Any]
    AnyPaginator = Paginator[Any]
else:
    Admin, AnyPaginator = admin.ModelAdmin, Paginator

# More than anybody pages through; what lies beyond is found by a filter, or downloaded.
MOST_COUNTED = 10_000
CHUNK = 500


class More(int):
    """A count that was not carried on; it reads as "10,000+" wherever the admin writes it."""

    def __str__(self) -> str:
        return f"{number_format(int(self), force_grouping=True)}+"


class Bounded(AnyPaginator):
    """Counts no further than `most`, so that a list of a million rows opens like one of ten thousand."""

    most = MOST_COUNTED

    @cached_property
    def count(self) -> int:
        rows: Any = self.object_list
        found = int(rows.order_by().values("pk")[: self.most + 1].count())
        return found if found <= self.most else More(self.most)


class Listing(ChangeList):
    """Tells how many rows were found only where something was looked for; the list's end tells it anyhow."""

    def get_results(self, request: HttpRequest) -> None:
        super().get_results(request)
        if not self.narrowed:
            self.full_result_count = self.result_count

    @property
    def narrowed(self) -> bool:
        return bool(self.query or self.has_active_filters)


class Listed(Admin):
    """A list that stays quick however long it is, and that whoever may look at it can download as CSV."""

    # What stands in place of the rows where there is none at all: what to do about it.
    when_empty: str | Promise = _("What was read stands here: import articles or add a feed, and let a worker run.")
    show_full_result_count = False
    list_per_page = 50
    paginator = Bounded

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """The two parts of a time have one label between them, which names neither to who cannot see them."""
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field is not None and isinstance(field.widget, AdminSplitDateTime):
            for widget, part in zip(field.widget.widgets, (_("day"), _("time")), strict=True):
                widget.attrs["aria-label"] = f"{capfirst(str(field.label))}: {part}"
        return field

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        return Listing

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.csv_view)
        return [path("csv/", view, name=self._csv_name), *super().get_urls()]

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        actions: dict[str, Any] = super().get_actions(request)
        if self.actions is None or IS_POPUP_VAR in request.GET:
            return actions
        return {**actions, "download": (Listed.download, "download", _("Download as CSV"))}

    def download(self, request: HttpRequest, rows: QuerySet[Any]) -> HttpResponseBase:
        """The action: of the rows that were ticked."""
        return self._as_csv(request, rows)

    def csv_view(self, request: HttpRequest) -> HttpResponseBase:
        """All rows that the list's filters and search match, in its order."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        try:
            changelist = self.get_changelist_instance(request)
        except IncorrectLookupParameters:
            return redirect(f"admin:{self.opts.app_label}_{self.opts.model_name}_changelist")
        return self._as_csv(request, changelist.get_queryset(request))

    @property
    def csv_address(self) -> str:
        return reverse(f"{self.admin_site.name}:{self._csv_name}")

    @property
    def _csv_name(self) -> str:
        return f"{self.opts.app_label}_{self.opts.model_name}_csv"

    def _as_csv(self, request: HttpRequest, rows: QuerySet[Any]) -> HttpResponseBase:
        """Streamed in chunks: memory stays the same however many rows there are."""
        columns = [str(column) for column in self.get_list_display(request)]
        header = [capfirst(str(label_for_field(column, self.model, self))) for column in columns]
        name = f"{slugify(str(self.opts.verbose_name_plural))}-{timezone.localdate().isoformat()}.csv"
        return StreamingHttpResponse(
            lines(header, self._told(rows, columns)),
            content_type="text/csv; charset=utf-8",
            headers={"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"},
        )

    def _told(self, rows: QuerySet[Any], columns: list[str]) -> Iterator[list[Any]]:
        for row in rows.iterator(chunk_size=CHUNK):
            yield [as_text(column, row, self) for column in columns]


def as_text(column: str, row: Any, model_admin: Admin) -> Any:
    """What a list shows of a row in one column, without its markup; days and times as ISO 8601 has them."""
    try:
        field, _attribute, value = lookup_field(column, row, model_admin)
    except ObjectDoesNotExist:
        return ""
    choices = dict(getattr(field, "flatchoices", ()))
    if isinstance(value, str | int) and value in choices:
        return str(choices[value])
    if hasattr(value, "__html__"):
        return plain(str(value))
    if isinstance(value, dt.datetime):
        return timezone.localtime(value).isoformat(timespec="seconds") if timezone.is_aware(value) else value
    if isinstance(value, dt.date):
        return value.isoformat()
    known = value is None or isinstance(value, str | bool | int | float | list | dict)
    return value if known and not isinstance(value, Promise) else str(value)


class ReadOnly(Listed):
    """Rows that programs write: to be looked at, searched and filtered; the admin has no history of them."""

    by_programs = True

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


def badge(text: object, tone: str = "quiet") -> SafeString:
    """A small label; `tone` is one of quiet, good, warn, bad, or the name of a kind that the style sheet knows."""
    return format_html('<span class="badge badge-{}">{}</span>', tone, text)
