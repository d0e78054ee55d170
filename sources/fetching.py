"""The only network code: one URL ─▶ Fetched, from public addresses, within limits, with the manners of a guest."""

import contextlib
import email.message
import email.utils
import http.client
import logging
import socket
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urljoin

from django.conf import settings
from protego import Protego
from urllib3 import HTTPHeaderDict
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import HTTPError
from urllib3.response import HTTPResponse

from . import hosts, targets
from .targets import FetchRefused, Resolve, Target

__all__ = ["FetchFailed", "FetchRefused", "Fetched", "fetch"]

logger = logging.getLogger(__name__)

AGENT = "factcheck"
VERSION = "0.1"
DAY = 86_400.0
HOPS = 5
CHUNK = 65_536
ROBOTS_BYTES = 512_000  # RFC 9309, 2.5: at least 500 KiB are to be read.
TROUBLE_SECONDS = 60.0
LONGEST_CRAWL_DELAY = 10.0
LONGEST_WAIT = 20.0
ENCODINGS = ("", "identity", "gzip", "x-gzip")


class FetchFailed(Exception):
    """It could not be fetched this time; `retry_after` is the seconds its host asked to wait, where it did."""

    def __init__(self, reason: str, retry_after: float | None = None, status: int | None = None) -> None:
        super().__init__(reason)
        self.reason = reason
        self.retry_after = retry_after
        self.status = status


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


@dataclass(frozen=True)
class _Answer:
    """One response, redirect or not."""

    status: int
    headers: HTTPHeaderDict
    data: bytes


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
        raise FetchFailed(f"{target.url} answered {_phrase(answer.status)}", _retry_after(answer), answer.status)
    content_type, charset = _content_type(answer)
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


def _follow(url: str, headers: dict[str, str], resolve: Resolve, robots: bool) -> tuple[Target, _Answer]:
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
        # Header bytes are read as Latin-1; servers send UTF-8.
        url = urljoin(target.url, answer.headers["location"].encode("latin-1", "replace").decode("utf-8", "replace"))
    raise FetchFailed(f"{target.url} redirects more than {HOPS} times")


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
        host.keep(None, f"{url} answered {_phrase(answer.status)}", TROUBLE_SECONDS)
        return
    text = answer.data[:ROBOTS_BYTES].decode("utf-8", "replace") if answer.status == 200 else ""
    host.keep(Protego.parse(text), "", DAY)


def _ask(target: Target, places: list[str], headers: dict[str, str], clock: _Time) -> _Answer:
    """One request, alone at its host, after the gap; the next address is tried where one cannot be reached."""
    host = hosts.of(target.authority)
    with host.lock:
        wait = host.wait()
        if wait > LONGEST_WAIT:
            raise FetchFailed(f"{target.host} asked to be left alone for {wait:.0f} seconds more", wait)
        time.sleep(wait)
        try:
            with clock.spent():
                answer = _exchange_with_any(target, places, headers, clock.left)
        finally:
            host.rest(_gap(host))
        if seconds := _retry_after(answer):
            host.rest(seconds)
        return answer


def _gap(host: hosts.Host) -> float:
    delay = (host.rules.crawl_delay(AGENT) if host.rules else None) or 0.0
    return max(float(settings.FETCH_GAP_SECONDS), min(delay, LONGEST_CRAWL_DELAY))


def _exchange_with_any(target: Target, places: list[str], headers: dict[str, str], seconds: float) -> _Answer:
    until = time.monotonic() + seconds
    for number, place in enumerate(places, start=1):
        left = until - time.monotonic()
        if left <= 0:
            raise FetchFailed(_too_late(target))
        connection = _connection(target, place, left / (len(places) - number + 1))
        try:
            connection.connect()
        except (OSError, HTTPError) as error:
            connection.close()
            if number == len(places):
                raise FetchFailed(f"{target.host} at {place} cannot be reached: {error}") from error
            logger.info("%s at %s cannot be reached, the next address is tried: %s", target.host, place, error)
        else:
            return _exchange(connection, target, headers, until)
    raise AssertionError("there is at least one address")


