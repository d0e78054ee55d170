"""What every view of the API shares: who may read, which parameters are known, and how a row gets its address."""

from typing import Any, ClassVar

from django.db.models import BigIntegerField, Model, QuerySet
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views import defaults
from django_filters.rest_framework import DjangoFilterBackend
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.utils import OpenApiResponse
from rest_framework import serializers
from rest_framework.exceptions import NotFound, ValidationError
from rest_framework.negotiation import DefaultContentNegotiation
from rest_framework.permissions import BasePermission, IsAdminUser
from rest_framework.request import Request
from rest_framework.reverse import reverse
from rest_framework.settings import api_settings
from rest_framework.views import APIView
from rest_framework.viewsets import ReadOnlyModelViewSet

from .paging import Pages

PAGING = {"limit", "cursor"}
REFUSALS = {
    400: "A parameter that is not known or cannot be read: each by its name, with what to give instead.",
    403: "Reading this needs a log-in.",
    404: "There is no such row.",
}
WORDS = {"type": "array", "items": {"type": "string"}}
ERRORS = {"type": "object", "additionalProperties": {"oneOf": [{"type": "string"}, WORDS]}}


class RowSerializer(serializers.Serializer[Any]):
    """Declares a row's fields for the schema; the row itself is made by `row`, which exports use too."""

    row: "ClassVar[staticmethod[[Any], dict[str, Any]]]"
    address = "url"

    def to_representation(self, instance: Model) -> dict[str, Any]:
        view: Any = self.context["view"]
        link = reverse(f"{view.basename}-detail", [instance.pk], request=self.context["request"])
        return {**self.row(instance), self.address: link}


class KnownFilters(DjangoFilterBackend):
    """Filters a list; a parameter that is not known, or given twice, is refused rather than passed over."""

    def filter_queryset(self, request: Request, queryset: QuerySet[Any], view: APIView) -> QuerySet[Any]:
        filterset = self.get_filterset_class(view)
        listing = not getattr(view, "detail", False)
        known = sorted({*filterset.base_filters, *PAGING}) if listing and filterset else []
        refuse_unknown(request, known)
        return super().filter_queryset(request, queryset, view) if listing else queryset


def refuse_unknown(request: Request, known: list[str]) -> None:
    """Raises a 400 that names every parameter which is not known or given twice, and lists the known ones."""
    remedy = f"use {', '.join(known)}" if known else "this address takes none"
    wrong = {name: [f"Not a parameter here: {remedy}."] for name in request.query_params if name not in known}
    twice = {name: ["Give it once."] for name, values in request.query_params.lists() if len(values) > 1}
    if wrong or twice:
        raise ValidationError(twice | wrong)


class OnlyJSON(DefaultContentNegotiation):
    """There is one format, so there is nothing to negotiate: `format` is a parameter like any other unknown one."""

    def select_renderer(self, request: Request, renderers: Any, format_suffix: str | None = None) -> Any:
        return renderers[0], renderers[0].media_type


class Schema(AutoSchema):
    """Documents the refusals beside the rows, and where no log-in is needed."""

    def get_auth(self) -> Any:
        permissions = self.view.get_permissions()
        anonymous = all(getattr(permission, "authenticated_users_only", True) is False for permission in permissions)
        return [*super().get_auth(), {}] if anonymous else super().get_auth()

    def get_response_serializers(self) -> Any:
        codes = [400, 403, 404] if getattr(self.view, "detail", False) else [400, 403]
        refusals = {code: OpenApiResponse(ERRORS, description=REFUSALS[code]) for code in codes}
        return {200: super().get_response_serializers(), **refusals}


class Reading(ReadOnlyModelViewSet[Any]):
    """A list, filtered and paged, and one row. Nobody writes here."""

    schema = Schema()
    content_negotiation_class = OnlyJSON
    pagination_class = Pages
    filter_backends = [KnownFilters]
    lookup_value_regex = "[^/]+"
    staff_only = False

    def get_permissions(self) -> list[BasePermission]:
        """By the setting whoever, or whoever is logged in; staff only where a view says so."""
        classes: Any = api_settings.DEFAULT_PERMISSION_CLASSES
        anyone = [permission() for permission in classes]
        return [*anyone, IsAdminUser()] if self.staff_only else anyone

    def get_object(self) -> Any:
        text = str(self.kwargs["pk"])
        if not (text.isascii() and text.isdigit() and len(text) < 20):
            raise ValidationError({"id": [f"{text!r} is not an id: give a whole number, as in a row's id."]})
        if int(text) > BigIntegerField.MAX_BIGINT:
            raise NotFound
        return super().get_object()


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    if request.path.startswith("/api/"):
        return JsonResponse({"detail": "Nothing is here: /api/v1/ lists what there is."}, status=404)
    return defaults.page_not_found(request, exception)


def failed(request: HttpRequest) -> HttpResponse:
    if request.path.startswith("/api/"):
        return JsonResponse({"detail": "Something failed here, not with you; it is in the server's log."}, status=500)
    return defaults.server_error(request)
