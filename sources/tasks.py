"""What Celery delivers: ids of feeds and names of hosts. A lost message is sent again by the next tick.

A doubled message does nothing: what is to be fetched is claimed in its row, and a host has one turn at a time.
"""

from celery import shared_task

from . import claiming, polling, visiting


@shared_task(expires=60)
def fetch_due() -> None:
    for feed_id in polling.due_ids():
        poll_feed.delay(feed_id)
    for host in claiming.due_hosts():
        visit_host.delay(host)


# A message that no worker took in time is not needed: the next tick sends another.
@shared_task(expires=60)
def poll_feed(feed_id: int) -> None:
    polling.poll(feed_id)


@shared_task(expires=60)
def visit_host(host: str) -> None:
    visiting.visit_host(host)
