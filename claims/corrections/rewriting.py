"""Applies the corrections of an article anew to all its versions that were read, without reading them again."""

from collections.abc import Sequence

from django.db.models import Q

from claims.models import Correction, Extraction

from . import applying

State = Extraction.State
READ = Q(state__in=[State.READ, State.GROUPED, State.DONE]) | Q(read_at__isnull=False)


def locked(article: int) -> list[Extraction]:
    """The readings of an article, oldest version first, kept from workers until the transaction ends."""
    readings = Extraction.objects.select_for_update(of=("self",)).filter(READ, version__article=article)
    return list(readings.select_related("version__article").order_by("version__number"))


def rewrite(readings: Sequence[Extraction], former: Sequence[Correction]) -> None:
    """Makes the readings what the standing corrections say; `former` are those that they were made by.

    Those that changed are grouped and compared again.
    """
    for extraction in readings:
        hand = applying.on(extraction.version.text, applying.standing(extraction.version.article_id))
        live = extraction is readings[-1]
        reading = [applying.Reading(extraction, live, hand, *applying.as_read(extraction, former))]
        changed = applying.write_mentions(reading)
        changed = applying.write(reading) or changed
        if changed:
            grouped = Extraction.objects.filter(pk=extraction.pk, state__in=[State.GROUPED, State.DONE])
            grouped.update(state=State.READ)
