"""One request to one vetted address, within its time and size. Who is asked, and when, is for `fetching` to say."""

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

from django.conf import settings
from urllib3 import HTTPHeaderDict
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import HTTPError
from urllib3.response import HTTPResponse

from .failures import Told
from .messages import Part, gettext
from .messages import number as numbered
from .targets import Target

logger = logging.getLogger(__name__)

AGENT = "factcheck"
VERSION = "0.1"
DAY = 86_400.0
CHUNK = 65_536
ENCODINGS = ("", "identity", "gzip", "x-gzip")
# Of what a receiver answers, more is not read.
MOST_ANSWERED = 1_000
# A certificate for another name is a ValueError of its own.
TROUBLE = (OSError, HTTPError, http.client.HTTPException, ValueError)


class FetchFailed(Told):
    """It could not be fetched this time; `retry_after` is the seconds its host asked to wait, where it did."""

    def __init__(self, said: Part, retry_after: float | None = None, status: int | None = None) -> None:
        super().__init__(said)
        self.retry_after = retry_after
        self.status = status


class HostBusy(FetchFailed):
    """Nothing is wrong, but it is not our turn at the host within the time we wait: later, in `retry_after` seconds."""


@dataclass(frozen=True)
class Answer:
    """One response, redirect or not."""

    status: int
    headers: HTTPHeaderDict
    data: bytes

    @property
    def retry_after(self) -> float | None:
        """Seconds until the host may be asked again (RFC 9110, 10.2.3), at most a day."""
        text = self.headers.get("retry-after", "").strip()
        if self.status not in (429, 503) or not text:
            return None
        if text.isdecimal():
            return min(float(text), DAY)
        try:
            moment = email.utils.parsedate_to_datetime(text)
        except ValueError:
            return None
        return min(max(moment.timestamp() - time.time(), 0.0), DAY)

    @property
    def content_type(self) -> tuple[str, str]:
        """Media type and charset, in lower case; empty where not said."""
        message = email.message.Message()
        if "content-type" not in self.headers:
            return "", ""
        message["content-type"] = self.headers["content-type"]
        return message.get_content_type(), message.get_content_charset() or ""

    @property
    def phrase(self) -> str:
        """The status in words: 404 Not Found."""
        return f"{self.status} {http.client.responses.get(self.status, '')}".strip()


def ask(
    target: Target, places: list[str], headers: dict[str, str], seconds: float, sent: bytes | None = None
) -> Answer:
    """What the target answers at the first of the places (vetted addresses) that can be reached. Raises FetchFailed.

    With `sent` that is posted, and only the beginning of the answer is read.
    """
    until = time.monotonic() + seconds
    for number, place in enumerate(places, start=1):
        left = until - time.monotonic()
        if left <= 0:
            raise FetchFailed(_too_late(target, sent))
        connection = _connection(target, place, left / (len(places) - number + 1))
        try:
            connection.connect()
        except TROUBLE as error:
            connection.close()
            if number == len(places):
                raise FetchFailed(
                    gettext(
                        "{host} at {address} cannot be reached: {error}",
                        host=target.host,
                        address=place,
                        error=str(error),
                    )
                ) from error
            logger.info("%s at %s cannot be reached, the next address is tried: %s", target.host, place, error)
        else:
            return _exchange(connection, target, headers, until, sent)
    raise AssertionError("there is at least one address")


def _connection(target: Target, place: str, seconds: float) -> HTTPConnection:
    """To the very address that was vetted; the certificate has to be for the name that was asked for."""
    if target.scheme == "http":
        return HTTPConnection(place, target.port, timeout=seconds)
    return HTTPSConnection(
        place, target.port, timeout=seconds, server_hostname=target.host, assert_hostname=target.host
    )


def _exchange(
    connection: HTTPConnection, target: Target, headers: dict[str, str], until: float, sent: bytes | None
) -> Answer:
    connection.timeout = max(until - time.monotonic(), 0.1)
    with contextlib.closing(connection), _cut_off(connection, connection.timeout) as late:
        try:
            method = "GET" if sent is None else "POST"
            told = _headers(target) | headers
            connection.request(method, target.path, body=sent, headers=told, preload_content=False)
            with contextlib.closing(connection.getresponse()) as response:
                answer = Answer(response.status, response.headers, _data(response, target, sent))
        except TROUBLE as error:
            broke = gettext("{url} broke off: {error}", url=target.url, error=str(error))
            raise FetchFailed(_too_late(target, sent) if late.is_set() else broke) from error
        if late.is_set():  # What was cut off can look like a regular end.
            raise FetchFailed(_too_late(target, sent))
        return answer


def _data(response: HTTPResponse, target: Target, sent: bytes | None) -> bytes:
    if sent is not None:
        return response.read(MOST_ANSWERED, decode_content=False)
    return _body(response, target) if response.status in (200, 203) else b""


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
        raise FetchFailed(
            gettext("{url} is encoded as {encoding}, which was not asked for", url=target.url, encoding=encoding)
        )
    # In pieces: what grows in one is copied as it grows, and takes twice its size.
    chunks, size = [], 0
    while chunk := response.read(min(CHUNK, limit + 1 - size), decode_content=True):
        chunks.append(chunk)
        size += len(chunk)
        if size > limit:
            raise FetchFailed(
                gettext(
                    "{url} is larger than {bytes} bytes (MAX_DOCUMENT_BYTES)", url=target.url, bytes=numbered(limit)
                )
            )
    return b"".join(chunks)


def _headers(target: Target) -> dict[str, str]:
    contact = f" (+{settings.USER_AGENT_CONTACT})" if settings.USER_AGENT_CONTACT else ""
    return {
        "Host": target.authority,
        "User-Agent": f"{AGENT}/{VERSION}{contact}",
        "Accept": "text/html, application/xhtml+xml, application/xml, application/feed+json, */*;q=0.5",
        "Accept-Encoding": "gzip",
        "Connection": "close",
    }


def _too_late(target: Target, sent: bytes | None) -> Part:
    seconds = settings.FETCH_DEADLINE_SECONDS if sent is None else settings.WEBHOOK_DEADLINE_SECONDS
    return gettext("{url} took longer than {seconds} seconds", url=target.url, seconds=str(seconds))
