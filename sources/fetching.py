"""The only network code: one URL ─▶ Fetched, from public addresses, within limits, with the manners of a guest."""

import contextlib
import time
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urljoin

from django.conf import settings
from protego import Protego

from . import hosts, targets
from .requesting import AGENT, DAY, Answer, FetchFailed, ask
from .targets import FetchRefused, Resolve, Target

__all__ = ["FetchFailed", "FetchRefused", "Fetched", "fetch"]

HOPS = 5
ROBOTS_BYTES = 512_000  # RFC 9309, 2.5: at least 500 KiB are to be read.
TROUBLE_SECONDS = 60.0
LONGEST_CRAWL_DELAY = 10.0
LONGEST_WAIT = 20.0


@dataclass(frozen=True)
class Fetched:
    """What a URL answered, after redirects; `data` is decompressed, and empty when `not_modified`."""

    url: str
    status: int
    data: bytes
    content_type: str = ""
    charset: str = ""
    etag: str = ""
    last_modified: str = ""
    not_modified: bool = False


class _Time:
    """What is left of a total time; waiting for a host's turn does not count."""

    def __init__(self, seconds: float) -> None:
        self.left = seconds

    @contextlib.contextmanager
    def spent(self) -> Iterator[None]:
        start = time.monotonic()
        try:
            yield
        finally:
            self.left -= time.monotonic() - start


def fetch(url: str, etag: str = "", last_modified: str = "", resolve: Resolve = targets.resolve) -> Fetched:
    """Fetches a URL. Raises FetchRefused (not allowed, now or later) or FetchFailed (not this time)."""
    asked = {"If-None-Match": etag, "If-Modified-Since": last_modified}
    target, answer = _follow(url, {name: value for name, value in asked.items() if value}, resolve, robots=True)
    if answer.status not in (200, 203, 304):
        raise FetchFailed(f"{target.url} answered {answer.phrase}", answer.retry_after, answer.status)
    content_type, charset = answer.content_type
    return Fetched(
        url=target.url,
        status=answer.status,
        data=answer.data,
        content_type=content_type,
        charset=charset,
        etag=answer.headers.get("etag", etag if answer.status == 304 else ""),
        last_modified=answer.headers.get("last-modified", last_modified if answer.status == 304 else ""),
        not_modified=answer.status == 304,
    )


def _follow(url: str, headers: dict[str, str], resolve: Resolve, robots: bool) -> tuple[Target, Answer]:
    """The first answer that is no redirect, and where it came from; every hop is vetted like the first."""
    clock = _Time(settings.FETCH_DEADLINE_SECONDS)
    for _ in range(HOPS + 1):
        target = targets.parse(url)
        places = _places(target, resolve)
        if robots:
            _heed_robots(target, resolve)
        answer = _ask(target, places, headers, clock)
        if answer.status not in (301, 302, 303, 307, 308) or "location" not in answer.headers:
            return target, answer
        url = _next(target, answer.headers["location"])
    raise FetchFailed(f"{target.url} redirects more than {HOPS} times")


def _next(target: Target, location: str) -> str:
    try:
        # Header bytes are read as Latin-1; servers send UTF-8.
        return urljoin(target.url, location.encode("latin-1", "replace").decode("utf-8", "replace"))
    except ValueError as error:
        raise FetchRefused(f"{target.url} redirects to {location!r}, which is not a URL: {error}") from error


def _places(target: Target, resolve: Resolve) -> list[str]:
    try:
        found = targets.addresses_of(target, resolve)
    except (OSError, UnicodeError) as error:
        raise FetchFailed(f"the name {target.host} cannot be resolved: {error}") from error
    if not found:
        raise FetchFailed(f"the name {target.host} has no address")
    return targets.vet(target, found, allow_loopback=settings.FETCH_ALLOW_LOOPBACK)


def _heed_robots(target: Target, resolve: Resolve) -> None:
    """Raises FetchRefused where robots.txt (RFC 9309) says so, FetchFailed where it cannot be read."""
    host = hosts.of(target.authority)
    if not host.rules_are_fresh():
        _read_robots(target, host, resolve)
    if host.trouble:
        raise FetchFailed(f"nothing is fetched from {target.host} for now: {host.trouble}", host.wait() or None)
    if host.rules and not host.rules.can_fetch(target.url, AGENT):
        raise FetchRefused(f"{target.site}/robots.txt does not allow {AGENT} to fetch {target.url}")


def _read_robots(target: Target, host: hosts.Host, resolve: Resolve) -> None:
    """What robots.txt says: kept for a day; no such file allows everything; a broken server, nothing for a minute."""
    url = f"{target.site}/robots.txt"
    try:
        _, answer = _follow(url, {}, resolve, robots=False)
    except FetchFailed as error:
        host.keep(None, f"its robots.txt cannot be read: {error}", TROUBLE_SECONDS)
        return
    if answer.status == 429 or answer.status >= 500:
        host.keep(None, f"{url} answered {answer.phrase}", TROUBLE_SECONDS)
        return
    text = answer.data[:ROBOTS_BYTES].decode("utf-8", "replace") if answer.status == 200 else ""
    host.keep(Protego.parse(text), "", DAY)


def _ask(target: Target, places: list[str], headers: dict[str, str], clock: _Time) -> Answer:
    """One request, alone at its host, after the gap; the next address is tried where one cannot be reached."""
    host = hosts.of(target.authority)
    with host.lock:
        wait = host.wait()
        if wait > LONGEST_WAIT:
            raise FetchFailed(f"{target.host} asked to be left alone for {wait:.0f} seconds more", wait)
        time.sleep(wait)
        try:
            with clock.spent():
                answer = ask(target, places, headers, clock.left)
        finally:
            host.rest(_gap(host))
        if seconds := answer.retry_after:
            host.rest(seconds)
        return answer


def _gap(host: hosts.Host) -> float:
    delay = (host.rules.crawl_delay(AGENT) if host.rules else None) or 0.0
    return max(float(settings.FETCH_GAP_SECONDS), min(delay, LONGEST_CRAWL_DELAY))
