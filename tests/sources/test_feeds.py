"""The entries of feeds of every kind, whole and broken."""

import datetime as dt
import html
import json
import time
import tracemalloc

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sources.feeds import Entry, NotAFeed, read, sitemaps
from tests.timing import seconds

UTC = dt.UTC
HERE = "https://news.example/feeds/all"
DAY = dt.datetime(2020, 12, 1, 7, tzinfo=UTC)


def rss(*items, head=""):
    return f"{head}<rss version='2.0'><channel><title>All</title>{''.join(items)}</channel></rss>".encode()


def atom(*entries):
    return f"<feed xmlns='http://www.w3.org/2005/Atom'><title>All</title>{''.join(entries)}</feed>".encode()


def sitemap(*urls):
    return (
        "<?xml version='1.0' encoding='UTF-8'?><urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9' "
        f"xmlns:news='http://www.google.com/schemas/sitemap-news/0.9'>{''.join(urls)}</urlset>"
    ).encode()


RDF = b"""<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
  xmlns:dc="http://purl.org/dc/elements/1.1/"><channel/>
  <item><title>One</title><link>https://news.example/1</link><dc:date>2020-12-01T10:00:00+03:00</dc:date></item>
</rdf:RDF>"""
JSON = """{"version": "https://jsonfeed.org/version/1.1", "title": "All", "items": [
  {"id": "7", "url": "/1", "title": "One", "date_published": "2020-12-01T10:00:00+03:00"},
  {"id": "https://news.example/2"}, {"id": 3, "url": null}, "four"]}"""
ONE = "https://news.example/1"


@pytest.mark.parametrize(
    "data, entries",
    [
        (
            rss(
                "<item><title>One &amp;amp; &lt;b&gt;only&lt;/b&gt;</title><link>/1</link>"
                "<pubDate>Tue, 01 Dec 2020 10:00:00 +0300</pubDate><source url='https://w.example'>Wire</source></item>"
            ),
            [Entry(ONE, "One & only", DAY, "Wire")],
        ),
        (rss("<item><guid>https://news.example/1</guid></item>"), [Entry(ONE)]),
        (rss(f"<item><link> {ONE} </link><pubDate>yesterday</pubDate></item>"), [Entry(ONE)]),
        (rss(f"<item><link>{ONE}</link></item>" * 3), [Entry(ONE)]),
        (rss("<item><title>No link</title></item>"), []),
        (rss("<item><link>javascript:alert(1)</link></item><item><link>http://[x</link></item>"), []),
        (rss(), []),
        (
            atom(
                "<entry><title type='html'>One &lt;i&gt;more&lt;/i&gt;</title><link href='../1'/>"
                "<published>2020-12-01T07:00:00Z</published><updated>2020-12-02T07:00:00Z</updated>"
                "<source><title>Wire</title></source></entry>"
            ),
            [Entry(ONE, "One more", DAY, "Wire", DAY + dt.timedelta(days=1))],
        ),
        (
            atom("<entry xml:base='https://other.example/x/'><link href='1'/></entry>"),
            [Entry("https://other.example/x/1")],
        ),
        (RDF, [Entry(ONE, "One", DAY, updated=DAY)]),
        (JSON.encode(), [Entry(ONE, "One", DAY), Entry("https://news.example/2")]),
        (b"\xef\xbb\xbf" + JSON.encode(), [Entry(ONE, "One", DAY), Entry("https://news.example/2")]),
        (
            sitemap(
                f"<url><loc>{ONE}</loc><news:news><news:publication_date>2020-12-01T10:00:00+03:00"
                "</news:publication_date><news:title>One</news:title></news:news></url>",
                "<url><loc>https://news.example/2</loc><lastmod>2020-12-01T07:00:00Z</lastmod></url>",
            ),
            [Entry(ONE, "One", DAY), Entry("https://news.example/2", updated=DAY)],
        ),
        (
            rss(f"<item><title>Größe</title><link>{ONE}</link></item>", head="<?xml version='1.0'?>"),
            [Entry(ONE, "Größe")],
        ),
        (
            rss(f"<item><title>Größe</title><link>{ONE}</link></item>", head="<?xml version='1.0' encoding='latin1'?>")
            .decode()
            .encode("latin1"),
            [Entry(ONE, "Größe")],
        ),
        (rss(f"<item><title>5 < 6 & 7 > 6</title><link>{ONE}</link></item>"), [Entry(ONE, "5 < 6 & 7 > 6")]),
        (rss(f"<item><title>Cut</title><link>{ONE}</link></item><item><title>off")[:-30], [Entry(ONE, "Cut")]),
    ],
)
def test_entries(data, entries):
    assert read(data, HERE) == entries


@pytest.mark.parametrize(
    "data, why",
    [
        (b"", "empty"),
        (b" \n", "empty"),
        (b"<!doctype html><html><body>News</body></html>", "HTML page"),
        (b"<html lang=en>", "HTML page"),
        (b"plain words", "no RSS"),
        (b"\x89PNG\r\n\x1a\n" + bytes(100), "no RSS"),
        (b"[1, 2]", "no RSS"),
        (b"{", "cannot be read"),
        (b'{"a":' * 100_000, "cannot be read"),
        (b'{"version": 1, "items": []}', "no JSON Feed"),
        (b'{"version": "https://jsonfeed.org/version/1", "items": {}}', "no JSON Feed"),
        (b"<urlset", "cannot be read"),
        (b"<sitemapindex xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'/>", "index of sitemaps"),
        (b"<!DOCTYPE x [<!ENTITY a 'b'>]><urlset>&a;</urlset>", "cannot be read"),
    ],
)
def test_what_is_no_feed_says_what_it_is(data, why):
    with pytest.raises(NotAFeed, match=why):
        read(data, HERE)


