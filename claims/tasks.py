"""What Celery delivers: that there may be something to analyse, or to tell. What it is stands in rows."""

from celery import shared_task

from . import comparing, extracting, grouping, numbering
from .webhooks import delivering, telling
from .workbench import tallying

# Within the time limit of a task; the next tick takes up the rest.
BATCH = 100


@shared_task(expires=60)
def analyse_pending() -> None:
    extracting.read_pending(BATCH)
    grouping.group_pending(BATCH, at_once=grouping.MANY)
    comparing.compare_pending(BATCH)
    numbering.number_pending(BATCH)


# Waits for the database, for long where there is much: nothing that is to be analysed waits for it.
@shared_task(expires=60)
def tally() -> None:
    tallying.tally_due()


@shared_task(expires=60)
def deliver_due() -> None:
    telling.hand_out()
    for webhook_id in delivering.due_ids():
        deliver.delay(webhook_id)


# Waits for receivers, and so in the queue of fetching.
@shared_task(expires=60)
def deliver(webhook_id: int) -> None:
    delivering.deliver(webhook_id)
