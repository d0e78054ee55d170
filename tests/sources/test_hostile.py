"""Hostile URLs, servers and feeds: judged by the log of a server that must never be reached, by time and by memory."""

import gzip
import json
import socket
import ssl
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from sources import adding, targets, visiting
from sources.fetching import FetchFailed, FetchRefused, fetch
from sources.models import Article, Host, Page

from .site import Site, page

pytestmark = pytest.mark.django_db
FORBIDDEN = "127.0.0.2"
BOMB_SECONDS = 5.0
MOST_GROWTH = 20_000_000

# {p} is the port of the forbidden server, {a} that of one which may be fetched.
LITERALS = """
127.0.0.2 127.0.0.2. 127.0.0.02 127.0.0.002 127.0.0.0x2 127.0.2 127.2 127.00.00.02 0127.0.0.2 0177.0.0.2 0177.0.0.02
0x7f.0.0.2 0x7f.0x0.0x0.0x2 0x7f000002 0X7F000002 0x7F.2 017700000002 2130706434 02130706434 2130706434. 0x7f000002.
127.0.0.2%00 127.0.0.2%2e 127%2e0%2e0%2e2 １２７.０.０.２ ①②⑦.⓪.⓪.② 127。0。0。2 127．0．0．2 127.0.0.2%20 127.0.0.2%09
[::ffff:127.0.0.2] [::ffff:7f00:2] [0:0:0:0:0:ffff:127.0.0.2] [0000:0000:0000:0000:0000:ffff:7f00:0002] [::127.0.0.2]
[::7f00:2] [64:ff9b::127.0.0.2] [64:ff9b::7f00:2] [64:ff9b:1::7f00:2] [2002:7f00:2::] [2002:7f00:0002::1]
[2001:0:7f00:2::1] [2001:0:0:0:0:0:80ff:fffd] [fe80::7f00:2] [fe80::1%25lo] [fec0::7f00:2] [fc00::7f00:2]
[fd00::7f00:2] [ff02::1] [::] [::1%25lo] [::ffff:0:127.0.0.2] [::2] [100::7f00:2] [5f00::7f00:2] [3fff::7f00:2]
0.0.0.0 0 00 0x0 0.0 0.0.0 0.0.0.2 localhost.localdomain ip6-localhost 10.0.0.2 172.16.0.2 172.31.0.2 192.168.0.2
169.254.169.254 100.64.0.2 192.0.0.2 198.18.0.2 224.0.0.2 240.0.0.2 255.255.255.255 168.63.129.16 192.88.99.2
""".split()
NAMED = {
    "forbidden.example": [FORBIDDEN],
    "two.example": ["93.184.215.14", FORBIDDEN],
    "owned.example": ["127.0.0.1", FORBIDDEN],
    "mapped.example": ["::ffff:127.0.0.2"],
    "translated.example": ["64:ff9b::7f00:2"],
    "tunnelled.example": ["2002:7f00:2::"],
    "nowhere.example": ["0.0.0.0"],
    "localhost.localdomain": [FORBIDDEN],
    "ip6-localhost": ["::2"],
}
WRITTEN = """
http://user@127.0.0.2:{p}/
http://user:word@127.0.0.2:{p}/
http://127.0.0.1:{a}@127.0.0.2:{p}/
http://127.0.0.2:{p}@127.0.0.1:{a}/
http://127.0.0.1:{a}\\@127.0.0.2:{p}/
http://127.0.0.2:{p}\\@127.0.0.1:{a}/
http://127.0.0.1:{a}#@127.0.0.2:{p}
http://127.0.0.1%23@127.0.0.2:{p}/
http://127.0.0.1:{a}%40127.0.0.2:{p}/
http:\\\\127.0.0.2:{p}/
http:/127.0.0.2:{p}/
http:127.0.0.2:{p}/
http:///127.0.0.2:{p}/
//127.0.0.2:{p}/
\thttp://127.0.0.2:{p}/
ht\ttp://127.0.0.2:{p}/
http://127.0.0\n.2:{p}/
http://127.0.0.2 :{p}/
http://127.0.0.2:{p}:{a}/
http://127.0.0.2:00{p}/
http://127.0.0.2:+{p}/
http://127.0.0.2:-1/
http://127.0.0.2:{p}0000/
http://127.0.0.1,127.0.0.2:{p}/
http://127.0.0.1;127.0.0.2:{p}/
ftp://127.0.0.2:{p}/
gopher://127.0.0.2:{p}/_GET%20/
file://127.0.0.2/etc/passwd
dict://127.0.0.2:{p}/
ws://127.0.0.2:{p}/
jar:http://127.0.0.2:{p}/!/
view-source:http://127.0.0.2:{p}/
http+unix://127.0.0.2:{p}/
https://127.0.0.2:{p}/
http://forbidden.example:22/
http://forbidden.example:25/
http://forbidden.example:6379/
http://forbidden.example:5432/
http://forbidden.example:11211/
http://public.example:{p}/
""".strip("\n").split("\n")
URLS = (
    [f"http://{place}:{{p}}/" for place in LITERALS]
    + [f"http://{name}:{{p}}/" for name in NAMED]
    + [f"https://{name}:{{p}}/" for name in NAMED]
    + WRITTEN
)


