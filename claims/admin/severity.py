"""What a severity is made of, for people."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from claims.analysis.facts.severity import ANY, MATTERS
from claims.models import Discrepancy


@dataclass(frozen=True)
class Share:
    """One part from 0 to 1, its weight, and what it adds; what all is times has neither."""

    name: str | Promise
    part: float
    weight: float | None = None
    adds: float | None = None


def parts_of(row: Discrepancy) -> list[Share]:
    """What it matters and how sure that is; parts of rules that weighed otherwise come last, without a weight."""
    parts = dict(row.severity_parts)
    if not parts:
        return []
    sureness = parts.pop("sureness", 0.0)
    shares = [Share(NAMES["any"], 1.0, ANY, ANY * sureness)]
    for name in [name for name in MATTERS if name in parts]:
        part, weight = parts.pop(name), MATTERS[name]
        shares.append(Share(NAMES[name], part, weight, part * weight * sureness))
    return [*shares, Share(NAMES["sureness"], sureness), *(Share(name, part) for name, part in parts.items())]


NAMES = {
    "any": _("In any case"),
    "gap": _("Size of the gap"),
    "origins": _("Origins on the weaker side"),
    "recency": _("How new it is"),
    "sureness": _("How likely it is a disagreement: the rest is multiplied by it"),
}
