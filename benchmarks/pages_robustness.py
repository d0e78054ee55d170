"""Pages and feeds broken in every way: `python -m benchmarks.pages_robustness [N]` reads 2,000 of them.

Each is a well-formed page or feed of our own, mutated with a fixed seed, or one of the extremes. None may raise
anything but the reasons that an import reports, none may take longer than five seconds.
"""

import gzip
import random
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator

from sources import documents, feeds
from sources.failures import Unreadable

MOST_SECONDS = 5.0
SENTENCE = "The council of the northern town decided on 3 March 2021 to spend $4.5 million on 12 bridges, it said. "
PAGE = (
    '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Bridges - Small Paper</title>'
    '<meta property="og:title" content="Bridges"><meta property="article:published_time" content="2021-03-03T10:00Z">'
    '<script type="application/ld+json">{"@graph": [{"@type": "NewsArticle", "headline": "Bridges",'
    ' "datePublished": "2021-03-03T10:00:00+02:00", "author": [{"name": "Ada Example"}]}]}</script></head>'
    '<body><nav><a href="/">Home</a></nav><article class="story-body"><h1>Bridges</h1><p class="byline">By Ada Example'
    '</p><time datetime="2021-03-03">3 March 2021</time>' + f"<p>{SENTENCE * 3}</p>" * 6 + "<table><tr><td>Cost<td>4.5"
    "</table><ul><li>One<li>Two</ul><blockquote>“No,” she said.</blockquote></article><footer>Rights</footer></body>"
)
FEED = (
    '<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>Small Paper</title><item><title>A</title>'
    "<link>https://paper.example/a</link><pubDate>Wed, 03 Mar 2021 10:00:00 GMT</pubDate></item></channel></rss>"
)
SITEMAP = (
    '<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
    ' xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"><url><loc>https://paper.example/a</loc><news:news>'
    "<news:title>A</news:title><news:publication_date>2021-03-03</news:publication_date></news:news></url></urlset>"
)
JSON_FEED = (
    '{"version": "https://jsonfeed.org/version/1.1", "items": [{"url": "https://paper.example/a", "title": "A",'
    ' "date_published": "2021-03-03T10:00:00Z"}]}'
)
BOMB = (
    '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "ha">'
    + "".join(
        f'<!ENTITY {after} "{f"&{before};" * 10}">' for before, after in zip("abcdefghi", "bcdefghij", strict=True)
    )
    + ']><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><url><loc>&j;</loc></url></urlset>'
)
SPLICES = (
    *(
        b"<div>",
        b"</div>",
        b"<p",
        b">",
        b"<!--",
        b"-->",
        b"<![CDATA[",
        b"]]>",
        b"<script>",
        b"</script>",
        b'"',
        b"'",
        b"=",
    ),
    *(
        b"&#0;",
        b"&#xD800;",
        b"&#99999999;",
        b"&nbsp",
        b"\x00",
        b"\xff\xfe",
        b"\xc3",
        b"\xed\xa0\x80",
        b"\x1b[0m",
        b"{",
        b"]",
    ),
    *(
        b"<svg>",
        b"<math><mtext>",
        b"<table><tr>",
        b"<select>",
        b"<template>",
        b"<noscript>",
        b"<plaintext>",
        b"<base href=x>",
    ),
    *(b' datetime="2021-99-99"', b' content=""', b"9" * 400, b"<a href='http://[::1'>", b'"@type":', b"null", b"1e999"),
)
MARKUP = b"<>/=\"'&;:#!-[]{}(),. \n\tabcpdivh1029"
Reading = Callable[[bytes], object]