def test_an_index_lists_sitemaps():
    index = (
        b"<?xml version='1.0'?><sitemapindex xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'><sitemap>"
        b"<loc>/1.xml</loc><lastmod>2020-12-01T07:00:00Z</lastmod></sitemap><sitemap/></sitemapindex>"
    )
    assert sitemaps(index, HERE) == [Entry("https://news.example/1.xml", updated=DAY)]
    assert sitemaps(sitemap(), HERE) is None


def test_what_an_entry_states_is_kept_as_text_and_read_again():
    entry = Entry(ONE, "One", DAY, "Wire", DAY + dt.timedelta(days=1))
    assert Entry.of(ONE, json.loads(json.dumps(entry.stated()))) == entry
    assert Entry(ONE).stated() == {} and Entry.of(ONE, {}) == Entry(ONE)


def test_bytes_are_never_taken_for_the_name_of_a_file(tmp_path):
    path = tmp_path / "feed.xml"
    path.write_bytes(rss(f"<item><link>{ONE}</link></item>"))
    with pytest.raises(NotAFeed):
        read(str(path).encode(), HERE)


def test_entities_neither_grow_nor_read_files(tmp_path):
    secret = tmp_path / "secret"
    secret.write_text("classified")
    levels = "".join(f"<!ENTITY e{n} '{f'&e{n - 1};' * 10}'>" for n in range(1, 10))
    bomb = f"<!DOCTYPE x [<!ENTITY e0 'aaaaaaaaaa'>{levels}<!ENTITY file SYSTEM 'file://{secret}'>]>"
    start = time.monotonic()
    (entry,) = read(rss(f"<item><title>&e9; &file;</title><link>{ONE}</link></item>", head=bomb), HERE)
    assert len(entry.title) < 1000 and "classified" not in entry.title
    assert time.monotonic() - start < 5


ATTRIBUTES = " ".join(f'a{number}="1"' for number in range(90_000))
LINK = "<link a='1' b='2' c='3' d='4' e='5' f='6' g='7' h='8'/>"


@pytest.mark.parametrize("start", ["", "</broken>"], ids=["well-formed", "broken"])
@pytest.mark.parametrize(
    ("part", "why"),
    [
        (f"<item {ATTRIBUTES}/>", "an element of the feed has more than 2,000 attributes"),
        (f"<item {ATTRIBUTES.replace('=', ' ')}/>", "an element of the feed has more than 2,000 attributes"),
        ("<a>" * 250_000, "nested more than 5,000 deep"),
        (f"<item>{LINK * 30_000}</item>", "more than 100,000 elements and attributes"),
        ("<a>" * 6_000 + "<![CDATA[" + "</a>" * 6_000 + "]]>", "nested more than 5,000 deep"),
    ],
    ids=["attributes", "attributes without values", "nested", "links", "ends that are none"],
)
def test_a_feed_that_would_cost_the_parser_much_is_refused_at_once(start, part, why):
    with pytest.raises(NotAFeed, match=why):
        read(rss(part, head=start), HERE)
    with pytest.raises(NotAFeed, match=why):
        read(rss(part, head=start).decode().encode("utf-16"), HERE)


@pytest.mark.parametrize("start", ["", "</broken>"], ids=["well-formed", "broken"])
@pytest.mark.parametrize(
    "part",
    [
        f"<item {ATTRIBUTES[:15_000].rpartition(' ')[0]}/>",
        "<a>" * 4_990,
        f"<item>{LINK * 11_000}</item>",
        "<item><category domain='x'>a</category></item>" * 9_000,
    ],
    ids=["attributes", "nested", "links", "items"],
)
def test_the_most_that_is_read_costs_little(start, part):
    """Memory as Python counts it, in which the parsed feed lies."""
    data = rss(f"<item><link>{ONE}</link></item>", part, head=start)
    assert seconds(lambda: read(data, HERE), runs=1) < 4
    tracemalloc.start()
    try:
        read(data, HERE)
        assert tracemalloc.get_traced_memory()[1] < 20_000_000
    finally:
        tracemalloc.stop()


def test_articles_within_a_feed_may_be_long_and_full_of_markup():
    """What stands in CDATA or is escaped is text to a feed, however much of it there is."""
    body = '<p class="a b" title="x=y">Words <br> and <img src="/i?a=1&b=2"> more.' * 4_000
    whole = f"<item><link>{ONE}</link><description><![CDATA[{body}]]></description></item>"
    assert [entry.url for entry in read(rss(whole), HERE)] == [ONE]
    escaped = html.escape(body[: len(body) // 8])
    whole = f"<item><link>{ONE}</link><description>{escaped}</description></item>"
    assert [entry.url for entry in read(rss(whole), HERE)] == [ONE]


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_a_feed_with_bytes_changed_is_read_or_is_no_feed(data):
    whole = bytearray(data.draw(st.sampled_from([RDF, JSON.encode(), sitemap(f"<url><loc>{ONE}</loc></url>")])))
    for _ in range(data.draw(st.integers(1, 8))):
        whole[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.integers(0, 255))
    try:
        entries = read(bytes(whole[: data.draw(st.integers(0, len(whole)))]), HERE)
    except NotAFeed:
        return
    assert all(entry.url.startswith(("http:", "https:")) for entry in entries)
