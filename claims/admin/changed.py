"""What changed: articles that were edited, moved, gone and back, newest first; and what an edit did to the evidence."""

from collections import Counter
from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from claims.admin.pages import Page
from claims.admin.parts import MOST_COMPARED
from claims.admin.showing import link, place_of, value_of, version_address
from claims.analysis.spans import Span
from claims.evolving import Evidence, Fate, evolved
from claims.highlighting import Mark, excerpt
from claims.models import Claim
from sources.changing import HEADLINE
from sources.differences import Class, Difference, differences
from sources.models import ArticleChange, ArticleVersion
from sources.models.reasons import said_in
from sources.readonly import ReadOnly, badge
from sources.telling import SEARCHED_IN_ENGLISH, told
from sources.versions import Range

# What an edit did, and what became of evidence, in one word.
CLASSES = {
    Class.VALUE: pgettext_lazy("an edit of", "value"),
    Class.QUOTATION: pgettext_lazy("an edit of", "quotation"),
    Class.NAME: pgettext_lazy("an edit of", "name"),
    HEADLINE: pgettext_lazy("an edit of", "headline"),
    Class.REMOVED: gettext_lazy("removed"),
    Class.ADDED: gettext_lazy("added"),
    Class.REWORDED: gettext_lazy("reworded"),
    Class.MOVED: gettext_lazy("moved"),
}
FATES = {
    Fate.CHANGED: gettext_lazy("changed"),
    Fate.REMOVED: gettext_lazy("removed"),
    Fate.ADDED: gettext_lazy("added"),
    Fate.MOVED: gettext_lazy("moved"),
}
# What to look at first stands out.
TONES = {Class.VALUE: "bad", Class.QUOTATION: "bad", Class.NAME: "bad", HEADLINE: "warn", "gone": "warn"}


class OfClass(admin.SimpleListFilter):
    title = gettext_lazy("what was edited")
    parameter_name = "class"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(name, str(label)) for name, label in CLASSES.items()]

    def queryset(self, request: HttpRequest, queryset: QuerySet[ArticleChange]) -> QuerySet[ArticleChange]:
        return queryset.filter(classes__has_key=self.value()) if self.value() else queryset


@admin.register(ArticleChange)
class ArticleChangeAdmin(ReadOnly, Page):
    change_form_template = "claims/changed.html"
    list_display = ["at", "what", "of", "source", "why"]
    list_filter = ["kind", OfClass, "article__source", "at"]
    list_select_related = ["article__source", "article__current", "version"]
    search_fields = ["article__key", "article__current__title", "reason"]
    search_help_text = SEARCHED_IN_ENGLISH
    when_empty = gettext_lazy("No article was edited, moved or taken down yet, as far as anybody looked.")
    fields = ["at", "why"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[ArticleChange]:
        rows: QuerySet[ArticleChange] = super().get_queryset(request)
        return rows.defer("article__current__text", "version__text")

    @admin.display(description=gettext_lazy("what changed"), ordering="rank")
    def what(self, change: ArticleChange) -> SafeString:
        return badges(change)

    @admin.display(description=gettext_lazy("article"), ordering="article__current__title")
    def of(self, change: ArticleChange) -> SafeString:
        return link(change.article)

    @admin.display(description=gettext_lazy("source"), ordering="article__source__name")
    def source(self, change: ArticleChange) -> str:
        return str(change.article.source)

    @admin.display(description=gettext_lazy("reason"))
    def why(self, change: ArticleChange) -> str:
        return _("version %(number)s") % {"number": change.version.number} if change.version else became(change)

    def context_of(self, request: HttpRequest, row: ArticleChange) -> dict[str, Any]:
        around = {"badges": badges(row), "article": link(row.article), "became": became(row)}
        after = row.version
        before = after and ArticleVersion.objects.filter(article=row.article_id, number=after.number - 1).first()
        if after is None or before is None:
            return around
        return around | comparison(after, before)


def comparison(after: ArticleVersion, before: ArticleVersion) -> dict[str, Any]:
    """What differs between two versions of an article, sentence by sentence, and what became of the evidence."""
    around = {"before": before, "after": after, "addresses": (version_address(before), version_address(after))}
    if max(len(before.text), len(after.text)) > MOST_COMPARED:
        return around | {"too_long": MOST_COMPARED}
    rows = evolved(before, after)
    moved_on = [each for each in rows if each.fate is not Fate.CARRIED]
    return around | {
        "differences": [_shown(before, after, each) for each in differences(before.text, after.text)],
        "evidence": [(badge(FATES[each.fate], "warn"), _told(each.old), _told(each.new)) for each in moved_on],
        "carried": Counter(each.fate for each in rows)[Fate.CARRIED],
    }


def became(change: ArticleChange) -> str:
    """Where an article is now, why its page is gone, or since when it was; "" of an edit."""
    return told(said_in(change, "reason"))


def badges(change: ArticleChange) -> SafeString:
    """What an edit is in words, each class with its number; or what became of the page."""
    if not change.classes:
        return badge(change.get_kind_display(), TONES.get(change.kind, "quiet"))
    counts = ((class_badge(name, number),) for name, number in change.classes.items())
    return format_html_join(" ", "{}", counts)


def class_badge(name: str, number: int | None = None) -> SafeString:
    """A class of edit, and of how many sentences; one that is known no more by its name."""
    words = str(CLASSES.get(name, name))
    told = words if number is None else _("%(number)s %(kind)s") % {"number": number, "kind": words}
    return badge(told, TONES.get(name, "quiet"))


def _shown(before: ArticleVersion, after: ArticleVersion, each: Difference) -> dict[str, Any]:
    """An edited sentence as it was and as it is, with the words that differ marked."""
    olds, news = [pair[0] for pair in each.words], [pair[1] for pair in each.words]
    return {
        "badges": [class_badge(name) for name in each.classes],
        "old": _marked(before.text, each.old, olds),
        "new": _marked(after.text, each.new, news),
    }


def _marked(text: str, sentence: Range | None, words: list[Range]) -> Any:
    if sentence is None:
        return None
    marks = [Mark(Span(*place), "edited") for place in words if place[0] < place[1]]
    return excerpt(text, Span(*sentence), marks, margin=0).segments


def _told(evidence: Evidence | None) -> SafeString | str:
    if evidence is None:
        return "—"
    said = f"{evidence.label}: {value_of(evidence)}" if isinstance(evidence, Claim) else f"“{evidence.content[:200]}”"
    return format_html('<a href="{}">{}</a>', place_of(evidence), said)
