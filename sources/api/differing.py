"""Two versions of an article side by side: every edit, what kind it is, and where it stands in both texts."""

from typing import Any

from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.exceptions import ValidationError
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response

from factcheck.problems import Problem
from factcheck.reading import OnlyJSON, Reading, refuse_unknown
from sources import changing, differences
from sources.models import Article, ArticleVersion
from sources.versions import Range

from .rows import VersionRow

NUMBER = {"type": "integer", "minimum": 1, "maximum": 2**31 - 1}
TEXT = {"type": "string", "description": "Character for character."}


class Place(serializers.Serializer[Any]):
    start = serializers.IntegerField(help_text="Unicode code points from the start of that version's text.")
    end = serializers.IntegerField()
    exact = serializers.CharField()


class WordsRow(serializers.Serializer[Any]):
    old = Place()
    new = Place()


class DifferenceRow(serializers.Serializer[Any]):
    classes = serializers.ListField(
        child=serializers.ChoiceField([kind.value for kind in differences.Class]), help_text="The most serious first."
    )
    rank = serializers.FloatField(help_text="From 0 to 1: how serious it is.")
    old = Place(allow_null=True, help_text="The sentence as it was; null where it was added.")
    new = Place(allow_null=True, help_text="The sentence as it is; null where it was removed.")
    words = WordsRow(many=True, help_text="What differs within the sentence; either side may be empty.")


class ComparisonRow(serializers.Serializer[Any]):
    article = serializers.IntegerField(help_text="The article's id.")
    old = VersionRow()
    new = VersionRow()
    classes = serializers.DictField(child=serializers.IntegerField(), help_text="Class to how many edits are of it.")
    edits = DifferenceRow(many=True, help_text="The most serious first.")


class Text(JSONRenderer):
    """What is a text as that, and refusals as they always are."""

    media_type, format, charset = "text/plain", "txt", "utf-8"

    def render(self, data: Any, *args: Any, **kwargs: Any) -> bytes:
        return data.encode() if isinstance(data, str) else super().render(data, *args, **kwargs)


class ComparingArticles(Reading):
    """Articles, and what changed between two versions of each."""

    @extend_schema(
        parameters=[
            OpenApiParameter("from", NUMBER, description="A version's number; the one before `to` by itself."),
            OpenApiParameter("to", NUMBER, description="A version's number; the current one by itself."),
        ],
        responses={200: ComparisonRow, 409: OpenApiResponse(description="There is no version before it.")},
        operation_id="articles_diff",
    )
    @action(detail=True, filter_backends=[])
    def diff(self, request: Request, pk: str) -> Response:
        """What changed between two versions: each edited sentence with its place in both texts."""
        refuse_unknown(request, ["from", "to"])
        old, new = versions_asked(self.get_object(), request)
        found, classes = differences.differences(old.text, new.text), {}
        if differences.differences(old.title, new.title):
            classes[changing.HEADLINE] = 1
        context = {"request": request, "view": VersionAddress()}
        return Response(
            {
                "article": new.article_id,
                "old": VersionRow(old, context=context).data,
                "new": VersionRow(new, context=context).data,
                "classes": differences.counted(found) | classes,
                "edits": [difference_row(each, old.text, new.text) for each in found],
            }
        )


class VersionAddress:
    """What a row asks its view for."""

    basename = "version"


class TextOfVersions(Reading):
    """Versions, and the text alone of each."""

    @extend_schema(responses={(200, "text/plain"): TEXT}, operation_id="versions_text")
    @action(detail=True, filter_backends=[], renderer_classes=[Text], content_negotiation_class=OnlyJSON)
    def text(self, request: Request, pk: str) -> Response:
        """The text alone, as UTF-8; its ETag is the SHA-256 that quotes and claims name."""
        refuse_unknown(request, [])
        version: ArticleVersion = self.get_object()
        answer = Response(version.text, headers={"ETag": f'"{version.sha256}"'})
        answer.modified_at = version.seen_at  # type: ignore[attr-defined]
        return answer


def versions_asked(article: Article, request: Request) -> tuple[ArticleVersion, ArticleVersion]:
    """The two that are named, or the current one and the one before. Raises a 400, 404 or 409."""
    known = sorted(article.versions.values_list("number", flat=True))
    asked = {name: number_of(name, request, known) for name in ("from", "to") if name in request.query_params}
    newer = asked.get("to") or (article.current.number if article.current else 0)
    before = [number for number in known if number < newer]
    if "from" not in asked and not before:
        raise Problem(409, f"There is no version before {newer}: it was never seen otherwise.")
    older = asked.get("from") or before[-1]
    found = {version.number: version for version in article.versions.filter(number__in=(older, newer))}
    return found[older], found[newer]


def number_of(name: str, request: Request, known: list[int]) -> int:
    text = request.query_params[name]
    if not (text.isascii() and text.isdigit() and len(text) <= 10 and int(text)):
        raise ValidationError({name: ["Give the number of a version, such as 1."]})
    if int(text) in known:
        return int(text)
    remedy = f"It has the versions {known[0]} to {known[-1]}." if known else "It has no versions."
    raise Problem(404, f"There is no version {text}. {remedy}", errors={name: [remedy]})


def difference_row(each: differences.Difference, old: str, new: str) -> dict[str, Any]:
    return {
        "classes": [kind.value for kind in each.classes],
        "rank": each.rank,
        "old": place(each.old, old),
        "new": place(each.new, new),
        "words": [{"old": place(was, old), "new": place(now, new)} for was, now in each.words],
    }


def place(span: Range | None, text: str) -> dict[str, Any] | None:
    return {"start": span[0], "end": span[1], "exact": text[slice(*span)]} if span else None
