"""People, organisations and places: the names they go by, where they are named, what they say and is said of them."""

from typing import Any

from django.contrib import admin
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from claims.admin.articles import count
from claims.admin.showing import place_of, value_of, version_address
from claims.admin.subjects import Subject
from claims.admin.timelines import told_over_time
from claims.models import Claim, Entity, Fact, Mention, Quote

SHOWN = 50
MOST_DRAWN = 200
ARTICLE = "version__article__source"


@admin.register(Entity)
class EntityAdmin(Subject):
    change_form_template = "claims/entity.html"
    list_display = ["name", "kind", "goes_by", "mention_total", "quote_total"]
    list_filter = ["kind"]
    search_fields = ["name", "names"]
    fields = [("kind", "goes_by")]
    readonly_fields = ["goes_by"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Entity]:
        rows: QuerySet[Entity] = super().get_queryset(request)
        return rows.annotate(
            mention_count=count(Mention.objects.filter(live=True), "entity"),
            quote_count=count(Quote.objects.filter(live=True), "speaker__entity"),
        )

    def choices_of(self, row: Entity) -> tuple[str, list[tuple[Any, str]]]:
        live = Count("pk", filter=Q(live=True))
        counted = row.mentions.order_by().values_list("name").annotate(n=live).filter(n__gt=0).order_by("-n", "name")
        choices = []
        for name, n in counted:
            told = ngettext("%(name)s (%(number)d mention)", "%(name)s (%(number)d mentions)", n)
            choices.append((name, told % {"name": name, "number": n}))
        return _("Which names are someone else's?"), choices

    def context_of(self, request: HttpRequest, row: Entity) -> dict[str, Any]:
        quotes, held, about = said_by(row), stated_by(row), told_of(row)
        kinds = (("says", _("Quoted"), quotes), ("states", _("Holds a claim"), held), ("told", _("Told of"), about))
        drawn = [(label, one) for _kind, label, rows in kinds for one in rows[:MOST_DRAWN]]
        facts = Fact.objects.filter(claims__live=True, claims__mentions__entity=row).distinct()
        return {
            **super().context_of(request, row),
            "over_time": told_over_time(drawn, row.name),
            "mentions": [
                (mention, mention.extraction.version, version_address(mention.extraction.version))
                for mention in named_in(row)[:SHOWN]
            ],
            "mention_total": row.mentions.count(),
            "quotes": [(quote, place_of(quote)) for quote in quotes[:SHOWN]],
            "quote_total": quotes.count(),
            "held": [(claim, value_of(claim), place_of(claim)) for claim in held[:SHOWN]],
            "held_total": held.count(),
            "facts": [(fact, getattr(fact, "open_count", 0)) for fact in with_disputes(facts)[:SHOWN]],
            "fact_total": facts.count(),
        }

    @admin.display(description=gettext_lazy("goes by"))
    def goes_by(self, entity: Entity) -> str:
        return ", ".join(entity.names)

    @admin.display(description=gettext_lazy("mentions"), ordering="mention_count")
    def mention_total(self, entity: Entity) -> int:
        return int(getattr(entity, "mention_count", 0))

    @admin.display(description=gettext_lazy("quotes"), ordering="quote_count")
    def quote_total(self, entity: Entity) -> int:
        return int(getattr(entity, "quote_count", 0))


def named_in(entity: Entity) -> QuerySet[Mention]:
    """Where it is named, in the newest articles first."""
    mentions = entity.mentions.select_related(f"extraction__{ARTICLE}").defer("extraction__version__text")
    return mentions.order_by("-live", "-extraction__version__article__published_at", "-id")


def said_by(entity: Entity) -> QuerySet[Quote]:
    """Its quotes, the newest first."""
    return _newest(Quote.objects.filter(speaker__entity=entity))


def stated_by(entity: Entity) -> QuerySet[Claim]:
    """The claims it holds, the newest first."""
    return _newest(Claim.objects.filter(holder__entity=entity).select_related("fact"))


def told_of(entity: Entity) -> QuerySet[Claim]:
    """What others state about it, the newest first."""
    about = Claim.mentions.through.objects.filter(mention__entity=entity).values("claim")
    return _newest(Claim.objects.filter(pk__in=about, live=True).exclude(holder__entity=entity))


def with_disputes(facts: QuerySet[Fact]) -> QuerySet[Fact]:
    """The facts, those first that most is at odds about."""
    at_odds = Count("discrepancies", filter=Q(discrepancies__status="open"), distinct=True)
    return facts.annotate(open_count=at_odds).order_by("-open_count", "pk")


def _newest(rows: QuerySet[Any]) -> QuerySet[Any]:
    rows = rows.select_related(ARTICLE).defer("version__text")
    return rows.order_by("-live", "-version__article__published_at", "-id")
