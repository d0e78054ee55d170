"""The rows of what outlets published, as the API and its schema have them."""

import datetime as dt
from typing import Any

from rest_framework import serializers
from rest_framework.reverse import reverse

from factcheck.reading import RowSerializer
from sources.differences import Class
from sources.models import Article, ArticleChange, ArticleVersion, Feed, Page, Source


def source_row(source: Source) -> dict[str, Any]:
    return {"id": source.pk, "name": source.name, "domain": source.domain}


def feed_row(feed: Feed) -> dict[str, Any]:
    return {
        "id": feed.pk,
        "source": feed.source.name if feed.source else None,
        "kind": feed.kind,
        "location": feed.location,
        "active": feed.active,
        "interval_minutes": feed.interval_minutes,
        "next_fetch_at": instant(feed.next_fetch_at),
        "failures": feed.failures,
        "last_error": feed.last_error,
    }


def article_row(article: Article) -> dict[str, Any]:
    """`url` is the publisher's, as in every row that names an article."""
    return {
        "id": article.pk,
        "url": article.url,
        "title": article.current.title if article.current else "",
        "source": article.source.name,
        "origin": article.origin_name,
        "byline": article.byline,
        "language": article.language,
        "published_at": instant(article.published_at),
        "inferred": article.inferred,
        "version": article.current.number if article.current else None,
        "seen_at": instant(article.seen_at),
        "gone_at": instant(article.gone_at),
    }


def version_row(version: ArticleVersion) -> dict[str, Any]:
    return {
        "id": version.pk,
        "article": version.article_id,
        "number": version.number,
        "title": version.title,
        "sha256": version.sha256,
        "seen_at": instant(version.seen_at),
    }


def edit_row(edit: ArticleChange) -> dict[str, Any]:
    """`number` is that of the version that it made, where it made one."""
    return {
        "id": edit.pk,
        "article": edit.article_id,
        "kind": edit.kind,
        "version": edit.version_id,
        "number": edit.version.number if edit.version else None,
        "classes": edit.classes,
        "rank": edit.rank,
        "reason": edit.reason,
        "at": instant(edit.at),
    }


def instant(moment: dt.datetime | None) -> str | None:
    return moment.isoformat() if moment else None


def page_row(page: Page) -> dict[str, Any]:
    """`url` is the publisher's."""
    return {
        "id": page.pk,
        "url": page.url,
        "state": page.state,
        "source": page.source.name if page.source else None,
        "article": page.article_id,
        "failures": page.failures,
        "last_error": page.last_error,
        "fetched_at": instant(page.fetched_at),
        "changed_at": instant(page.changed_at),
        "next_fetch_at": instant(page.next_fetch_at),
    }


class SourceRow(RowSerializer):
    row = staticmethod(source_row)
    id = serializers.IntegerField()
    name = serializers.CharField()
    domain = serializers.CharField(allow_null=True)
    url = serializers.URLField()


class FeedRow(RowSerializer):
    row = staticmethod(feed_row)
    id = serializers.IntegerField()
    source = serializers.CharField(allow_null=True)  # type: ignore[assignment]
    kind = serializers.ChoiceField(Feed.Kind.choices)
    location = serializers.CharField()
    active = serializers.BooleanField()
    interval_minutes = serializers.IntegerField()
    next_fetch_at = serializers.DateTimeField(allow_null=True, help_text="Null: due now.")
    failures = serializers.IntegerField(help_text="In a row; 0 after a success.")
    last_error = serializers.CharField()
    url = serializers.URLField()


class ArticleRow(RowSerializer):
    row = staticmethod(article_row)
    address = "api_url"
    id = serializers.IntegerField()
    url = serializers.CharField(help_text="The publisher's address; empty for a file without one.")
    title = serializers.CharField()
    source = serializers.CharField()  # type: ignore[assignment]
    origin = serializers.CharField(help_text="Who first wrote it: whom its evidence is counted by.")
    byline = serializers.CharField()
    language = serializers.CharField(help_text="ISO 639-1; empty when unknown.")
    published_at = serializers.DateTimeField(allow_null=True)
    inferred = serializers.DictField(help_text="Field to what in the text it was inferred from.")
    version = serializers.IntegerField(allow_null=True, help_text="The number of the current version.")
    seen_at = serializers.DateTimeField()
    gone_at = serializers.DateTimeField(
        allow_null=True, help_text="Since when its page is not there; null while it is."
    )
    api_url = serializers.URLField()


