"""What is fetched and what is refused, against a server of our own and a resolver of our own."""

import datetime as dt
import email.utils
import gzip
import socket
import ssl
import time
from pathlib import Path

import pytest
import time_machine
from django.utils import timezone

from sources import hosts
from sources.fetching import FetchFailed, FetchRefused, HostBusy, fetch
from sources.models import Host

from .site import Site
from .test_targets import resolver

# For news.example, vouched for by itself, with its key.
CERTIFICATE = Path(__file__).with_name("news.example.pem")


pytestmark = pytest.mark.django_db


def test_a_page_is_fetched_with_its_headers(site):
    site.pages["/a"] = (200, {"Content-Type": "text/HTML; charset=ISO-8859-1", "ETag": '"1"'}, b"caf\xe9")
    fetched = fetch(site.url("/a#part"))
    assert (fetched.url, fetched.status, fetched.data) == (site.url("/a"), 200, b"caf\xe9")
    assert (fetched.content_type, fetched.charset, fetched.etag) == ("text/html", "iso-8859-1", '"1"')


def test_it_says_who_it_is(site, settings):
    settings.USER_AGENT_CONTACT = "desk@news.example"
    site.pages["/a"] = (200, {}, b"x")
    fetch(site.url("/a"))
    headers = site.asked[-1][1]
    assert headers["User-Agent"] == "factcheck/0.1 (+desk@news.example)"
    assert headers["Host"] == site.url("").removeprefix("http://")
    assert headers["Accept-Encoding"] == "gzip"


def test_a_page_that_has_not_changed_is_not_sent_again(site):
    site.pages["/a"] = (304, {"ETag": '"2"'}, b"")
    fetched = fetch(site.url("/a"), etag='"1"', last_modified="Tue, 01 Dec 2020 10:00:00 GMT")
    headers = site.asked[-1][1]
    assert (headers["If-None-Match"], headers["If-Modified-Since"]) == ('"1"', "Tue, 01 Dec 2020 10:00:00 GMT")
    assert fetched.not_modified and fetched.data == b""
    assert (fetched.etag, fetched.last_modified) == ('"2"', "Tue, 01 Dec 2020 10:00:00 GMT")


def test_redirects_are_followed_and_the_last_url_is_told(site):
    site.pages |= {"/1": (301, {"Location": "2"}, b""), "/2": (302, {"Location": "/3#x"}, b""), "/3": (200, {}, b"x")}
    assert fetch(site.url("/1")).url == site.url("/3")


def test_five_redirects_are_enough(site):
    site.pages |= {f"/{n}": (302, {"Location": f"/{n + 1}"}, b"") for n in range(9)}
    site.pages["/5"] = (200, {}, b"x")
    assert fetch(site.url("/0")).data == b"x"
    site.pages["/5"] = (302, {"Location": "/6"}, b"")
    with pytest.raises(FetchFailed, match="more than 5 times"):
        fetch(site.url("/0"))


@pytest.mark.parametrize(
    "place",
    [
        "http://10.0.0.1/",
        "http://169.254.169.254/latest/meta-data/",
        "http://private.example/",
        "http://[::ffff:192.168.0.1]/",
        "//192.168.0.1/",
        "http://2852039166/",
        "http://user@news.example/",
        "file:///etc/passwd",
        "ftp://news.example/",
        "http://news.example:6379/",
        "http://[bad",
    ],
)
def test_a_redirect_is_vetted_like_the_first_url(site, place):
    site.pages["/a"] = (302, {"Location": place}, b"")
    with pytest.raises(FetchRefused):
        fetch(site.url("/a"), resolve=lambda host, port: ["127.0.0.1"] if host == "127.0.0.1" else resolver(host, port))


def test_a_name_is_resolved_once_so_that_it_cannot_change_its_answer(site):
    answers = iter([["127.0.0.1"], ["127.0.0.1"]])
    asked = []

    def once(host, port):
        asked.append(host)
        return next(answers)

    site.pages["/a"] = (200, {}, b"x")
    assert fetch(f"http://rebinding.example:{site.port}/a", resolve=once).data == b"x"
    assert asked == ["rebinding.example"] * 2  # Once for robots.txt, once for the page.
    assert site.asked[-1][1]["Host"] == f"rebinding.example:{site.port}"


def test_the_next_address_is_tried_where_one_cannot_be_reached(site):
    site.pages["/a"] = (200, {}, b"x")
    fetched = fetch(f"http://two.example:{site.port}/a", resolve=lambda host, port: ["::1", "127.0.0.1"])
    assert fetched.data == b"x"


@pytest.mark.parametrize("status", [204, 206, 400, 401, 403, 404, 410, 500, 502])
def test_any_other_answer_is_a_failure_that_names_it(site, status):
    site.pages["/a"] = (status, {}, b"")
    with pytest.raises(FetchFailed, match=str(status)) as failed:
        fetch(site.url("/a"))
    assert failed.value.status == status


