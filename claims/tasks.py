"""What Celery delivers: that there may be something to analyse. What it is stands in rows."""

from celery import shared_task

from . import comparing, extracting, grouping, numbering

# Within the time limit of a task; the next tick takes up the rest.
BATCH = 100


@shared_task(expires=60)
def analyse_pending() -> None:
    extracting.read_pending(BATCH)
    grouping.group_pending(BATCH)
    comparing.compare_pending(BATCH)
    numbering.number_pending(BATCH)