def extremes(size: int) -> Iterator[tuple[str, Reading, bytes]]:
    """One of each kind of excess, `size` times what is repeated: name, how it is read, bytes."""
    text = SENTENCE.encode()
    repeated = {
        "paragraphs": b"<p>" + text,
        "divs": b"<div>" + text + b"</div>",
        "nested divs": b"<div>",
        "nested divs, each with text": b"<div>" + text,
        "nested tables": b"<table><tr><td>" + text,
        "nested lists": b"<ul><li>a ",
        "nested bold": b"<p><b>a ",
        "links": b"<a href=/x>some words</a> ",
        "line breaks": b"some words<br>",
        "headings": b"<h1>A heading</h1>",
        "times": b"<time datetime=2021-03-03>3 March 2021</time>",
        "bylines": b"<p class=byline>By Ada Example</p>",
        "cells": b"<td>5 ",
        "comments": b"<!-- c -->",
        "open comments": b"<!--",
        "entities": b"&amp;&lt;",
        "metas": b"<meta name=author content='Ada Example'>",
        "scripts": b'<script type="application/ld+json">{"@type": "NewsArticle"}</script>',
    }
    for name, part in repeated.items():
        yield name, read_page, b"<html><body><article>" + part * size
    yield "attributes", read_page, b"<p " + b" ".join(b"a%d=1" % number for number in range(size)) + b">" + text * 9
    yield "one attribute", read_page, b'<div class="' + b"story body " * size + b'">' + text * 9
    yield "one word", read_page, b"<p>" + b"x" * 20 * size
    yield "one line", read_page, b"<p>" + text * size
    yield "one space", read_page, b"<p>a" + b" \t\n" * size + b"b"
    yield "digits", read_page, b"<p>" + b"1:" * size + b"<p>" + b"3 March " * size
    yield "title", read_page, b"<title>" + b" - a | b" * size + b"</title><p>" + text * 9
    yield "deep data", read_page, b'<p><script type="application/ld+json">' + b"[" * size + b"</script>" + text * 9
    many = b'{"@type": "Article"},' * size
    yield "wide data", read_page, b'<p><script type="application/ld+json">[' + many + b"{}]</script>"
    yield "gzip", read_page, gzip.compress(PAGE.encode())
    yield "zeros", read_page, bytes(size)
    yield "UTF-16", read_page, PAGE.encode("utf-16")
    yield "XML bomb", read_feed, BOMB.encode()
    yield "entries", read_feed, FEED.replace("<item>", "<item/>" * size + "<item>").encode()
    yield "nested feed", read_feed, FEED.replace("<item>", "<a>" * size + "<item>").encode()
    yield (
        "sitemap",
        read_feed,
        SITEMAP.replace("<url>", "<url><loc>https://p.example/a</loc></url>" * size + "<url>").encode(),
    )
    yield "JSON feed", read_feed, JSON_FEED.replace("[", "[" * size).encode()
    yield "gzipped feed", read_feed, gzip.compress(FEED.encode())


def mutants(count: int, seed: int = 5) -> Iterator[tuple[str, Reading, bytes]]:
    """Pages and feeds with bytes replaced, cut out, doubled, spliced in and shuffled."""
    chance = random.Random(seed)
    seeds: tuple[tuple[str, Reading, str], ...] = (
        *(("page", read_page, PAGE),) * 3,
        *(("feed", read_feed, FEED), ("sitemap", read_feed, SITEMAP), ("JSON feed", read_feed, JSON_FEED)),
    )
    for number in range(count):
        name, reading, whole = chance.choice(seeds)
        data = bytearray(whole.encode())
        for _ in range(chance.randint(1, 12)):
            mutate(data, chance)
        yield f"{name} {number}", reading, bytes(data)


def mutate(data: bytearray, chance: random.Random) -> None:
    start = chance.randrange(len(data) + 1)
    end = min(len(data), start + int(chance.expovariate(1 / 40)))
    part = bytes(data[start:end])
    match chance.randrange(6):
        case 0:
            every = bytes(range(256)) if chance.random() < 0.2 else MARKUP
            data[start:end] = bytes(chance.choices(every, k=len(part)))
        case 1:
            del data[start:end]
        case 2:
            data[start:end] = part * chance.randint(2, 30)
        case 3:
            data[start:start] = chance.choice(SPLICES) * chance.choice((1, 1, 3, 300))
        case 4:
            data[start:end] = part.swapcase()
        case _:
            data[start:end] = bytes(chance.sample(part, len(part)))


def read_page(data: bytes) -> object:
    try:
        return documents.page("https://paper.example/a", data)
    except Unreadable as error:
        return str(error)


def read_feed(data: bytes) -> object:
    try:
        return feeds.read(data, "https://paper.example/feed")
    except feeds.NotAFeed as error:
        return str(error)


def timed(cases: Iterator[tuple[str, Reading, bytes]]) -> Iterator[tuple[str, float, object]]:
    """Name, seconds and outcome (an exception where one escaped) of each case."""
    for name, reading, data in cases:
        start = time.perf_counter()
        try:
            outcome = reading(data)
        except Exception as error:  # This is what is counted.
            outcome = error
        yield name, time.perf_counter() - start, outcome


def main(*options: str) -> str:
    count = int(options[0]) if options else 2_000
    rows = [*timed(mutants(count)), *timed(extremes(24_000)), *timed(extremes(100_000))]
    escaped = [
        f"{name}: {type(outcome).__name__}: {outcome}" for name, _, outcome in rows if isinstance(outcome, Exception)
    ]
    slow = [f"{name}: {seconds:.1f} s" for name, seconds, _ in rows if seconds >= MOST_SECONDS]
    kinds = Counter("refused" if isinstance(outcome, str) else "read" for _, _, outcome in rows)
    longest = sorted(rows, key=lambda row: row[1], reverse=True)[:3]
    lines = [f"{len(rows)} pages and feeds: {kinds['read']} read, {kinds['refused']} refused with a reason"]
    lines += [f"exceptions that escaped: {len(escaped)}", *escaped[:10]]
    lines += [f"slower than {MOST_SECONDS:.0f} s: {len(slow)}", *slow[:10]]
    lines.append(f"the longest: {', '.join(f'{name} {seconds:.2f} s' for name, seconds, _ in longest)}")
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    print(main(*sys.argv[1:]), end="")