def test_gzip_is_decompressed(site):
    site.pages["/a"] = (200, {"Content-Encoding": "gzip"}, gzip.compress(b"text" * 1000))
    assert fetch(site.url("/a")).data == b"text" * 1000


def test_what_is_too_large_is_cut_short_also_when_it_is_compressed(site, settings):
    settings.MAX_DOCUMENT_BYTES = 100_000
    site.pages["/exact"] = (200, {}, b"x" * 100_000)
    site.pages["/large"] = (200, {}, b"x" * 100_001)
    site.pages["/bomb"] = (200, {"Content-Encoding": "gzip"}, gzip.compress(bytes(200_000_000), 1))
    assert len(fetch(site.url("/exact")).data) == 100_000
    start = time.monotonic()
    for path in ("/large", "/bomb"):
        with pytest.raises(FetchFailed, match="larger than 100,000 bytes"):
            fetch(site.url(path))
    assert time.monotonic() - start < 2


def test_an_encoding_that_was_not_asked_for_is_a_failure(site):
    site.pages["/a"] = (200, {"Content-Encoding": "br"}, b"x")
    with pytest.raises(FetchFailed, match="encoded as br"):
        fetch(site.url("/a"))


def test_a_page_that_breaks_off_is_a_failure(site):
    site.pages["/a"] = (200, {"Content-Length": "1000"}, b"half")
    with pytest.raises(FetchFailed, match="broke off"):
        fetch(site.url("/a"))


@pytest.mark.parametrize("drip", ["/drip/head", "/drip/body", "/drip/length"])
def test_a_slow_drip_ends_at_the_deadline(site, settings, drip):
    settings.FETCH_DEADLINE_SECONDS = 1
    start = time.monotonic()
    with pytest.raises(FetchFailed, match="longer than 1 seconds"):
        fetch(site.url(drip))
    assert 0.8 < time.monotonic() - start < 3


def test_a_name_nobody_has_is_a_failure():
    def nobody(host, port):
        raise socket.gaierror("Name or service not known")

    with pytest.raises(FetchFailed, match=r"gone\.example cannot be resolved"):
        fetch("http://gone.example/", resolve=nobody)
    with pytest.raises(FetchFailed, match="no address"):
        fetch("http://gone.example/", resolve=lambda host, port: [])


def test_a_port_nobody_listens_on_is_a_failure(site):
    with pytest.raises(FetchFailed):
        fetch("http://127.0.0.1:1/")


def test_robots_txt_is_heeded_and_read_once(site):
    site.pages["/robots.txt"] = (200, {}, b"User-agent: *\nDisallow: /private\n\nUser-agent: factcheck\nDisallow: /us")
    site.pages |= {"/private": (200, {}, b"x"), "/us/a": (200, {}, b"x"), "/to": (302, {"Location": "/us/a"}, b"")}
    assert fetch(site.url("/private")).data == b"x"
    for path in ("/us/a", "/to"):
        with pytest.raises(FetchRefused, match=r"robots\.txt"):
            fetch(site.url(path))
    assert [path for path, _ in site.asked].count("/robots.txt") == 1


@pytest.mark.parametrize("status", [500, 503, 429])
def test_nothing_is_fetched_while_robots_txt_cannot_be_read(site, status):
    site.pages |= {"/robots.txt": (status, {}, b""), "/a": (200, {}, b"x")}
    with pytest.raises(FetchFailed, match=r"robots\.txt"):
        fetch(site.url("/a"))
    assert "/a" not in [path for path, _ in site.asked]


def test_robots_txt_that_could_not_be_read_is_asked_for_again_after_a_minute_and_not_before(site):
    site.pages |= {"/robots.txt": (503, {}, b""), "/a": (200, {}, b"x")}
    for seconds in (0, 50, 61):
        with time_machine.travel(timezone.now() + dt.timedelta(seconds=seconds), tick=True):
            with pytest.raises(FetchFailed, match=r"robots\.txt") as failed:
                fetch(site.url("/a"))
            assert 0 < failed.value.retry_after <= 60
    assert [path for path, _ in site.asked] == ["/robots.txt"] * 2
    site.pages["/robots.txt"] = (200, {}, b"User-agent: *\nDisallow: /b")
    with time_machine.travel(timezone.now() + dt.timedelta(seconds=130), tick=True):
        assert fetch(site.url("/a")).data == b"x"


@pytest.mark.parametrize("status", [401, 403, 404, 410])
def test_no_robots_txt_allows_everything(site, status):
    site.pages |= {"/robots.txt": (status, {}, b"User-agent: *\nDisallow: /"), "/a": (200, {}, b"x")}
    assert fetch(site.url("/a")).data == b"x"


def test_a_host_that_asks_to_wait_is_left_alone(site):
    site.pages |= {"/a": (429, {"Retry-After": "120"}, b""), "/b": (200, {}, b"x")}
    with pytest.raises(FetchFailed) as failed:
        fetch(site.url("/a"))
    assert failed.value.retry_after == 120
    with pytest.raises(HostBusy, match="left alone") as failed:
        fetch(site.url("/b"))
    assert 100 < failed.value.retry_after <= 120
    assert "/b" not in [path for path, _ in site.asked]