class Listener:
    """A server that must never be reached: it notes every connection and answers like a page."""

    def __init__(self):
        self.connections = []
        self.own = []
        self.socket = socket.create_server((FORBIDDEN, 0))
        self.port = self.socket.getsockname()[1]
        threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self):
        while True:
            try:
                peer, address = self.socket.accept()
            except OSError:
                return
            self.connections.append(address)
            with peer:
                peer.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nsecret")

    def touched(self):
        """Who connected, up to now: a connection of our own, which is not counted, comes after all of them."""
        with socket.create_connection((FORBIDDEN, self.port)) as own:
            self.own.append(own.getsockname())
            while own.recv(100):
                pass
        return [address for address in self.connections if address not in self.own]


@pytest.fixture(scope="module")
def forbidden():
    listener = Listener()
    yield listener
    listener.socket.close()


@pytest.fixture(autouse=True)
def site(site):
    site.pages["/ok"] = (200, {}, b"fine")
    return site


def resolve(host, port):
    return NAMED.get(host) or (["93.184.215.14"] if host == "public.example" else targets.resolve(host, port))


def test_there_are_enough_hostile_urls():
    assert len(set(URLS)) >= 120


def test_the_forbidden_server_would_be_reached_by_who_does_not_take_care(forbidden):
    with socket.create_connection((FORBIDDEN, forbidden.port)) as careless:
        assert careless.recv(100).endswith(b"secret")
    assert len(forbidden.touched()) == 1
    forbidden.connections.clear()


def test_no_hostile_url_reaches_the_forbidden_server(forbidden, site):
    fetched = []
    for url in URLS:
        url = url.replace("{p}", str(forbidden.port)).replace("{a}", str(site.port))
        try:
            fetched.append((url, fetch(url, resolve=resolve).data))
        except (FetchRefused, FetchFailed):
            continue
    # One that only looks hostile: what stands behind # is no part of the address.
    assert [(url, data) for url, data in fetched if data != b"no such page"] == []
    assert forbidden.touched() == []


def test_no_redirect_reaches_it_however_long_the_chain(forbidden, site):
    for number, url in enumerate(URLS):
        place = url.replace("{p}", str(forbidden.port)).replace("{a}", str(site.port))
        place = place.replace("\n", "%0a").encode().decode("latin-1")
        hops = number % 5
        for hop in range(hops):
            site.pages[f"/{number}/{hop}"] = ((301, 302, 303, 307, 308)[hop], {"Location": f"{hop + 1}"}, b"")
        site.pages[f"/{number}/{hops}"] = (302, {"Location": place}, b"")
        with pytest.raises((FetchRefused, FetchFailed)):
            fetch(site.url(f"/{number}/0"), resolve=resolve)
    assert forbidden.touched() == []


def test_a_name_that_changes_its_answer_is_not_followed_to_another_address(forbidden, site):
    """As an attacker's own name server would: a good address when it is vetted, a forbidden one afterwards."""
    for good in range(6):
        asked = []

        def rebound(host, port, good=good, asked=asked):
            asked.append(host)
            return ["127.0.0.1"] if len(asked) <= good else [FORBIDDEN]

        site.pages |= {"/twice": (302, {"Location": "/ok"}, b""), "/robots.txt": (404, {}, b"")}
        for name in (f"rebinding{good}.example:{site.port}", f"rebinding{good}.example:{forbidden.port}"):
            try:
                fetch(f"http://{name}/twice", resolve=rebound)
            except (FetchRefused, FetchFailed):
                continue
    assert forbidden.touched() == []


