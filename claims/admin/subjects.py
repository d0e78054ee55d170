"""What the pages of entities, facts and utterances have in common: evidence folded by origin, links, and the log."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.http import HttpRequest

from claims import reviewing
from claims.admin.rulings import Ruled
from claims.admin.seeking import LINKS
from claims.admin.showing import Card, card_of, place_of, value_of
from claims.holding import fellows
from claims.models import Apart, Claim, Extraction, Quote, Review, Together
from claims.ruling import KINDS, evidence_of
from sources.models import ArticleVersion

# How much evidence is drawn and folded, how much of it is told with its passage, and how many links.
MOST_READ = 400
SHOWN = 50
SHOWN_LINKS = 10


@dataclass
class Folded:
    """One answer of one report, with where the article says it again, and the articles that reprint it."""

    evidence: Claim | Quote
    card: Card | None = None
    again: list[tuple[str, str]] = field(default_factory=list)
    reprints: list[tuple[str, str]] = field(default_factory=list)


class Subject(Ruled):
    """The context of its page, but for what only one of the three has."""

    def context_of(self, request: HttpRequest, row: Any) -> dict[str, Any]:
        links, linked = links_of(row)
        name = f"admin:claims_{self.opts.model_name}"
        return {
            "key": str(row.pk),
            "may_rule": reviewing.may_decide(request.user),
            "unite_name": f"{name}_unite",
            "split_name": f"{name}_split",
            "waiting": waiting_of(row),
            "log": log_of(row),
            "links": links,
            "linked": linked,
        }


def waiting_of(row: Any) -> int:
    """How much of its evidence, and of what rulings hold together with it, is still to be grouped again."""
    kind, own = KINDS[type(row)], evidence_of(row)
    waiting = {"extraction__state": Extraction.State.READ}
    others = fellows(kind, own).exclude(**{LINKS[kind][1]: row})
    return int(own.filter(**waiting).count() + others.filter(**waiting).count())


def newest(rows: QuerySet[Any], *related: str) -> list[Any]:
    """The newest evidence, older versions' last, without the texts."""
    related = ("version__article__source", "version__article__reprint_of__source", *related)
    ordered = rows.select_related(*related).defer("version__text", "version__article__reprint_of__source__domain")
    return list(ordered.order_by("-live", "-version__article__published_at", "-id")[:MOST_READ])


def folded(rows: Sequence[Any]) -> list[Folded]:
    """Reprints of a report under it, where they say the same; the first so many with their passages."""
    found: dict[tuple[int, str, bool], Folded] = {}
    for one in sorted(rows, key=lambda one: one.version.article.reprint_of_id is not None):
        report = one.version.article.reprint_of_id or one.version.article_id
        known = found.setdefault((report, _answer(one), one.live), Folded(one))
        if known.evidence is not one:
            same = known.evidence.version.article_id == one.version.article_id
            (known.again if same else known.reprints).append((one.version.article.source.name, place_of(one)))
    order = {one.pk: number for number, one in enumerate(rows)}
    shown = sorted(found.values(), key=lambda each: order[each.evidence.pk])[:SHOWN]
    texts = ArticleVersion.objects.select_related("article__source", "article__reprint_of__source")
    versions = texts.in_bulk({each.evidence.version_id for each in shown})
    for each in shown:
        each.evidence.version = versions[each.evidence.version_id]
        each.card = card_of(each.evidence)
    return shown


def _answer(one: Claim | Quote) -> str:
    return value_of(one) if isinstance(one, Claim) else one.content


def links_of(row: Any) -> tuple[list[dict[str, Any]], int]:
    """Why its evidence is together: the likeliest links between two pieces, with their reasons, and how many."""
    model, group = LINKS[KINDS[type(row)]]
    within = {f"left__{group}": row, f"right__{group}": row, "left__live": True, "right__live": True}
    article = "extraction__version" if group == "entity" else "version"
    paths = [f"{side}__{article}" for side in ("left", "right")]
    more = {"fact": (), "utterance": ("left__speaker__entity", "right__speaker__entity"), "entity": ()}[group]
    rows = model.objects.filter(**within).select_related(*(f"{path}__article__source" for path in paths), *more)
    links = rows.defer(*(f"{path}__text" for path in paths)).order_by("-score", "pk")
    shown = [
        {"score": link.score, "ends": [_end(link.left), _end(link.right)], "reasons": link.reasons}
        for link in links[:SHOWN_LINKS]
    ]
    return shown, model.objects.filter(**within).count()


def _end(one: Any) -> tuple[str, str, str]:
    """Who says it, what, and where it stands."""
    if isinstance(one, Claim | Quote):
        words = value_of(one) if isinstance(one, Claim) else f"“{one.content[:100]}”"
        return one.version.article.source.name, words, place_of(one)
    return one.extraction.version.article.source.name, one.name, ""


def log_of(row: Any) -> list[Review]:
    """Every decision on it, and every ruling that holds any of its evidence, newest first, with what became of it."""
    kind, anchors = KINDS[type(row)], evidence_of(row).order_by().values("anchor")
    held = Q(**{row._meta.model_name: row})
    for model, columns in ((Apart, ("left", "right")), (Together, ("anchor",))):
        for column in columns:
            ruled = model._default_manager.filter(kind=kind, **{f"{column}__in": anchors})
            held |= Q(pk__in=ruled.values("review"))
    reopened = Review.objects.filter(
        discrepancy=OuterRef("discrepancy"), verdict=Review.Verdict.REOPENED, pk__gt=OuterRef("pk")
    )
    rows = Review.objects.filter(held).exclude(verdict=Review.Verdict.UNDONE)
    return list(
        rows.select_related("reviewer", "undone_by__reviewer", "discrepancy__fact", "discrepancy__utterance")
        .annotate(
            holds=Exists(Apart.objects.filter(review=OuterRef("pk")))
            | Exists(Together.objects.filter(review=OuterRef("pk"))),
            reopened_by=Subquery(reopened.order_by("pk").values("pk")[:1]),
        )
        .order_by("-pk")[:SHOWN]
    )