class VersionRef(serializers.Serializer[Any]):
    number = serializers.IntegerField()
    sha256 = serializers.CharField()
    seen_at = serializers.DateTimeField()
    url = serializers.URLField()


class ArticleWithText(ArticleRow):
    text = serializers.CharField(help_text="Of the current version, character for character.")
    sha256 = serializers.CharField()
    versions = VersionRef(many=True)

    def to_representation(self, instance: Article) -> dict[str, Any]:  # type: ignore[override]
        current = instance.current
        return {
            **super().to_representation(instance),
            "text": current.text if current else "",
            "sha256": current.sha256 if current else "",
            "versions": [self.version_ref(version) for version in instance.versions.all()],
        }

    def version_ref(self, version: ArticleVersion) -> dict[str, Any]:
        row = {key: value for key, value in version_row(version).items() if key in ("number", "sha256", "seen_at")}
        return {**row, "url": reverse("version-detail", [version.pk], request=self.context["request"])}


class VersionRow(RowSerializer):
    row = staticmethod(version_row)
    id = serializers.IntegerField()
    article = serializers.IntegerField(help_text="The article's id.")
    number = serializers.IntegerField()
    title = serializers.CharField()
    sha256 = serializers.CharField(help_text="Of the text's UTF-8 bytes.")
    seen_at = serializers.DateTimeField()
    url = serializers.URLField()


class VersionWithText(VersionRow):
    text = serializers.CharField(help_text="What the offsets of quotes and claims count in.")

    def to_representation(self, instance: ArticleVersion) -> dict[str, Any]:  # type: ignore[override]
        return {**super().to_representation(instance), "text": instance.text}


class PageRow(RowSerializer):
    row = staticmethod(page_row)
    address = "api_url"
    id = serializers.IntegerField()
    url = serializers.CharField(help_text="The publisher's address.")
    state = serializers.ChoiceField(Page.State.choices)
    source = serializers.CharField(allow_null=True)  # type: ignore[assignment]
    article = serializers.IntegerField(allow_null=True, help_text="The article's id, once there is one.")
    failures = serializers.IntegerField(help_text="In a row; 0 after a success.")
    last_error = serializers.CharField()
    fetched_at = serializers.DateTimeField(allow_null=True)
    changed_at = serializers.DateTimeField(allow_null=True, help_text="When an edit was last noticed.")
    next_fetch_at = serializers.DateTimeField(allow_null=True, help_text="Null: due now.")
    api_url = serializers.URLField()


class EditRow(RowSerializer):
    row = staticmethod(edit_row)
    id = serializers.IntegerField()
    article = serializers.IntegerField(help_text="The article's id.")
    kind = serializers.ChoiceField(ArticleChange.Kind.choices)
    version = serializers.IntegerField(allow_null=True, help_text="The id of the version that it made.")
    number = serializers.IntegerField(allow_null=True, help_text="That version's number in its article.")
    classes = serializers.DictField(
        child=serializers.IntegerField(), help_text=f"How many sentences are of each class: {', '.join(Class)}."
    )
    rank = serializers.FloatField(help_text="Of its most serious edit, from 0 to 1.")
    reason = serializers.CharField()
    at = serializers.DateTimeField()
    diff = serializers.URLField(allow_null=True, help_text="Where every sentence of it stands.")
    url = serializers.URLField()

    def to_representation(self, instance: ArticleChange) -> dict[str, Any]:  # type: ignore[override]
        row, number = super().to_representation(instance), instance.version and instance.version.number
        link = reverse("article-diff", [instance.article_id], request=self.context["request"])
        return {**row, "diff": f"{link}?to={number}" if number and number > 1 else None}
