"""Which URLs are refused, and that nothing is connected to before they are."""

import re
import socket

import pytest

from sources import targets
from sources.fetching import FetchRefused, fetch

PUBLIC = "93.184.215.14"

HOSTILE = r"""
http://127.0.0.1/
http://127.8.9.10/
http://localhost/
http://localhost./
http://0.0.0.0/
http://0/
http://10.0.0.5/
http://172.16.0.1/
http://172.31.255.254/
http://192.168.1.1/
http://100.64.0.1/
http://100.100.100.200/latest/meta-data/
http://169.254.169.254/latest/meta-data/
http://168.63.129.16/machine
http://192.0.0.8/
http://192.0.0.192/opc/v1/instance/
http://192.0.2.1/
http://192.88.99.1/
http://198.18.0.1/
http://198.51.100.7/
http://203.0.113.9/
http://224.0.0.1/
http://239.255.255.250/
http://240.0.0.1/
http://255.255.255.255/
http://[::]/
http://[::1]/
http://[::7f00:1]/
http://[::ffff:127.0.0.1]/
http://[::ffff:10.0.0.1]/
http://[::ffff:8.8.8.8]/
http://[64:ff9b::7f00:1]/
http://[64:ff9b::808:808]/
http://[64:ff9b:1::1]/
http://[100::1]/
http://[2001::1]/
http://[2001:db8::1]/
http://[2002:7f00:1::]/
http://[2002:808:808::1]/
http://[3fff::1]/
http://[5f00::1]/
http://[fc00::1]/
http://[fd00:ec2::254]/
http://[fe80::1]/
http://[fe80::1%25eth0]/
http://[2606:4700::1111%25eth0]/
http://[fec0::1]/
http://[ff02::1]/
http://2130706433/
http://134744072/
http://0x7f000001/
http://0x7f.0.0.1/
http://0177.0.0.1/
http://127.1/
http://127.0.0.1./
http://８.８.８.８/
http://①②⑦.0.0.1/
http://127。0。0。1/
http://127%2e0%2e0%2e1/
http://user@news.example/
http://user:word@news.example/
http://news.example@127.0.0.1/
http://127.0.0.1#@news.example/
http://127.0.0.1\@news.example/
http://news.example\.evil.example/
http://news.example:22/
http://news.example:6379/
http://news.example:8080/
http://news.example:99999/
http://news.example:-1/
https://news.example:25/
ftp://news.example/
file:///etc/passwd
gopher://news.example:70/_x
data:text/html,x
javascript:alert(1)
//news.example/
news.example/page
http:///page
http://
http://news example/
http://news.example/a b
http://news.example/a\tb
http://news.example/a\r\nHost:other
http://.example/
http://-news..example/
http://private.example/
http://mixed.example/
http://mapped.example/
http://inside.example/
""".strip("\n").split("\n")
ESCAPES = {"\\t": "\t", "\\r": "\r", "\\n": "\n"}
NAMES = {
    "localhost": ["127.0.0.1"],
    "private.example": ["10.1.2.3"],
    "mixed.example": [PUBLIC, "192.168.0.7"],
    "mapped.example": ["::ffff:169.254.169.254"],
    "inside.example": ["fd12:3456::1"],
}


def resolver(host, port):
    return NAMES.get(host, [PUBLIC])


pytestmark = pytest.mark.django_db


@pytest.fixture
def never_connects(monkeypatch):
    def refuse(self, address):
        raise AssertionError(f"connected to {address}")

    monkeypatch.setattr(socket.socket, "connect", refuse)


def test_the_table_of_hostile_urls_is_long_enough():
    assert len(set(HOSTILE)) >= 80


@pytest.mark.parametrize("url", HOSTILE)
def test_a_hostile_url_is_refused_before_anything_is_connected_to(url, never_connects):
    for written, meant in ESCAPES.items():
        url = url.replace(written, meant)
    with pytest.raises(FetchRefused):
        fetch(url, resolve=resolver)


@pytest.mark.parametrize("url", [url for url in HOSTILE if not re.search("127|localhost|::1]", url)])
def test_what_tests_may_fetch_is_loopback_and_nothing_else(url, settings, never_connects):
    settings.FETCH_ALLOW_LOOPBACK = True
    for written, meant in ESCAPES.items():
        url = url.replace(written, meant)
    with pytest.raises(FetchRefused):
        fetch(url, resolve=resolver)


@pytest.mark.parametrize(
    "url, asked",
    [
        ("http://news.example", "http://news.example/"),
        ("HTTPS://News.Example:443/A?b=c#d", "https://news.example/A?b=c"),
        ("http://news.example:443/", "http://news.example:443/"),
        ("http://news.example./x", "http://news.example/x"),
        ("https://bücher.example/straße?q=ü", "https://xn--bcher-kva.example/stra%C3%9Fe?q=%C3%BC"),
        ("https://news.example/100%25?next=%2Fa", "https://news.example/100%25?next=%2Fa"),
        ("http://8.8.8.8/", "http://8.8.8.8/"),
        ("http://[2606:4700:4700::1111]/", "http://[2606:4700:4700::1111]/"),
        ("  https://news.example/ ", "https://news.example/"),
    ],
)
def test_an_ordinary_url_is_taken_apart(url, asked):
    target = targets.parse(url)
    assert target.url == asked
    assert targets.vet(target, targets.addresses_of(target, resolver))
