"""Whose turn it is at each host, among all workers of all machines, and what its robots.txt says: both in one row.

A turn is taken by a conditional UPDATE that moves `free_at` on from the past, so that no two workers have it at once.
A worker that dies with a turn loses it after the longest time that a request may take.
"""

import contextlib
import datetime as dt
import functools
import random
import time
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.conf import settings
from django.db.models import Q
from django.utils import timezone
from protego import Protego

from .messages import Part, gettext
from .models import Host
from .models.reasons import said_in, written
from .requesting import AGENT, HostBusy

LONGEST_WAIT = 20.0
LONGEST_CRAWL_DELAY = 3600.0
# Between two looks at a row that another worker has.
LOOK_SECONDS = (0.02, 0.2)
# A worker that is late by so much has not died.
GRACE_SECONDS = 10


@dataclass
class Turn:
    """One request's turn at its host, which then rests for so many seconds."""

    rest: float


@dataclass(frozen=True)
class Robots:
    """What robots.txt says; `trouble` is why nothing is to be fetched for now, and `seconds` how long this holds."""

    text: str
    trouble: Part
    seconds: float

    def allows(self, url: str) -> bool:
        return not self.text or bool(_parsed(self.text).can_fetch(url, AGENT))

    @property
    def gap(self) -> float:
        """Seconds between two requests: ours, or the crawl delay where that is longer."""
        delay = (_parsed(self.text).crawl_delay(AGENT) if self.text else None) or 0.0
        return max(float(settings.FETCH_GAP_SECONDS), min(float(delay), LONGEST_CRAWL_DELAY))


@functools.lru_cache(maxsize=100)
def _parsed(text: str) -> Protego:
    return Protego.parse(text)


@contextlib.contextmanager
def turn(authority: str) -> Iterator[Turn]:
    """The only turn at the host there is, waited for. Raises HostBusy where that would take long."""
    mark = uuid.uuid4().hex
    _wait_for(authority, mark)
    mine = Turn(float(settings.FETCH_GAP_SECONDS))
    try:
        yield mine
    finally:
        Host.objects.filter(authority=authority, turn=mark).update(turn="", free_at=_in(mine.rest))


def _wait_for(authority: str, mark: str) -> None:
    held = settings.FETCH_DEADLINE_SECONDS + GRACE_SECONDS
    Host.objects.get_or_create(authority=authority, defaults={"free_at": timezone.now()})
    ends = time.monotonic() + LONGEST_WAIT
    while not Host.objects.filter(authority=authority, free_at__lte=timezone.now()).update(
        turn=mark, free_at=_in(held)
    ):
        seen = Host.objects.get(authority=authority)
        # While somebody has the turn, `free_at` is when it is taken away, not when it is over.
        wait = random.uniform(*LOOK_SECONDS) if seen.turn else (seen.free_at - timezone.now()).total_seconds()
        if time.monotonic() + wait > ends:
            said = gettext(
                "{host} is to be left alone for {seconds} seconds more", host=authority, seconds=f"{wait:.0f}"
            )
            raise HostBusy(said, wait)
        time.sleep(max(wait, 0.0))


def robots(authority: str, read: Callable[[], Robots]) -> Robots:
    """What the host's robots.txt says, `read` by one worker and kept for the others. Raises HostBusy."""
    ends = time.monotonic() + LONGEST_WAIT
    while True:
        host, _ = Host.objects.get_or_create(authority=authority, defaults={"free_at": timezone.now()})
        if host.robots_until and host.robots_until > timezone.now():
            left = (host.robots_until - timezone.now()).total_seconds()
            return Robots(host.robots, said_in(host, "trouble"), left)
        if _may_read_robots(authority):
            return _kept(authority, read)
        if time.monotonic() > ends:
            said = gettext("another worker is reading the robots.txt of {host}", host=authority)
            raise HostBusy(said, LOOK_SECONDS[1])
        time.sleep(random.uniform(*LOOK_SECONDS))


def _may_read_robots(authority: str) -> bool:
    now = timezone.now()
    stale = Q(robots_until=None) | Q(robots_until__lte=now)
    free = Q(robots_turn_until=None) | Q(robots_turn_until__lte=now)
    until = _in(settings.FETCH_DEADLINE_SECONDS + LONGEST_WAIT + GRACE_SECONDS)
    return bool(Host.objects.filter(stale, free, authority=authority).update(robots_turn_until=until))


def _kept(authority: str, read: Callable[[], Robots]) -> Robots:
    kept: dict[str, object] = {}
    try:
        found = read()
        kept = {"robots": found.text, "robots_until": _in(found.seconds), **written("trouble", found.trouble)}
        return found
    finally:
        Host.objects.filter(authority=authority).update(robots_turn_until=None, **kept)


def _in(seconds: float) -> dt.datetime:
    return timezone.now() + dt.timedelta(seconds=seconds)