def test_with_the_setting_off_nothing_local_is_reached(settings, site, forbidden):
    settings.FETCH_ALLOW_LOOPBACK = False
    for place in (site.url("/ok"), f"http://localhost:{site.port}/ok", f"http://[::1]:{site.port}/ok"):
        with pytest.raises(FetchRefused):
            fetch(place)
    assert site.asked == []


def test_ten_thousand_redirects_end_after_five(site):
    site.pages |= {f"/{n}": (302, {"Location": f"/{n + 1}"}, b"") for n in range(10_000)}
    with pytest.raises(FetchFailed, match="more than 5 times"):
        fetch(site.url("/0"))
    site.pages["/loop"] = (301, {"Location": "/loop"}, b"")
    with pytest.raises(FetchFailed, match="more than 5 times"):
        fetch(site.url("/loop"))
    assert len(site.asked) == 1 + 6 + 6


def test_robots_txt_may_be_as_hostile_as_a_page(site, settings):
    settings.FETCH_DEADLINE_SECONDS = 0.5
    line = b"User-agent: *\nDisallow: /*a*a*a*a*a*a*a*a*a*a*a*a$\n"
    site.pages["/robots.txt"] = (200, {}, line * 2000)
    start = time.monotonic()
    assert fetch(site.url("/ok")).data == b"fine"
    with pytest.raises((FetchRefused, FetchFailed)):
        fetch(site.url("/" + "a" * 1500 + "b"))
    assert time.monotonic() - start < BOMB_SECONDS
    assert Host.objects.get().robots_until


@pytest.mark.parametrize("name, issuer", [("news.example", "self"), ("other.example", "trusted")])
def test_a_wrong_certificate_ends_the_visit_before_anything_is_sent(settings, monkeypatch, name, issuer):
    certificate = Path(__file__).with_name("news.example.pem")
    if issuer == "trusted":
        monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    with Site(context) as secure:
        with pytest.raises((FetchFailed, FetchRefused)):
            fetch(f"https://{name}:{secure.port}/a", resolve=lambda host, port: ["127.0.0.1"])
        assert secure.asked == []


LAUGHS = "".join(f"<!ENTITY l{n} '{f'&l{n - 1};' * 10}'>" for n in range(1, 12))
BOMB = f"<?xml version='1.0'?><!DOCTYPE r [<!ENTITY l0 'ha'>{LAUGHS}]>"
QUADRATIC = "<?xml version='1.0'?><!DOCTYPE r [<!ENTITY a '" + "x" * 50_000 + "'>]>"
MAPS = "http://www.sitemaps.org/schemas/sitemap/0.9"


def rss(title, head=""):
    return f"{head}<rss version='2.0'><channel><item><title>{title}</title><link>/x</link></item></channel></rss>"


