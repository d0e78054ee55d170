"""Of the mentions that are named in just the same way one stands for all: only it is compared and clustered.

Thousands of articles name the United Nations, in a handful of ways: what an article costs goes by the ways.
"""

import functools
import hashlib
import json
from collections.abc import Collection, Sequence

from django.db.models import Min, Q

from .analysis.found import EntityKind
from .analysis.names import identity
from .models import Apart, Extraction, Mention, Together
from .updating import update_each


def standing(extractions: Sequence[Extraction]) -> list[Mention]:
    """Settles for whom the extractions' live mentions stand; returns those to compare.

    Among them are heirs: mentions of other articles that now stand for what one of these articles stood for. The others
    get the entity of the mention that stands for them.
    """
    rows = list(Mention.objects.filter(extraction__in=extractions, live=True).order_by("extraction", "id"))
    forms = {row.pk: form(row) for row in rows}
    given_up = {row.form for row in rows if row.stands and row.form != forms[row.pk]}.union(
        *map(_superseded, extractions)
    )
    keep = {row.pk for row in rows if row.stands and row.form == forms[row.pk]}
    others = Mention.objects.filter(live=True, stands=True, form__in={*forms.values(), *given_up} - {""})
    found = others.exclude(pk__in=set(forms) - keep).values_list("form", "pk", "entity")
    known: dict[str, tuple[int, int | None]] = {name: (pk, entity) for name, pk, entity in found}
    for row in rows:
        row.form = forms[row.pk]
        pk, entity = known.setdefault(row.form, (row.pk, row.entity_id))
        row.stands = pk == row.pk
        row.entity_id = entity
    _follow_on([row for row in rows if row.stands and row.pk not in keep])
    entities = {row.form: row.entity_id for row in rows if row.stands}
    for row in rows:
        row.entity_id = entities.get(row.form, row.entity_id)
    update_each(rows, ["form", "stands", "entity"])
    heirs = _heirs(given_up - set(known) - {""})
    return [row for row in rows if row.stands] + heirs


def form(mention: Mention) -> str:
    """One key for all that is named alike; its own where the name does not tell even who bears it alike: "Smith"."""
    told = [mention.kind, mention.name, sorted(mention.names), sorted(mention.roles)]
    told = told if _tells_who(as_named(mention)) else [mention.anchor]
    return hashlib.sha1(json.dumps(told).encode(), usedforsecurity=False).hexdigest()


@functools.lru_cache(maxsize=4096)
def _tells_who(named: identity.Named) -> bool:
    """Kept for a while: the same few names stand in many articles."""
    return identity.same_entity(named, named).score >= identity.SAME


def as_named(mention: Mention) -> identity.Named:
    """A mention as it is compared with those of other articles."""
    return identity.Named(mention.name, EntityKind(mention.kind), tuple(mention.names), tuple(mention.roles))


def _superseded(extraction: Extraction) -> set[str]:
    """The forms that older versions of the article stood for: from now on they do not."""
    if extraction.version.number == 1:
        return set()
    of_article = Q(extraction__version__article=extraction.version.article_id)
    rows = list(Mention.objects.filter(of_article, live=False, stands=True))
    Mention.objects.filter(pk__in=[row.pk for row in rows]).update(stands=False)
    return {row.form for row in rows}


def _follow_on(rows: Collection[Mention]) -> None:
    """Who stands for what nobody stood for, because its row is gone, belongs where that belonged."""
    followers = Mention.objects.filter(live=True, stands=False, form__in=[row.form for row in rows])
    entities = dict(followers.exclude(entity=None).values_list("form").annotate(Min("entity")))
    for row in rows:
        row.entity_id = entities.get(row.form, row.entity_id)


def _heirs(forms: Collection[str]) -> list[Mention]:
    if not forms:
        return []
    left = Mention.objects.filter(live=True, stands=False, form__in=forms)
    first = [pk for _, pk in left.order_by().values_list("form").annotate(Min("pk"))]
    Mention.objects.filter(pk__in=first).update(stands=True)
    return list(Mention.objects.filter(pk__in=first))


def ruled(forms: Collection[str]) -> list[tuple[str, str]]:
    """The anchors that reviewers ruled on, each with its form, of the mentions that another one stands for."""
    held = Q()
    for model, columns in ((Apart, ("left", "right")), (Together, ("anchor",))):
        for column in columns:
            held |= Q(anchor__in=model._default_manager.filter(kind=Apart.Kind.MENTION).values(column))
    rows = Mention.objects.filter(held, live=True, stands=False, form__in=set(forms) - {""})
    return list(rows.values_list("anchor", "form"))
