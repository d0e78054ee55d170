"""Adds articles and feeds over the API, by permission: to the same rows that the commands and the admin lead to."""

from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError as Invalid
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework import mixins, serializers
from rest_framework.exceptions import ValidationError
from rest_framework.parsers import JSONParser
from rest_framework.permissions import BasePermission
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.reverse import reverse
from rest_framework.views import APIView

from factcheck.reading import ERRORS, Reading, Strict, refuse_unknown
from sources import adding, counting, documents, importing
from sources.failures import Unreadable
from sources.messages import gettext
from sources.models import Feed
from sources.targets import FetchRefused

from .rows import ArticleRow, FeedRow, PageRow, article_row, page_row

REFUSED = {
    400: OpenApiResponse(ERRORS, description="What is wrong, by field, and what to give instead."),
    403: OpenApiResponse(ERRORS, description="This needs a log-in with the permission to add."),
}


class ArticleInput(Strict):
    url = serializers.CharField(
        required=False, help_text="Alone: a page to fetch. With a text: where it was published."
    )
    text = serializers.CharField(required=False, trim_whitespace=False, help_text="Kept character for character.")
    title = serializers.CharField(required=False)
    source = serializers.CharField(required=False)  # type: ignore[assignment]
    origin = serializers.CharField(required=False, help_text="Who first wrote it, where that is not the source.")
    byline = serializers.CharField(required=False)
    language = serializers.CharField(required=False, help_text="ISO 639-1.")
    published_at = serializers.CharField(required=False, help_text="A day or a time in ISO 8601.")
    id = serializers.CharField(required=False, help_text="Keeps the article's identity where it has no url.")

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if not attrs.get("text") and set(attrs) != {"url"}:
            raise ValidationError(
                {"text": ["Give a text with what is known of it, or a url alone to have it fetched."]}
            )
        return attrs


class FeedInput(Strict):
    location = serializers.CharField(max_length=2000, help_text="The URL.")
    kind = serializers.ChoiceField(
        [Feed.Kind.SYNDICATION.value, Feed.Kind.PAGE.value],
        default=Feed.Kind.SYNDICATION.value,
        help_text="Folders are added where they stand: in the admin, or by add_feed.",
    )
    interval_minutes = serializers.IntegerField(default=60, min_value=1, max_value=525_600)
    source = serializers.CharField(default="", max_length=200, help_text="Whose it is, by name.")  # type: ignore[assignment]


class MayAdd(BasePermission):
    """Reading may be for anybody; adding is for those who may do so in the admin."""

    message = "This needs a log-in with the permission to add."

    def has_permission(self, request: Request, view: APIView) -> bool:
        model = getattr(view, "queryset").model._meta  # noqa: B009
        return request.user.has_perm(f"{model.app_label}.add_{model.model_name}")


class Adding(mixins.CreateModelMixin, Reading):
    """A list that can be added to."""

    parser_classes = [JSONParser]

    def get_permissions(self) -> list[BasePermission]:
        return [MayAdd()] if self.action == "create" else super().get_permissions()


def given(kind: type[Strict], request: Request) -> dict[str, Any]:
    """What was posted, checked. Raises ValidationError, by field."""
    refuse_unknown(request, [])
    if int(request.META.get("CONTENT_LENGTH") or 0) > settings.MAX_DOCUMENT_BYTES:
        raise ValidationError({"text": [f"Larger than {settings.MAX_DOCUMENT_BYTES:,} bytes: split it."]})
    serializer = kind(data=request.data)
    serializer.is_valid(raise_exception=True)
    return dict(serializer.validated_data)


class AddingArticles(Adding):
    @extend_schema(
        request=ArticleInput,
        responses={
            200: OpenApiResponse(
                ArticleRow, description="Known already: changed, with a further version, or unchanged."
            ),
            201: OpenApiResponse(ArticleRow, description="A new article."),
            202: OpenApiResponse(PageRow, description="The page will be fetched: follow it at its api_url."),
            **REFUSED,
        },
    )
    def create(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Adds an article by its text, or a page to be fetched by its url; what is known already stays one row."""
        fields = given(ArticleInput, request)
        return self._stored(fields, request) if "text" in fields else self._fetched_later(fields["url"], request)

    def _fetched_later(self, url: str, request: Request) -> Response:
        try:
            page = adding.page(url)
        except FetchRefused as error:
            raise ValidationError({"url": [f"{error}: give the public address of a page"]}) from None
        address = reverse("page-detail", [page.pk], request=request)
        return Response({**page_row(page), "api_url": address}, status=202, headers={"Location": address})

    def _stored(self, fields: dict[str, Any], request: Request) -> Response:
        try:
            document = documents.row("api", fields.get("url") or fields.get("id") or "text", fields, {})
        except Unreadable as error:
            named = next((name for name in fields if f"its {name} " in str(error)), "text")
            raise ValidationError({named: [str(error)]}) from None
        run = counting.begin(gettext("API, by {person}", person=str(request.user)), expected=1)
        outcome = importing.take(document, run)
        counting.finish(run)
        if outcome.article is None:
            raise ValidationError({"text": [outcome.reason]})
        address = reverse("article-detail", [outcome.article.pk], request=request)
        status = 201 if outcome.outcome == counting.Kind.NEW else 200
        row = {**article_row(outcome.article), "api_url": address}
        return Response(row, status=status, headers={"Location": address})


class AddingFeeds(Adding):
    @extend_schema(
        request=FeedInput, responses={201: OpenApiResponse(FeedRow, description="It is due now."), **REFUSED}
    )
    def create(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Adds a feed, a sitemap or one page to what is polled on a schedule."""
        fields = given(FeedInput, request)
        try:
            feed = adding.feed(fields["location"], fields["kind"], fields["interval_minutes"], fields["source"])
        except Invalid as error:
            raise ValidationError(error.message_dict) from None
        row: Any = FeedRow(feed, context=self.get_serializer_context()).data
        return Response(row, status=201, headers={"Location": row["url"]})
