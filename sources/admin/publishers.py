"""Sources: who publishes, what may be fetched of each in a day, and how its pages are read."""

import datetime as dt
from typing import Any

from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from sources import hints
from sources.models import Article, Source, Usage
from sources.readonly import Listed, badge
from sources.spending import SHARE_OF_CHECKS
from sources.telling import told


@admin.register(Source)
class SourceAdmin(Listed):
    list_display = ["name", "domain", "articles", "fetched_today"]
    search_fields = ["name", "domain"]
    when_empty = _("No source yet: each comes with the first article of it that is imported, or is added here.")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Source]:
        counted = Article.objects.filter(source=OuterRef("pk")).order_by().values("source").annotate(n=Count("pk"))
        today = Usage.objects.filter(source=OuterRef("pk"), day=timezone.now().astimezone(dt.UTC).date())
        return Source.objects.annotate(
            article_count=Coalesce(Subquery(counted.values("n")), 0),
            fetches_today=Coalesce(Subquery(today.values("fetches")), 0),
        )

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field and db_field.name.endswith("_selector"):
            field.validators.append(_valid_selector)
        return field

    def save_model(self, request: HttpRequest, obj: Source, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        if any(name.endswith("_selector") for name in form.changed_data):
            # With other hints the same page may be another text: it has to be sent in full once more.
            obj.pages.update(etag="", last_modified="")

    @admin.display(description=_("articles"), ordering="article_count")
    def articles(self, source: Source) -> SafeString:
        address = f"{reverse('admin:sources_article_changelist')}?source__id__exact={source.pk}"
        return format_html('<a href="{}">{}</a>', address, getattr(source, "article_count", 0))

    @admin.display(description=_("fetched today"))
    def fetched_today(self, source: Source) -> SafeString:
        """Of the day's budget."""
        used, allowed = getattr(source, "fetches_today", 0), source.fetches_per_day
        tone = "bad" if used >= allowed else "warn" if used >= SHARE_OF_CHECKS * allowed else "quiet"
        numbers = {"used": used, "allowed": allowed}
        spent = _("%(used)s of %(allowed)s") % {name: _grouped(number) for name, number in numbers.items()}
        address = f"{reverse('admin:sources_usage_changelist')}?source__id__exact={source.pk}"
        return format_html('<a href="{}">{}</a>', address, badge(spent, tone))


def _valid_selector(selector: str) -> None:
    if selector and (wrong := hints.problem(selector)):
        raise ValidationError(_("This %(why)s.") % {"why": told(wrong)})


def _grouped(number: int) -> str:
    return number_format(number, force_grouping=True)
