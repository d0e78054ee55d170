"""The only network code: one URL ─▶ Fetched, from public addresses, within limits, with the manners of a guest.

And what is posted to a receiver that asked for it: to an address vetted in the same way, with no redirect followed.
"""

import contextlib
import time
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urljoin

from django.conf import settings

from . import hosts, targets
from .messages import gettext
from .requesting import AGENT, DAY, Answer, FetchFailed, HostBusy, ask
from .targets import FetchRefused, Resolve, Target

__all__ = ["FetchFailed", "FetchRefused", "Fetched", "HostBusy", "check", "fetch", "post"]

HOPS = 5
ROBOTS_BYTES = 512_000  # RFC 9309, 2.5: at least 500 KiB are to be read.
REDIRECTS = (301, 302, 303, 307, 308)
PERMANENT = (301, 308)
TROUBLE_SECONDS = 60.0


@dataclass(frozen=True)
class Fetched:
    """What a URL answered, after redirects; `data` is decompressed, and empty when `not_modified`.

    `moved` where every redirect on the way to `url` was a permanent one, and there was one.
    """

    url: str
    status: int
    data: bytes
    content_type: str = ""
    charset: str = ""
    etag: str = ""
    last_modified: str = ""
    not_modified: bool = False
    moved: bool = False


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
    hops: list[int] = []
    target, answer = _follow(url, {name: value for name, value in asked.items() if value}, resolve, True, hops)
    if answer.status not in (200, 203, 304):
        said = gettext("{url} answered {status}", url=target.url, status=answer.phrase)
        raise FetchFailed(said, answer.retry_after, answer.status)
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
        moved=bool(hops) and set(hops) <= set(PERMANENT),
    )


def post(url: str, data: bytes, headers: dict[str, str], resolve: Resolve = targets.resolve) -> Answer:
    """What a receiver answers, whatever its status; a redirect is its answer. Raises FetchRefused or FetchFailed."""
    target, places = _receiver(url, resolve)
    return ask(target, places, headers, settings.WEBHOOK_DEADLINE_SECONDS, data)


def check(url: str, resolve: Resolve = targets.resolve) -> str:
    """The URL as it would be posted to, without any request. Raises FetchRefused, FetchFailed for an unknown name."""
    return _receiver(url, resolve)[0].url


def _receiver(url: str, resolve: Resolve) -> tuple[Target, list[str]]:
    target = targets.parse(url)
    targets.secure(target, settings.WEBHOOK_ALLOW_HTTP or settings.FETCH_ALLOW_LOOPBACK)
    return target, _places(target, resolve)


def _follow(
    url: str, headers: dict[str, str], resolve: Resolve, robots: bool, hops: list[int] | None = None
) -> tuple[Target, Answer]:
    """The first answer that is no redirect, and where it came from; every hop is vetted like the first.

    The statuses of the redirects are added to `hops`.
    """
    clock = _Time(settings.FETCH_DEADLINE_SECONDS)
    hops = [] if hops is None else hops
    while len(hops) <= HOPS:
        target = targets.parse(url)
        places = _places(target, resolve)
        gap = _heed_robots(target, resolve).gap if robots else float(settings.FETCH_GAP_SECONDS)
        answer = _ask(target, places, headers, clock, gap)
        if answer.status not in REDIRECTS or "location" not in answer.headers:
            return target, answer
        hops.append(answer.status)
        url = _next(target, answer.headers["location"])
    raise FetchFailed(gettext("{url} redirects more than {number} times", url=target.url, number=str(HOPS)))


def _next(target: Target, location: str) -> str:
    try:
        # Header bytes are read as Latin-1; servers send UTF-8.
        return urljoin(target.url, location.encode("latin-1", "replace").decode("utf-8", "replace"))
    except ValueError as error:
        raise FetchRefused(
            gettext(
                "{url} redirects to {location}, which is not a URL: {error}",
                url=target.url,
                location=repr(location),
                error=str(error),
            )
        ) from error


def _places(target: Target, resolve: Resolve) -> list[str]:
    try:
        found = targets.addresses_of(target, resolve)
    except (OSError, UnicodeError) as error:
        raise FetchFailed(
            gettext("the name {host} cannot be resolved: {error}", host=target.host, error=str(error))
        ) from error
    if not found:
        raise FetchFailed(gettext("the name {host} has no address", host=target.host))
    return targets.vet(target, found, allow_loopback=settings.FETCH_ALLOW_LOOPBACK)


def _heed_robots(target: Target, resolve: Resolve) -> hosts.Robots:
    """Raises FetchRefused where robots.txt (RFC 9309) says so, FetchFailed where it cannot be read."""
    robots = hosts.robots(target.authority, lambda: _read_robots(target, resolve))
    if robots.trouble:
        said = gettext("nothing is fetched from {host} for now: {why}", host=target.host, why=robots.trouble)
        raise FetchFailed(said, robots.seconds)
    if not robots.allows(target.url):
        raise FetchRefused(
            gettext(
                "{robots} does not allow {agent} to fetch {url}",
                robots=f"{target.site}/robots.txt",
                agent=AGENT,
                url=target.url,
            )
        )
    return robots


def _read_robots(target: Target, resolve: Resolve) -> hosts.Robots:
    """What robots.txt says: kept for a day; no such file allows everything; a broken server, nothing for a minute."""
    url = f"{target.site}/robots.txt"
    try:
        _, answer = _follow(url, {}, resolve, robots=False)
    except HostBusy:
        raise
    except FetchFailed as error:
        return hosts.Robots("", gettext("its robots.txt cannot be read: {why}", why=error.said), TROUBLE_SECONDS)
    if answer.status == 429 or answer.status >= 500:
        wait = max(TROUBLE_SECONDS, answer.retry_after or 0)
        return hosts.Robots("", gettext("{url} answered {status}", url=url, status=answer.phrase), wait)
    text = answer.data[:ROBOTS_BYTES].decode("utf-8", "replace") if answer.status == 200 else ""
    return hosts.Robots(text.replace("\0", ""), "", DAY)


def _ask(target: Target, places: list[str], headers: dict[str, str], clock: _Time, gap: float) -> Answer:
    """One request, alone at its host, which rests afterwards; on the way to a page of its own only a little."""
    with hosts.turn(target.authority) as turn:
        turn.rest = gap
        with clock.spent():
            answer = ask(target, places, headers, clock.left)
        if _leads_to(target, answer) == target.authority:
            turn.rest = float(settings.FETCH_GAP_SECONDS)
        turn.rest = max(turn.rest, answer.retry_after or 0.0)
        return answer


def _leads_to(target: Target, answer: Answer) -> str:
    """The authority that a redirect names, "" where there is none."""
    if answer.status not in REDIRECTS or "location" not in answer.headers:
        return ""
    with contextlib.suppress(FetchRefused):  # It is refused at the next hop.
        return targets.parse(_next(target, answer.headers["location"])).authority
    return ""
