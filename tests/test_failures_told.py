"""Why a file, feed, page or address is refused is told in any language: each template is used, and none is English."""

import datetime as dt
import json
import os

import pytest
from lxml.etree import LxmlError

from sources import documents, encodings, feeds, folders, manifests, markup, messages, metadata, outlines, targets
from sources.failures import Failure, Told
from sources.hints import Hints
from sources.identities import short_enough
from sources.versions import edits, summary
from tests.foreign import LATIN, SOURCES, pseudo, stripped, templates

URL = "https://www.smallpaper.example/a"
TEXT = "<p>The council met in the old hall and decided, after hours of talks, to close the bridge for a year.</p>"
NOT_FREE = '{"@type": "NewsArticle", "isAccessibleForFree": false}'
PURE = "documents encodings failures feeds folders hints identities manifests markup metadata obstacles outlines pages"
FILES = {
    "a.txt": [
        *(b"", b" \n", b"%PDF-1.4 a", b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"\x1f\x8b", b"\x89PNG", b"\xff\xd8\xff"),
        *(b"GIF8", b"\x7fELF", b"{\\rtf", bytes(range(1, 256)) * 4, "Some words".encode("utf-16-le")),
        *("Café".encode("cp1252"), b"One\x00two, the rest is text.", b"x" * 20_000, b"\xff\xfea"),
    ],
    "a.pdf": [b"text"],
    "a.html": [b"<html><body></body></html>", b"no markup", b"<p><meta charset=no-such>\xe9\xe9\xe9"],
    "a.json": [b'{"text" "y"}', b'"text"', b"[" * 9_999, b"[1]"],
    "a.jsonl": [b"[1]", b"{}", b'{"text": 3}', b'{"text": "a\\ud800b"}'],
}
WRONG = [
    *({"url": each} for each in ("notes/1", 3, 0.5, True, ["x"], {}, "http://[")),
    *({"source": each} for each in ("y" * 201, "a\0b")),
    *({"id": True}, {"published_at": "soon"}, {"language": "plain English"}),
]
PAGES = [
    ("Checking your browser", "<p>Please verify you are human to go on.</p>"),
    ("Page not found", "<p>Sorry! Try our home page or search for it instead.</p>"),
    ("503 Service Unavailable", "<p>No server is available to answer.</p>"),
    ("Before you continue", "<p>We and our partners use cookies and personal data, with your consent. Accept all.</p>"),
    ("News", "<div id='root'></div><script src='/app.js'></script>"),
    ("The bridge", f"<article>{TEXT}<p>Subscribe to continue reading.</p></article>"),
    ("The bridge", f"<article>{TEXT}<p>You must log in.</p></article>"),
    ("The bridge", f'<script type="application/ld+json">{NOT_FREE}</script><article>{TEXT}</article>'),
    ("Ferries", "<ul>" + "<li><a href='/1'>Ferry number one sails again after winter</a></li>" * 30 + "</ul>"),
    ("Deep", "<p>" + "<div>" * 300 + "x"),
    ("Crowded", "<p " + " ".join(f"a{number}" for number in range(300)) + ">x"),
    ("Long", "<p>a" * 30_000),
]  # fmt: skip
FEEDS = [
    *(b"", b"<html>", b"plain words", b"{", b'{"version": 1, "items": []}', b"<urlset", b"<sitemapindex/>"),
    *(b"<rss>" + b"<item/>" * 10_001, b"<?xml version='1.0' encoding='utf-7'?><rss/>", feeds.EBCDIC),
    b"<rss><item " + b" ".join(b'a%d="1"' % number for number in range(3_000)) + b"/></rss>",
    *(b"<rss>" + b"<a>" * 6_000, b"<rss>" + b"<a b='1' c='2'/>" * 40_000),
]
ADDRESSES = [
    *("https://e.example/" + "a" * 3_000, "https://e.example/" + "é" * 1_000, "http://e.example/a b", "http://[", "a"),
    *("http://u@e.example/", "http://\u2028.example", "http://a..example/", "http://2130706433/", "http://ß\u0378/"),
]


def failing(call, *given, **options):
    """What a call fails with."""
    with pytest.raises(Told) as failed:
        call(*given, **options)
    yield failed.value.said


