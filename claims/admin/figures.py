"""The desk's charts and tables, from what was counted ahead."""

import datetime as dt
from collections import defaultdict
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.formats import number_format
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from claims.admin.queue import KINDS
from claims.admin.timelines import safe, wording
from claims.charts.bars import Bar, bars
from claims.charts.heat import Cell, heat_map
from claims.charts.series import series
from claims.models import Tally

ONE_DAY = dt.timedelta(days=1)


def charts(tallies: dict[str, Tally]) -> dict[str, Any]:
    """What there is so far: nothing before workers counted for the first time."""
    figures = {name: tally.figures for name, tally in tallies.items()}
    if "totals" not in figures:
        return {"counted_at": None}
    return {
        "counted_at": tallies["totals"].counted_at,
        "totals": totals(figures["totals"]),
        "heat": heat(figures["disagreement"]),
        "over_time": over_time(figures["days"]),
        "coverage": coverage(figures["coverage"]),
        "agreement": agreement(figures["agreement"]),
    }


def totals(figures: dict[str, Any]) -> list[tuple[str, int]]:
    names = {
        "sources": _("sources"),
        "articles": _("articles"),
        "versions": _("versions"),
        "quotes": _("quotes"),
        "claims": _("claims"),
        "facts": _("facts"),
        "entities": _("people, organisations and places"),
    }
    return [(label, figures[name]) for name, label in names.items()]


def heat(figures: dict[str, Any]) -> dict[str, Any]:
    """Each two sources once; those that never speak to the same fact are left blank."""
    known = {pk: name for pk, name, _facts in figures["sources"]}
    sources = _neighbours(list(known), figures["pairs"])
    names = [known[pk] for pk in sources]
    cells, table = {}, []
    for a, b, differing, of in figures["pairs"]:
        low, high = sorted((sources.index(a), sources.index(b)))
        cells[high - 1, low] = Cell(differing, of)
        table.append((names[low], names[high], differing, of))
    title = _("Where sources disagree")
    desc = _(
        "Of the facts that two sources both speak to, on how many they are on different sides of an open or "
        "confirmed conflict."
    )
    drawn = heat_map(names[1:], names[:-1], cells, title=title, desc=desc, name="desk-heat", wording=wording())
    return {"chart": safe(drawn), "table": sorted(table, key=lambda row: -row[2] / max(row[3], 1))}


def _neighbours(sources: list[int], pairs: list[tuple[int, int, int, int]]) -> list[int]:
    """Those that speak to the same facts beside each other; those that share none with anybody are left out."""
    shared: dict[int, dict[int, int]] = defaultdict(dict)
    for a, b, _differing, of in pairs:
        shared[a][b] = shared[b][a] = of
    placed: list[int] = []
    left = [pk for pk in sources if pk in shared]
    while left:
        placed.append(max(left, key=lambda pk: sum(shared[pk].get(other, 0) for other in placed)))
        left.remove(placed[-1])
    return placed


def over_time(figures: dict[str, Any]) -> dict[str, Any]:
    """A count for every day, those without any included."""
    first, last = dt.date.fromisoformat(figures["from"]), dt.date.fromisoformat(figures["to"])
    days = [first + ONE_DAY * number for number in range((last - first).days + 1)]
    seen = [figures["seen"].get(day.isoformat(), 0) for day in days]
    decided = [figures["decided"].get(day.isoformat(), 0) for day in days]
    lines = {
        _("first seen"): list(zip(days, seen, strict=True)),
        _("decided"): list(zip(days, decided, strict=True)),
    }
    title, desc = _("Discrepancies over time"), _("First seen and decided per day, over 90 days.")
    table = [row for row in zip(reversed(days), reversed(seen), reversed(decided), strict=True) if row[1] or row[2]]
    drawn = series(lines, title=title, desc=desc, name="desk-days", wording=wording())
    return {"chart": safe(drawn), "table": table, "empty": not table}


def coverage(figures: dict[str, Any]) -> dict[str, Any]:
    rows = [{**row, **_per_article(row)} for row in figures["sources"] if row["articles"]]
    return {"chart": _covered(rows), "table": rows, "others": figures["others"]}


def _per_article(row: dict[str, Any]) -> dict[str, float | None]:
    read = row["read"]
    return {f"{name}_each": round(row[name] / read, 1) if read else None for name in ("quotes", "claims")}


def _covered(rows: list[dict[str, Any]]) -> SafeString:
    articles = reverse("admin:sources_article_changelist")
    drawn = [
        Bar(
            label=row["name"],
            parts=((0, row["read"]), (5, row["articles"] - row["read"])),
            note=_("%(read)s of %(articles)s read")
            % {"read": grouped(row["read"]), "articles": grouped(row["articles"])},
            href=f"{articles}?{urlencode({'source__id__exact': row['id']})}",
        )
        for row in rows
    ]
    title, desc = _("What was read of each source"), _("Articles that were analysed, of all that were imported.")
    return safe(bars(drawn, title=title, desc=desc, name="desk-coverage", wording=wording()))


def agreement(figures: dict[str, Any]) -> list[dict[str, Any]]:
    """By kind, those where nobody judged twice included; nothing where that is all of them."""
    none = {"pairs": 0, "same": 0, "alpha": None}
    if not any(kind["pairs"] for kind in figures["kinds"].values()):
        return []
    return [{"kind": kind, "label": label, **told(figures["kinds"].get(kind, none))} for kind, label in KINDS]


def told(figures: dict[str, Any]) -> dict[str, Any]:
    pairs, alpha = figures["pairs"], figures["alpha"]
    return {
        **figures,
        "percentage": number_format(round(100 * figures["same"] / pairs)) if pairs else "",
        "alpha": number_format(round(alpha, 2), 2) if alpha is not None else "",
    }


def grouped(number: float) -> str:
    return number_format(number, force_grouping=True)
