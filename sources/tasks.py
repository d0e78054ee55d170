"""What Celery delivers: ids of feeds. A lost message is sent again by the next tick, a doubled one does nothing."""

from celery import shared_task

from . import polling


@shared_task(expires=60)
def poll_due_feeds() -> None:
    for feed_id in polling.due_ids():
        poll_feed.delay(feed_id)


# A message that no worker took in time is not needed: the next tick sends another.
@shared_task(expires=60)
def poll_feed(feed_id: int) -> None:
    polling.poll(feed_id)
