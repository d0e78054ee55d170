"""What a reviewer had before them: signed into the form, and compared with what there is when the form comes back."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.core import signing
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from claims.models import Discrepancy, Position, Review

SALT = "claims.admin.seen"


@dataclass(frozen=True)
class Seen:
    """The fingerprint of the evidence, the last review (0: none), and each position's label with its origins."""

    fingerprint: str = ""
    review: int = 0
    positions: tuple[tuple[str, tuple[str, ...]], ...] = ()


def seal(row: Discrepancy, positions: Iterable[Position], reviews: Sequence[Review]) -> str:
    """As text that only this service can have written."""
    sides = [(position.label, position.origins) for position in positions]
    return signing.dumps([row.fingerprint, reviews[0].pk if reviews else 0, sides], salt=SALT, compress=True)


def opened(sealed: str) -> Seen:
    """What was sealed; nothing, where this service did not write it: a decision on nothing is refused."""
    try:
        fingerprint, review, sides = signing.loads(sealed, salt=SALT)
    except signing.BadSignature:
        return Seen()
    return Seen(fingerprint, review, tuple((label, tuple(origins)) for label, origins in sides))


def changes(seen: Seen, positions: Iterable[Position], reviews: Iterable[Review]) -> list[str]:
    """What is not as it was, in sentences: positions gone, new, or held by others now, and who decided what."""
    if not seen.fingerprint:
        return []
    before = dict(seen.positions)
    now = {position.label: tuple(position.origins) for position in positions}
    told = [
        _("Gone: “%(label)s” (%(origins)s).") % _named(label, before[label]) for label in before if label not in now
    ]
    told += [_("New: “%(label)s” (%(origins)s).") % _named(label, now[label]) for label in now if label not in before]
    told += [
        _("“%(label)s” was held by %(before)s, and is now by %(origins)s.")
        % {**_named(label, now[label]), "before": ", ".join(before[label]) or "—"}
        for label in now
        if label in before and set(before[label]) != set(now[label])
    ]
    later = sorted((review for review in reviews if review.pk > seen.review), key=lambda review: review.pk)
    return told + [_decided(review) for review in later]


def _named(label: str, origins: tuple[str, ...]) -> dict[str, str]:
    return {"label": label, "origins": ", ".join(origins) or "—"}


def _decided(review: Review) -> str:
    when = date_format(timezone.localtime(review.created_at), "DATETIME_FORMAT")
    told = {"who": review.reviewer, "what": review.get_verdict_display(), "when": when, "note": review.note}
    if review.note:
        return _("%(who)s decided “%(what)s” on %(when)s: %(note)s") % told
    return _("%(who)s decided “%(what)s” on %(when)s.") % told