def _connection(target: Target, place: str, seconds: float) -> HTTPConnection:
    """To the very address that was vetted; the certificate has to be for the name that was asked for."""
    if target.scheme == "http":
        return HTTPConnection(place, target.port, timeout=seconds)
    return HTTPSConnection(
        place, target.port, timeout=seconds, server_hostname=target.host, assert_hostname=target.host
    )


def _exchange(connection: HTTPConnection, target: Target, headers: dict[str, str], until: float) -> _Answer:
    connection.timeout = max(until - time.monotonic(), 0.1)
    with contextlib.closing(connection), _cut_off(connection, connection.timeout) as late:
        try:
            connection.request("GET", target.path, headers=_headers(target) | headers, preload_content=False)
            with contextlib.closing(connection.getresponse()) as response:
                data = _body(response, target) if response.status in (200, 203) else b""
                answer = _Answer(response.status, response.headers, data)
        except (OSError, HTTPError, http.client.HTTPException) as error:
            raise FetchFailed(_too_late(target) if late.is_set() else f"{target.url} broke off: {error}") from error
        if late.is_set():  # What was cut off can look like a regular end.
            raise FetchFailed(_too_late(target))
        return answer


@contextlib.contextmanager
def _cut_off(connection: HTTPConnection, seconds: float) -> Iterator[threading.Event]:
    """Ends the connection after so long whatever it does: a socket's own timeout starts again with every byte."""
    late = threading.Event()
    # A response that ends the connection takes the socket away from it.
    peer = connection.sock

    def cut() -> None:
        late.set()
        with contextlib.suppress(OSError):  # It was closed meanwhile.
            socket.socket.shutdown(peer, socket.SHUT_RDWR)

    timer = threading.Timer(seconds, cut)
    timer.daemon = True
    timer.start()
    try:
        yield late
    finally:
        timer.cancel()


def _body(response: HTTPResponse, target: Target) -> bytes:
    """The decompressed bytes; counted while they are read, so that a small bomb does not become a large one."""
    limit = settings.MAX_DOCUMENT_BYTES
    encoding = response.headers.get("content-encoding", "").strip().lower()
    if encoding not in ENCODINGS:
        raise FetchFailed(f"{target.url} is encoded as {encoding}, which was not asked for")
    data = bytearray()
    while chunk := response.read(min(CHUNK, limit + 1 - len(data)), decode_content=True):
        data += chunk
        if len(data) > limit:
            raise FetchFailed(f"{target.url} is larger than {limit:,} bytes (MAX_DOCUMENT_BYTES)")
    return bytes(data)


def _headers(target: Target) -> dict[str, str]:
    contact = f" (+{settings.USER_AGENT_CONTACT})" if settings.USER_AGENT_CONTACT else ""
    return {
        "Host": target.authority,
        "User-Agent": f"{AGENT}/{VERSION}{contact}",
        "Accept": "text/html, application/xhtml+xml, application/xml, application/feed+json, */*;q=0.5",
        "Accept-Encoding": "gzip",
        "Connection": "close",
    }


def _retry_after(answer: _Answer) -> float | None:
    """Seconds until the host may be asked again (RFC 9110, 10.2.3), at most a day."""
    text = answer.headers.get("retry-after", "").strip()
    if answer.status not in (429, 503) or not text:
        return None
    if text.isdecimal():
        return min(float(text), DAY)
    try:
        moment = email.utils.parsedate_to_datetime(text)
    except ValueError:
        return None
    return min(max(moment.timestamp() - time.time(), 0.0), DAY)


def _content_type(answer: _Answer) -> tuple[str, str]:
    """Media type and charset, in lower case; empty where not said."""
    message = email.message.Message()
    if "content-type" not in answer.headers:
        return "", ""
    message["content-type"] = answer.headers["content-type"]
    return message.get_content_type(), message.get_content_charset() or ""


def _phrase(status: int) -> str:
    return f"{status} {http.client.responses.get(status, '')}".strip()


def _too_late(target: Target) -> str:
    return f"{target.url} took longer than {settings.FETCH_DEADLINE_SECONDS} seconds"