@pytest.mark.parametrize(
    "header, least, most",
    [
        ("30", 30, 30),
        ("9999999", 86_400, 86_400),
        ("{in an hour}", 3000, 3600),
        ("Tue, 01 Dec 2020 10:00:00 GMT", 0, 0),
    ],
)
def test_retry_after_is_seconds_or_a_date_and_at_most_a_day(site, header, least, most):
    # Not among the parameters: each test process would collect another test.
    in_an_hour = email.utils.format_datetime(dt.datetime.now(dt.UTC) + dt.timedelta(hours=1), usegmt=True)
    site.pages["/a"] = (503, {"Retry-After": header.replace("{in an hour}", in_an_hour)}, b"")
    with pytest.raises(FetchFailed) as failed:
        fetch(site.url("/a"))
    assert least <= failed.value.retry_after <= most


def test_a_retry_after_that_says_nothing_is_none(site):
    site.pages["/a"] = (503, {"Retry-After": "soon"}, b"")
    with pytest.raises(FetchFailed) as failed:
        fetch(site.url("/a"))
    assert failed.value.retry_after is None


def test_a_second_worker_waits_for_its_turn_and_not_for_long(site, monkeypatch):
    monkeypatch.setattr(hosts, "LONGEST_WAIT", 0.3)
    site.pages["/a"] = (200, {}, b"x")
    authority = site.url("").removeprefix("http://")
    fetch(site.url("/a"))
    with hosts.turn(authority):
        start = time.monotonic()
        with pytest.raises(HostBusy):
            fetch(site.url("/a"))
        assert 0.05 < time.monotonic() - start < 2
    assert fetch(site.url("/a")).data == b"x"


def test_a_turn_whose_worker_died_is_taken_away_from_it(site, settings):
    authority = "news.example"
    abandoned = hosts.turn(authority)
    abandoned.__enter__()
    later = timezone.now() + dt.timedelta(seconds=settings.FETCH_DEADLINE_SECONDS + hosts.GRACE_SECONDS + 1)
    with time_machine.travel(later), hosts.turn(authority):
        abandoned.__exit__(None, None, None)
        assert Host.objects.get(authority=authority).turn != ""


def test_a_gap_lies_between_two_requests(site, settings):
    site.pages |= {f"/{n}": (200, {}, b"x") for n in range(3)}
    settings.FETCH_GAP_SECONDS = 0.2
    start = time.monotonic()
    for n in range(3):
        fetch(site.url(f"/{n}"))
    assert time.monotonic() - start >= 0.6


def test_a_long_crawl_delay_is_obeyed_by_coming_back_later(site):
    site.pages |= {"/robots.txt": (200, {}, b"User-agent: *\nCrawl-delay: 60"), "/a": (200, {}, b"x")}
    site.pages["/short"] = (301, {"Location": "/a"}, b"")
    assert fetch(site.url("/short")).url == site.url("/a")  # On the way to its end a page is one visit.
    with pytest.raises(HostBusy) as busy:
        fetch(site.url("/a"))
    assert 50 < busy.value.retry_after <= 60
    with time_machine.travel(timezone.now() + dt.timedelta(seconds=61), tick=True):
        assert fetch(site.url("/a")).data == b"x"


def test_what_moved_for_good_is_told_apart_from_what_is_elsewhere_for_now(site):
    site.pages |= {"/old": (301, {"Location": "/mid"}, b""), "/mid": (308, {"Location": "/new"}, b"")}
    site.pages |= {"/new": (200, {}, b"x"), "/now": (302, {"Location": "/old"}, b"")}
    assert fetch(site.url("/old")).moved and not fetch(site.url("/now")).moved and not fetch(site.url("/new")).moved


@pytest.fixture
def secure_site(site):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(CERTIFICATE)
    with Site(context) as secure:
        secure.pages["/a"] = (200, {}, b"secret")
        yield secure


def local(host, port):
    return ["127.0.0.1"]


def test_a_certificate_has_to_be_for_the_name_though_the_address_is_connected_to(secure_site, monkeypatch):
    monkeypatch.setenv("SSL_CERT_FILE", str(CERTIFICATE))
    assert fetch(f"https://news.example:{secure_site.port}/a", resolve=local).data == b"secret"
    with pytest.raises(FetchFailed, match="other\\.example"):
        fetch(f"https://other.example:{secure_site.port}/a", resolve=local)
    with pytest.raises(FetchFailed, match="127\\.0\\.0\\.1"):
        fetch(f"https://127.0.0.1:{secure_site.port}/a")


def test_a_certificate_nobody_vouches_for_is_a_failure(secure_site):
    with pytest.raises(FetchFailed, match="certificate"):
        fetch(f"https://news.example:{secure_site.port}/a", resolve=local)
