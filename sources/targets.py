"""Which URLs and network addresses may be fetched: public ones, over HTTP and HTTPS, on their two ports."""

import ipaddress
import re
import socket
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from urllib.parse import SplitResult, quote, urlsplit

import idna

from .failures import Told
from .messages import gettext

IPAddress = ipaddress.IPv4Address | ipaddress.IPv6Address
Resolve = Callable[[str, int], list[str]]

PORTS = {"http": 80, "https": 443}
MAX_URL = 2000

# The IANA special-purpose registries, because `is_global` has holes that differ between versions of Python;
# 168.63.129.16 is a public number under which Azure answers every virtual machine about itself.
SPECIAL_V4 = [
    ipaddress.IPv4Network(text)
    for text in (
        "0.0.0.0/8 10.0.0.0/8 100.64.0.0/10 127.0.0.0/8 168.63.129.16/32 169.254.0.0/16 172.16.0.0/12 192.0.0.0/24 "
        "192.0.2.0/24 192.31.196.0/24 192.52.193.0/24 192.88.99.0/24 192.168.0.0/16 192.175.48.0/24 198.18.0.0/15 "
        "198.51.100.0/24 203.0.113.0/24 224.0.0.0/4 240.0.0.0/4"
    ).split()
]
GLOBAL_V6 = ipaddress.IPv6Network("2000::/3")  # All else is local, mapped, translated or not assigned.
SPECIAL_V6 = [
    ipaddress.IPv6Network(text)
    for text in "2001::/23 2001:db8::/32 2002::/16 2620:4f:8000::/48 3ffe::/16 3fff::/20".split()
]
SPACE_OR_CONTROL = re.compile(r"[\s\x00-\x20\x7f-\xa0\\]")
HOST_NAME = re.compile(r"(?=.{1,253}$)[a-z0-9_][a-z0-9_-]{0,62}(\.[a-z0-9_][a-z0-9_-]{0,62})*")
NUMBER = re.compile(r"[0-9]+|0x[0-9a-f]*")
LOOPBACK = ("127.0.0.1", "::1")
UNRESERVED = "/%:@!$&'()*+,;=~"


class FetchRefused(Told):
    """This URL is not fetched, now or later: what it is or where it leads is not allowed."""


@dataclass(frozen=True)
class Target:
    """A URL taken apart once: what is vetted is what is asked for."""

    scheme: str
    host: str
    port: int
    path: str

    @property
    def authority(self) -> str:
        """Host, and port where it is not the scheme's own: the Host header."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == PORTS[self.scheme] else f"{host}:{self.port}"

    @property
    def site(self) -> str:
        """Scheme and authority: where robots.txt stands."""
        return f"{self.scheme}://{self.authority}"

    @property
    def url(self) -> str:
        return self.site + self.path


def parse(url: str) -> Target:
    """The URL without its fragment, host in ASCII, path percent-encoded. Raises FetchRefused for any trick in it."""
    url = url.strip()
    if len(url) > MAX_URL:
        raise FetchRefused(
            gettext("the URL is longer than {limit} characters: {url}…", limit=str(MAX_URL), url=url[:80])
        )
    if SPACE_OR_CONTROL.search(url):
        raise FetchRefused(gettext("{url} has a space, a control character or a backslash in it", url=repr(url)))
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise FetchRefused(gettext("{url} is not a URL: {error}", url=repr(url), error=str(error))) from error
    if parts.scheme not in PORTS:
        raise FetchRefused(gettext("{url} does not start with http:// or https://", url=repr(url)))
    if "@" in parts.netloc:
        raise FetchRefused(gettext("{url} has a user name in it", url=repr(url)))
    target = Target(parts.scheme, _host(parts, url), PORTS[parts.scheme] if port is None else port, _path(parts))
    if len(target.url) > MAX_URL:
        raise FetchRefused(
            gettext(
                "the URL is longer than {limit} characters when it is encoded: {url}…",
                limit=str(MAX_URL),
                url=url[:80],
            )
        )
    return target


def _host(parts: SplitResult, url: str) -> str:
    host = parts.hostname or ""
    if ":" in host and _literal(host):
        return host
    try:
        name = (host if host.isascii() else idna.encode(host, uts46=True).decode()).removesuffix(".")
    except idna.IDNAError as error:
        raise FetchRefused(gettext("{url} has no valid host name: {error}", url=repr(url), error=str(error))) from error
    if not HOST_NAME.fullmatch(name):
        raise FetchRefused(gettext("{url} has no valid host name", url=repr(url)))
    if NUMBER.fullmatch(name.rpartition(".")[2]) and not (host.isascii() and _literal(name)):
        # 2130706433, 0x7f.1, 0177.0.0.1 and ⑧.8.8.8 are addresses to some software, and to nobody who means well.
        raise FetchRefused(gettext("{url} writes an address in an unusual way", url=repr(url)))
    return name


def _path(parts: SplitResult) -> str:
    path = quote(parts.path or "/", safe=UNRESERVED)
    return f"{path}?{quote(parts.query, safe=UNRESERVED + '?')}" if parts.query else path


def _literal(text: str) -> IPAddress | None:
    try:
        return ipaddress.ip_address(text)
    except ValueError:
        return None


def is_public(address: IPAddress) -> bool:
    """Whether an address is one machine's on the public internet; what embeds another address (6to4 ...) is not."""
    if isinstance(address, ipaddress.IPv4Address):
        return address.is_global and not any(address in network for network in SPECIAL_V4)
    if address.scope_id or address not in GLOBAL_V6:
        return False
    return address.is_global and not any(address in network for network in SPECIAL_V6)


def vet(target: Target, addresses: Iterable[str], allow_loopback: bool = False) -> list[str]:
    """The addresses to connect to, or FetchRefused: one that is not public spoils them all (DNS rebinding).

    `allow_loopback` lets 127.0.0.1 and ::1 pass on any port, and nothing else; it is for tests.
    """
    found = [ipaddress.ip_address(text) for text in addresses]
    if allow_loopback and found and all(str(address) in LOOPBACK for address in found):
        return [str(address) for address in found]
    if target.port not in PORTS.values():
        raise FetchRefused(
            gettext("{url} asks for port {port}: only 80 and 443 are fetched", url=target.url, port=str(target.port))
        )
    for address in found:
        if not is_public(address):
            raise FetchRefused(
                gettext("{url} leads to {address}, which is not a public address", url=target.url, address=str(address))
            )
    return [str(address) for address in found]


def secure(target: Target, allow_http: bool = False) -> None:
    """Raises FetchRefused where what is sent there could be read on the way."""
    if target.scheme != "https" and not allow_http:
        raise FetchRefused(gettext("{url} is not https: what is sent there could be read on the way", url=target.url))


def resolve(host: str, port: int) -> list[str]:
    """The addresses of a host by the system's resolver, which keeps its own time limit. Raises OSError."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


def addresses_of(target: Target, ask: Resolve = resolve) -> list[str]:
    """The host itself where it is a literal address, else what the resolver says. Raises OSError."""
    return [target.host] if _literal(target.host) else ask(target.host, target.port)
