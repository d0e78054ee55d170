"""What every view of the API shares: who may call, which parameters are known, and how a row gets its address."""

import datetime as dt
from typing import Any, ClassVar

from django.db.models import BigIntegerField, Model, QuerySet
from django.utils.functional import cached_property
from django_filters import BooleanFilter
from django_filters.rest_framework import DjangoFilterBackend
from rest_framework import serializers
from rest_framework.exceptions import NotFound, ValidationError
from rest_framework.negotiation import DefaultContentNegotiation
from rest_framework.permissions import BasePermission
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.reverse import reverse
from rest_framework.settings import api_settings
from rest_framework.views import APIView
from rest_framework.viewsets import ReadOnlyModelViewSet

from access.models import Scope

from . import idempotency, permitting, retiring
from .documenting import ERRORS, Schema
from .paging import Pages
from .permitting import MayCall, Need

__all__ = ["ERRORS", "KnownFilters", "OnlyJSON", "Reading", "RowSerializer", "refuse_unknown"]
PAGING = {"limit", "cursor"}
BOOLEANS = ("true", "false")


class Strict(serializers.Serializer[Any]):
    """What may be posted; a field that is not known is refused rather than passed over."""

    def to_internal_value(self, data: Any) -> Any:
        values = super().to_internal_value(data)
        remedy = f"Not a field here: use {', '.join(self.fields)}."
        if unknown := {str(name): [remedy] for name in data if name not in self.fields}:
            raise ValidationError(unknown)
        return values


class RowSerializer(serializers.Serializer[Any]):
    """Declares a row's fields for the schema; the row itself is made by `row`, which exports use too."""

    row: "ClassVar[staticmethod[[Any], dict[str, Any]]]"
    address = "url"

    def to_representation(self, instance: Model) -> dict[str, Any]:
        return {**self.row(instance), self.address: f"{self.place}{instance.pk}/"}

    @cached_property
    def place(self) -> str:
        """The address below which each row has its own: worked out once, for lists have many."""
        view: Any = self.context["view"]
        return reverse(f"{view.basename}-detail", [0], request=self.context["request"]).removesuffix("0/")


class KnownFilters(DjangoFilterBackend):
    """Filters a list; a parameter that is not known, or given twice, is refused rather than passed over."""

    def filter_queryset(self, request: Request, queryset: QuerySet[Any], view: APIView) -> QuerySet[Any]:
        filterset = self.get_filterset_class(view)
        listing = not getattr(view, "detail", False)
        one: Any = view
        of_one = [] if listing else one.known_of_one()
        refuse_unknown(request, sorted({*filterset.base_filters, *PAGING}) if listing and filterset else of_one)
        if listing and filterset:
            refuse_other_than_booleans(request, filterset.base_filters)
        return super().filter_queryset(request, queryset, view) if listing else queryset


def refuse_other_than_booleans(request: Request, filters: dict[str, Any]) -> None:
    """Raises a 400 for what django-filter would pass over: "perhaps" where true or false is asked for."""
    booleans = {name for name, each in filters.items() if isinstance(each, BooleanFilter)}
    asked = {name: value for name, value in request.query_params.items() if name in booleans}
    if wrong := {name: ["Use one of: true, false."] for name, value in asked.items() if value not in BOOLEANS}:
        raise ValidationError(wrong)


def refuse_unknown(request: Request, known: list[str]) -> None:
    """Raises a 400 that names every parameter which is not known, empty or given twice, and lists the known ones."""
    remedy = f"use {', '.join(known)}" if known else "this address takes none"
    wrong = {name: [f"Not a parameter here: {remedy}."] for name in request.query_params if name not in known}
    twice = {name: ["Give it once."] for name, values in request.query_params.lists() if len(values) > 1}
    empty = {name: ["Give it a value, or leave it out."] for name, value in request.query_params.items() if not value}
    if wrong or twice or empty:
        raise ValidationError(empty | twice | wrong)


class OnlyJSON(DefaultContentNegotiation):
    """There is one format, which `Accept` must allow; `format` is a parameter like any other unknown one."""

    def select_renderer(self, request: Request, renderers: Any, format_suffix: str | None = None) -> Any:
        renderer, _ = super().select_renderer(request, renderers)
        return renderer, renderer.media_type


class Reading(ReadOnlyModelViewSet[Any]):
    """A list, filtered and paged, and one row. What else may be done is said by `needs`, action by action."""

    schema = Schema()
    content_negotiation_class = OnlyJSON
    pagination_class = Pages
    filter_backends = [KnownFilters]
    lookup_value_regex = "[^/]+"
    # Whether reading needs the permission to view its model.
    staff_only = False
    needs: ClassVar[dict[str, Need]] = {}
    # Of rows that never change: the field that says since when they are as they are.
    modified_field = ""
    # What of it is to go.
    going: ClassVar[tuple[retiring.Retiring, ...]] = ()

    def known_of_one(self) -> list[str]:
        """The query parameters of one row."""
        return []

    def need(self) -> Need:
        """What the action needs; of what is not known here, more than any token but one for everything has."""
        queryset: Any = getattr(self, "queryset")  # noqa: B009
        model = queryset.model
        if self.action in self.needs:
            return self.needs[self.action]
        if self.action == "create":
            return permitting.add(model)
        if permitting.reads(self.request):
            return permitting.view(model) if self.staff_only else Need(None, Scope.READ)
        return Need(None, Scope.ADMIN)

    def get_permissions(self) -> list[BasePermission]:
        """By the setting whoever, or whoever is logged in; where a permission is needed, whoever has it."""
        if self.need().permission:
            return [MayCall()]
        classes: Any = api_settings.DEFAULT_PERMISSION_CLASSES
        return [permission() for permission in classes]

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        permitting.check_method(self, request)
        super().initial(request, *args, **kwargs)
        if not permitting.reads(request):
            idempotency.prepare(self, request)

    def finalize_response(self, request: Request, response: Any, *args: Any, **kwargs: Any) -> Any:
        answer = super().finalize_response(request, response, *args, **kwargs)
        for name, value in retiring.headers(self, request):
            answer[name] = value
        return answer

    def check_permissions(self, request: Request) -> None:
        super().check_permissions(request)
        permitting.check_scope(self.need(), request)

    def get_object(self) -> Any:
        text = str(self.kwargs["pk"])
        if not (text.isascii() and text.isdigit() and len(text) < 20):
            raise ValidationError({"id": [f"{text!r} is not an id: give a whole number, as in a row's id."]})
        if int(text) > BigIntegerField.MAX_BIGINT:
            raise NotFound
        return super().get_object()

    def retrieve(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        row = self.get_object()
        response = Response(self.get_serializer(row).data)
        # For the middleware, which makes ETag and Last-Modified of them.
        response.etag_prefix = self.evidence_of(row)  # type: ignore[attr-defined]
        response.modified_at = self.modified_at(row)  # type: ignore[attr-defined]
        return response

    def evidence_of(self, row: Any) -> str:
        """What the ETag begins with, by which a decision names the evidence that it was made on."""
        return ""

    def modified_at(self, row: Any) -> dt.datetime | None:
        return getattr(row, self.modified_field) if self.modified_field else None