def of_files():
    rows = [("a.jsonl", json.dumps({"text": "x"} | wrong).encode()) for wrong in WRONG]
    for name, data in [*((name, data) for name, contents in FILES.items() for data in contents), *rows]:
        found = [item.said for item in documents.read(name, data, limit=10_000) if isinstance(item, Failure)]
        assert found, (name, data[:50])
        yield from found
    yield from failing(metadata.checked, {"title": b"bytes"})
    yield from failing(short_enough, "k" * 3_000)
    yield from failing(encodings.legible, "a\ufffd")


def of_manifests():
    for text in ("{", "3", '{"a": 3}', '[{"source": "x"}]', '{"a": {"publisher": "x"}}'):
        yield from failing(manifests.read, "m.json", text.encode())
    for text in ("name\na\n", "file,source\na,x,y\n", "file\na\na\n"):
        yield from failing(manifests.read, "m.csv", text.encode())
    for text in ("no", "<rss/>"):
        yield from failing(outlines.read, text.encode())


def of_pages(monkeypatch):
    for title, body in PAGES:
        yield from failing(documents.page, URL, f"<html><title>{title}</title><body>{body}</body></html>".encode())
    for hint in (Hints(text="div["), Hints(text="p " * 300), Hints(text="#missing"), Hints(date="p")):
        yield from failing(documents.page, URL, f"<html><body>{TEXT * 4}</body></html>".encode(), hint=hint)
    with monkeypatch.context() as broken:
        broken.setattr(markup.html, "document_fromstring", lambda *_given, **_options: fail(LxmlError("x")))
        yield from failing(markup.tree, "<p>")
    with monkeypatch.context() as broken:
        broken.setattr(markup, "LEFT_OUT", {"": markup.LEFT_OUT["Resource limit exceeded"]})
        yield from failing(markup.tree, "<p><p/></b>")


def of_feeds(monkeypatch):
    for data in FEEDS:
        yield from failing(feeds.read, data)
    with monkeypatch.context() as broken:
        broken.setattr(feeds.feedparser, "parse", lambda *_given, **_options: fail(KeyError("x")))
        yield from failing(feeds.read, b"<rss/>")


def fail(error):
    raise error


def of_addresses():
    for url in ADDRESSES:
        yield from failing(targets.parse, url)
    yield from failing(targets.vet, targets.parse("http://e.example:22/"), ["8.8.8.8"])
    yield from failing(targets.vet, targets.parse("http://e.example/"), ["10.0.0.1"])
    yield from failing(targets.secure, targets.parse("http://e.example/"))


def of_folders(folder):
    (folder / "in").mkdir()
    (folder / "out.txt").write_text("x")
    for name, target in {"out": "../out.txt", "loop": ".", "dead": "dead"}.items():
        (folder / "in" / name).symlink_to(target)
    os.mkfifo(folder / "in" / "pipe")
    found = folders.found([folder / "in", folder / "in" / "pipe", folder / "none"])
    yield from (item.said for item in found if isinstance(item, Failure))
    yield folders.out_of_reach("a", PermissionError(13, "Permission denied")).said


def of_versions():
    old = "The mayor left early on Monday. It approved three roads in the north. Nobody objected to the plan at all."
    moved = f"{old[67:]} {old[:32]}It approved four roads in the north. New."
    yield summary(edits(old, moved))
    yield summary(edits(old, old[:31]))
    yield summary(())


def test_no_failure_is_english_in_another_language(tmp_path, monkeypatch):
    known, asked = templates(), set()

    def template(words):
        asked.add((words,))
        assert (words,) in known, words
        return pseudo(words)

    def counted(one, many, of):
        asked.add((one, many))
        assert (one, many) in known, one
        return pseudo(one if of == 1 else many)

    foreign = messages.Voice(template, counted, str, dt.date.isoformat, dt.date.isoformat)
    failures = [
        *(of_files(), of_manifests(), of_pages(monkeypatch), of_feeds(monkeypatch), of_addresses()),
        *(of_folders(tmp_path), of_versions()),
    ]
    told = [messages.tell(stripped(said), foreign) for failure in failures for said in failure]
    assert [words for words in told if LATIN.search(words)] == []
    assert templates(SOURCES / f"{name}.py" for name in (*PURE.split(), "targets", "versions")) - asked == set()