FEEDS = {
    "laughs as rss": rss("&l11;", BOMB),
    "laughs as sitemap": f"{BOMB}<urlset xmlns='{MAPS}'><url><loc>&l11;</loc></url></urlset>",
    "laughs as index": f"{BOMB}<sitemapindex xmlns='{MAPS}'><sitemap><loc>&l11;</loc></sitemap></sitemapindex>",
    "laughs as atom": f"{BOMB}<feed xmlns='http://www.w3.org/2005/Atom'><entry><title>&l11;</title></entry></feed>",
    "quadratic": rss("&a;" * 5000, QUADRATIC),
    "a file": rss("&f;", "<!DOCTYPE r [<!ENTITY f SYSTEM 'file:///etc/passwd'>]>"),
    "deep xml": "<rss version='2.0'>" + "<a>" * 20_000,
    "deep json": '{"version": "https://jsonfeed.org/version/1", "items": ' + "[" * 50_000,
    "long line": rss("&" * 200_000),
    "open tags": rss("<" * 290_000),
    "many items": "<rss version='2.0'><channel>" + "<item><link>/x</link></item>" * 9_990,
    "too many": rss("&" * 5_000_000),
}
FEEDS |= {
    f"laughs in {encoding}": rss("&l11;", BOMB.replace("?>", f" encoding='{encoding}'?>", 1)).encode(encoding).hex()
    for encoding in ("utf-16", "utf-16-le", "utf-32", "utf-7", "cp037", "hz", "iso2022_jp")
}
# Run in a process of its own, so that what it grew by is its own.
MEASURED = """
import json, pathlib, re, sys, time
import django
django.setup()
from sources import documents, feeds
from sources.feeds import NotAFeed
from sources.fetching import FetchFailed, FetchRefused
from sources.requesting import ask
from sources.targets import parse
bombs = json.load(sys.stdin)
def memory(name):
    return int(re.search(name + r":\\s+(\\d+)", pathlib.Path("/proc/self/status").read_text())[1]) * 1024
def attempt(run):
    try:
        run()
    except (NotAFeed, FetchFailed, FetchRefused) as error:
        return str(error)[:60]
    return "read"
attempt(lambda: feeds.read(b"<rss version='2.0'><channel><item><link>/x</link></item></channel></rss>"))
attempt(lambda: ask(parse(bombs["warm"]), ["127.0.0.1"], {}, 1))
ends = {}
for name, bomb in sorted(bombs.items()):
    pathlib.Path("/proc/self/clear_refs").write_text("5")  # The peak is measured from here on.
    before, start = memory("VmRSS"), time.monotonic()
    if bomb.startswith("http://127"):
        end = attempt(lambda: ask(parse(bomb), ["127.0.0.1"], {}, 1))
    else:
        data = bytes.fromhex(bomb) if name.startswith("laughs in") else bomb.encode()
        end = attempt(lambda: feeds.sitemaps(data, "") or feeds.read(data, "https://news.example/feed"))
    ends[name] = [end, time.monotonic() - start, memory("VmHWM") - before]
print(json.dumps(ends))
"""


def test_bombs_drips_and_endless_bodies_end_within_the_caps(site):
    site.pages |= {
        "/gzip": (200, {"Content-Encoding": "gzip"}, gzip.compress(bytes(500_000_000), 9)),
        "/twice": (200, {"Content-Encoding": "gzip, gzip"}, gzip.compress(gzip.compress(bytes(50_000_000)))),
        "/large": (200, {}, bytes(60_000_000)),
        "/headers": (200, {f"X-{n}": "y" * 60_000 for n in range(200)}, b"x"),
        "/negative": (200, {"Content-Length": "-5"}, b"x"),
        "/lying": (200, {"Content-Length": "100000000000"}, b"x"),
    }
    bombs = {"warm": site.url("/ok")} | FEEDS
    paths = ["/gzip", "/twice", "/large", "/headers", "/negative", "/lying", "/drip/head", "/drip/body", "/drip/length"]
    bombs |= {path: site.url(path) for path in [*paths, "/drip/flood"]}
    run = subprocess.run(
        [sys.executable, "-c", MEASURED], input=json.dumps(bombs), capture_output=True, text=True, timeout=120
    )
    assert run.returncode == 0, run.stderr[-3000:]
    ends = json.loads(run.stdout)
    assert {name: end for name, end in ends.items() if end[1] > BOMB_SECONDS} == {}
    assert {name: end for name, end in ends.items() if end[2] > MOST_GROWTH} == {}
    assert "larger than" in ends["/gzip"][0] and "larger than" in ends["/large"][0]
    assert all("longer than" in ends[path][0] or "took" in ends[path][0] for path in ("/drip/head", "/drip/body"))


def test_a_hostile_page_leaves_a_row_that_says_why_and_the_next_is_read(site, forbidden):
    site.pages |= {"/evil": (302, {"Location": f"http://{FORBIDDEN}:{forbidden.port}/"}, b""), "/good": page()}
    for path in ("/evil", "/good"):
        adding.page(site.url(path))
    assert visiting.visit_due() == 2
    assert "only 80 and 443" in Page.objects.get(url=site.url("/evil")).last_error
    assert Article.objects.count() == 1 and forbidden.touched() == []
