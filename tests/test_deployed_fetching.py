"""Fetching in the deployed mode: two beats, four workers of Celery, and a Redis that forgets everything."""

import collections
import time

import pytest
import redis
from django.conf import settings

from tests.sources.site import Site, listing, page

from .test_deployed import Deployment

WORDS = "The council met on Tuesday evening and after a long debate it voted to keep the old bridge open to everybody. "


@pytest.fixture
def deployment(tmp_path):
    folder = tmp_path / "data"
    folder.mkdir()
    with Deployment(folder) as deployment:
        deployment.environment |= {
            "DEBUG": "true",
            "FETCH_ALLOW_LOOPBACK": "true",
            "FETCH_GAP_SECONDS": "0",
            "FETCH_DEADLINE_SECONDS": "2",
            "LEASE_SECONDS": "5",
            "LOG_LEVEL": "WARNING",
        }
        yield deployment


def slowly(answer):
    def later(headers):
        time.sleep(0.2)
        return answer

    return later


def test_two_beats_and_four_workers_fetch_nothing_twice(deployment):
    with Site() as north, Site() as south:
        for paper in (north, south):
            names = [f"/2021/the-{number}-of-many" for number in range(8)]
            paper.pages |= {name: slowly(page(f"{WORDS * 3} It was {name}.", name)) for name in names}
            paper.pages |= {"/feed": listing(*names)}
            deployment.manage("add_feed", paper.url("/feed"), "--source", f"Paper {paper.port}")
        for number in range(2):
            deployment.start("beat", "--schedule", str(deployment.folder / f"schedule{number}"))
        queues = ("--queues", "fetching", "--concurrency", "4", "--loglevel", "WARNING")
        worker = deployment.start("worker", *queues)
        done = "SELECT count(*) FROM sources_page WHERE state = 'watched'"
        deployment.wait("the first page", lambda: deployment.rows(done)[0][0] > 0, pause=0.02)
        # Messages are only messages: without them, and without the worker that had some, all the same is done.
        broker = redis.from_url(settings.REDIS_URL)
        for key in broker.scan_iter(f"{deployment.prefix}*"):
            broker.delete(key)
        deployment.kill(worker)
        interrupted = sum(len(paper.asked) for paper in (north, south))
        deployment.start("worker", *queues)
        deployment.wait("the rest", lambda: deployment.rows(done) == [(16,)])
    for paper in (north, south):
        assert paper.most_at_once == 1
        asked = collections.Counter(path for path, _ in paper.asked)
        # What the killed worker had in hand, one page of each host at most, is fetched once more.
        assert set(asked) == {*paper.pages, "/robots.txt"} and asked.total() <= len(paper.pages) + 2, asked
    assert interrupted < 2 * (len(north.pages) + 1), "it was killed too late to show anything"
    assert deployment.rows("SELECT count(*), count(DISTINCT article_id) FROM sources_articleversion") == [(16, 16)]
    deployment.manage("verify")
