import datetime as dt
import json

import pytest

from sources import addresses, dates, documents, outlets
from sources.bylines import byline
from sources.clues import read as clues_of
from sources.documents import Document, Unreadable, page, read
from sources.failures import Failure

BODY = "The council met in the old hall and decided, after hours of talks, to close the northern bridge for a year.\n"


def one(name, data, **options):
    (found,) = read(name, data if isinstance(data, bytes) else data.encode(), **options)
    return found


def document(name, data, **options):
    found = one(name, data, **options)
    assert isinstance(found, Document), found
    return found


def reason(name, data, **options):
    found = one(name, data, **options)
    assert isinstance(found, Failure) and found.item.startswith(name)
    return found.reason


def utc(*parts):
    return dt.datetime(*parts, tzinfo=dt.UTC)


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (BODY.encode(), BODY),
        (b"A line.\r\nAnother.\r\r\n  \n", "A line.\r\nAnother.\r\r\n  \n"),
        ("\ufeffNo mark kept.\n".encode(), "No mark kept.\n"),
        ("Zoë: “x” 👍\n".encode("utf-16"), "Zoë: “x” 👍\n"),
        ("Zoë".encode("utf-32"), "Zoë"),
        (("---\ntitle: X\n---\n" + BODY).encode(), "---\ntitle: X\n---\n" + BODY),
    ],
)
@pytest.mark.parametrize("name", ["a.txt", "a.md", "A.TXT"])
def test_text_files_keep_their_text_character_for_character(name, data, text):
    assert document(name, data).text == text


def test_rows_keep_their_text_character_for_character():
    text = " \r\n Zoë said\u00a0“yes” 👍.\u2028\n "
    row = {"url": "https://example.org/a?b=2&utm_source=x#top", "text": text}
    for found in (document("r.jsonl", json.dumps(row)), document("r.json", json.dumps([row]))):
        assert found.text == text and found.url == row["url"] and found.key == "https://example.org/a?b=2"


@pytest.mark.parametrize(
    ("name", "data", "why"),
    [
        ("a.txt", b"", "is empty"),
        ("a.txt", b" \n\t ", "white space"),
        ("a.txt", b"%PDF-1.4 abc", "PDF"),
        ("a.txt", bytes(range(256)) * 4, "binary"),
        ("a.txt", "Some plain words".encode("utf-16-le"), "UTF-16 without"),
        ("a.txt", "Caf\xe9 society".encode("cp1252"), r"not UTF-8 \(byte 3 is 0xe9\).*iconv"),
        ("a.txt", b"One\x00two, all the rest is text.", "NUL character at offset 3"),
        ("a.txt", b"x" * 101, "larger than 100 bytes"),
        ("a.pdf", b"text", "no known kind"),
        ("a", b"text", "no known kind"),
        ("a.html", b"<html><head><title>x</title></head><body></body></html>", "no article text"),
        ("a.html", b"no markup here", "no HTML"),
        ("a.json", b'[{"text": "x"},\n {"text" "y"}]', "broken JSON at line 2, column 10"),
        ("a.json", b'"text"', "neither a JSON object nor a list"),
        ("a.json", b"[" * 100_000, "nested too deeply|broken JSON|larger"),
        ("a.jsonl", b'{"text": ', "broken JSON"),
        ("a.jsonl", b"[1]", "not a JSON object"),
        ("a.jsonl", b'{"url": "https://e.org/"}', "has no text"),
        ("a.jsonl", b'{"text": 3}', "not text"),
        ("a.jsonl", b'{"text": ""}', "white space"),
        ("a.jsonl", b'{"text": "a\\u0000b"}', "NUL character at offset 1"),
        ("a.jsonl", b'{"text": "a\\ud800b"}', "surrogate"),
        ("a.jsonl", b'{"text": "x", "url": "notes/1"}', "not a URL"),
        ("a.jsonl", b'{"text": "x", "url": 3}', "url is a number"),
        ("a.jsonl", b'{"text": "x", "title": ["y"]}', "title is a list"),
        ("a.jsonl", b'{"text": "x", "id": true}', "id is neither"),
        ("a.jsonl", b'{"text": "x", "published_at": "03/04/2021"}', "not a full date"),
        ("a.jsonl", b'{"text": "x", "language": "plain English"}', "not a language code"),
        ("a.jsonl", json.dumps({"text": "x", "source": "y" * 201}).encode(), "201 characters long"),
    ],
)
def test_what_cannot_be_read_says_why(name, data, why):
    import re

    assert re.search(why, reason(name, data, limit=100 if b"xxx" in data else 10_000_000))


def test_a_bad_row_does_not_stop_the_others():
    lines = b'{"text": "One came.", "id": 1}\n\nnot json\n{"text": "Two came.", "id": "b"}\n' + b'"' + b"x" * 99 + b"\n"
    found = list(read("rows.jsonl", lines, limit=60))
    assert [getattr(item, "key", item.item) for item in found] == [
        "file:rows.jsonl#1",
        "rows.jsonl line 3",
        "file:rows.jsonl#b",
        "rows.jsonl line 5",
    ]
    assert [type(item) for item in read("rows.json", b'[{"text": "x"}, 5, {"text": "y"}]')] == [
        Document,
        Failure,
        Document,
    ]


@pytest.mark.parametrize(
    ("url", "key"),
    [
        ("HTTPS://WWW.Example.org:443/a/../b/./c#part", "https://www.example.org/b/c"),
        ("https://example.org", "https://example.org/"),
        ("https://example.org/?id=5&utm_source=x&fbclid=y", "https://example.org/?id=5"),
        ("https://example.org/view?20201109", "https://example.org/view?20201109"),
        ("https://example.org/view?b=2&a=1&cid=7&uid=8", "https://example.org/view?b=2&a=1&cid=7&uid=8"),
        ("https://example.org/%7euser/%e4%bd?q=a%26b", "https://example.org/~user/%E4%BD?q=a%26b"),
        ("https://example.org/ünï code", "https://example.org/%C3%BCn%C3%AF%20code"),
        ("https://bücher.example/x", "https://xn--bcher-kva.example/x"),
        ("http://user:secret@example.org:8080/x", "http://example.org:8080/x"),
        ("https://example.org/app#!/story/7", "https://example.org/app#!/story/7"),
        ("https://[2001:DB8::1]/x", "https://[2001:db8::1]/x"),
    ],
)
def test_a_key_is_what_identifies_the_address_and_nothing_else(url, key):
    assert addresses.canonical(url) == key
    assert addresses.canonical(key) == key


@pytest.mark.parametrize(
    "url", ["ftp://example.org/x", "example.org/x", "https:///x", "javascript:alert(1)", "http://[::1/"]
)
def test_what_is_no_web_address_is_refused(url):
    with pytest.raises(ValueError):
        addresses.canonical(url)


@pytest.mark.parametrize(
    ("row", "key"),
    [
        ({"id": 7, "source": "Example Post"}, "id:Example Post:7"),
        ({"id": "x7"}, "file:in/rows.jsonl#x7"),
        ({"id": 7, "url": "https://example.org/7"}, "https://example.org/7"),
    ],
)
def test_a_row_is_known_by_its_url_else_its_id(row, key):
    assert document("in/rows.jsonl", json.dumps(row | {"text": "Nothing else."})).key == key


def test_a_row_without_either_keeps_its_key_when_rows_are_put_before_it():
    row = json.dumps({"text": "A council met.", "title": "Council meets"})
    first = document("r.jsonl", row)
    _, later = read("r.jsonl", (json.dumps({"text": "Other."}) + "\n" + row).encode())
    assert first.key == later.key


def test_a_file_is_known_by_its_name_in_one_spelling():
    assert document("in/Zoe\u0308.txt", BODY).key == document("in/Zoë.txt", BODY).key == "file:in/Zoë.txt"


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2021-02-25", utc(2021, 2, 25)),
        ("2021-02-25T10:30:00+04:00", utc(2021, 2, 25, 6, 30)),
        ("2021-02-25T10:30:00Z", utc(2021, 2, 25, 10, 30)),
        ("2021-02-25 10:30:00 +0400", utc(2021, 2, 25, 6, 30)),
        ("2021-02-25 10:30", utc(2021, 2, 25, 10, 30)),
        ("Thu, 25 Feb 2021 10:30:00 GMT", utc(2021, 2, 25, 10, 30)),
        ("February 25, 2021", utc(2021, 2, 25)),
        ("Thursday, 25 February 2021", utc(2021, 2, 25)),
        ("Feb. 5th, 2021", utc(2021, 2, 5)),
        ("February 25, 2021, 07:47 PM EST", utc(2021, 2, 26, 0, 47)),
        ("03/04/2021", None),
        ("14/09/2013", utc(2013, 9, 14)),
        ("09/14/2013", utc(2013, 9, 14)),
        ("8.8.2012", utc(2012, 8, 8)),
        ("2012.08.09", utc(2012, 8, 9)),
        ("31/31/2013", None),
        ("1.14.2013.5", None),
        ("February 30, 2021", None),
        ("February 2021", None),
        ("0001-01-01T00:00:00", None),
        ("soon", None),
    ],
)
def test_dates_are_read_or_refused(text, moment):
    assert dates.parse(text) == moment


@pytest.mark.parametrize(
    ("line", "moment", "shown"),
    [
        ("Published 3 March 2021 at 10:15 BST", utc(2021, 3, 3, 9, 15), "3 March 2021 10:15 BST"),
        ("10:15 GMT, 3 March 2021", utc(2021, 3, 3, 10, 15), "3 March 2021 10:15 GMT"),
        ("March 3, 2021 | 9 p.m. ET", utc(2021, 3, 4, 2), "March 3, 2021 9 p.m. ET"),
        ("July 3, 2021 | 9 p.m. ET", utc(2021, 7, 4, 1), "July 3, 2021 9 p.m. ET"),
        ("2021-03-03 10:15 UTC+4", utc(2021, 3, 3, 6, 15), "2021-03-03 10:15 UTC+4"),
        ("3 March 2021 10:15", utc(2021, 3, 3), "3 March 2021"),
        ("3 March 2021 10:15 IST", utc(2021, 3, 3), "3 March 2021"),
        ("March 3, 2021 in 5 towns", utc(2021, 3, 3), "March 3, 2021"),
        ("03/04/2021 9:15 AM EST", utc(2021, 3, 4, 14, 15), "03/04/2021 9:15 AM EST"),
        ("Last updated 13:26 14/09/2013", utc(2013, 9, 14), "14/09/2013"),
    ],
)
def test_a_time_counts_where_its_zone_is_known(line, moment, shown):
    assert dates.stamp(line) == (moment, shown)


FILLER = "\n" + "\n\n".join(BODY for _ in range(14)) + "\n"


@pytest.mark.parametrize(
    ("text", "field", "value"),
    [
        ("date 2021-02-25 The council met." + FILLER, "published_at", "2021-02-25T00:00:00+00:00"),
        ("# Bridge shut\n\nNovember 3, 2020\n" + FILLER, "published_at", "2020-11-03T00:00:00+00:00"),
        (
            "Bridge shut\nPublished on Tuesday, 3 November 2020 10:15 GMT\n" + FILLER,
            "published_at",
            "2020-11-03T10:15:00+00:00",
        ),
        (
            "Crowds in the square on February 5, 2021. (Jane Doe/Reuters)\n" + FILLER,
            "published_at",
            "2021-02-05T00:00:00+00:00",
        ),
        ("FILE PHOTO: Crowds on February 5, 2021. (Jane Doe/Reuters)\n" + FILLER, "published_at", None),
        ("The treaty was signed on November 3, 2020, at noon." + FILLER, "published_at", None),
        ("Bridge shut\nLast updated 13:26 14/11/2020\n" + FILLER, "modified_at", "2020-11-14T00:00:00+00:00"),
        (
            "Bridge shut\nOriginally published 11/03/2020 at 9:15 AM EST" + FILLER,
            "published_at",
            "2020-11-03T14:15:00+00:00",
        ),
        ("Bridge shut\nPosted at 3:21 PM ET, 11/3/2020" + FILLER, "published_at", "2020-11-03T20:21:00+00:00"),
        ("Bridge shut\nPosted on 11/3/2020" + FILLER, "published_at", None),
        ("Bridge shut\nRelease: 11/13/2020" + FILLER, "published_at", "2020-11-13T00:00:00+00:00"),
        ("3/14/2020 was the day on which it began." + FILLER, "published_at", None),
        ("Crowds in the square. (Jane Doe/Reuters)\n" + FILLER, "origin", None),
        ("**Jane Doe / town press office / AFP**\n" + FILLER, "origin", None),
        ("OSLO (Reuters) - The council met." + FILLER, "origin", "Reuters"),
        ("OSLO, Nov 3 (AFP) — The council met." + FILLER, "origin", "AFP"),
        ("OSLO -- The council met." + FILLER, "origin", None),
        ("OSLO, Reuters - The council met." + FILLER, "origin", "Reuters"),
        ("AFP — The council met." + FILLER, "origin", "AFP"),
        ("Council - The mayor met." + FILLER, "origin", None),
        ("The bridge authority (TBA): its members met." + FILLER, "origin", None),
        (FILLER + "The council will meet again. (AFP)", "origin", "AFP"),
        (FILLER + "The council will meet again (on Monday).", "origin", None),
        (FILLER + "This story was first published on November 3", "origin", None),
        (
            "Bridge shut\nUpdated: 4 November 2020\nPublished: 3 November 2020\n" + FILLER,
            "published_at",
            "2020-11-03T00:00:00+00:00",
        ),
        (
            "Bridge shut\nUpdated: 4 November 2020\nPublished: 3 November 2020\n" + FILLER,
            "modified_at",
            "2020-11-04T00:00:00+00:00",
        ),
        ("OSLO (Norway) - The council met." + FILLER, "origin", None),
        ("Bridge shut\nBy [Ada Example and Bo Sample for AFP](#)\n" + FILLER, "origin", "AFP"),
        ("Bridge shut\nBy [Ada Example and Bo Sample for AFP](#)\n" + FILLER, "byline", "Ada Example and Bo Sample"),
        ("Bridge shut\nBy The Associated Press\n" + FILLER, "origin", "The Associated Press"),
        ("Bridge shut\nBy The Associated Press\n" + FILLER, "byline", None),
        (FILLER + "*AFP contributed reporting.*\n", "origin", None),
        (FILLER + "Reuters and AFP contributed to this report.", "origin", None),
        (FILLER + "© 2020 AFP", "origin", "AFP"),
        (FILLER + "This article was originally published by Example Weekly on Monday.", "origin", "Example Weekly"),
        ("The virus first appeared in West Exampleland." + FILLER, "origin", None),
        (FILLER + "Source: DailyExample and agencies", "source", "DailyExample"),
        (FILLER + "Source: Al Jazeera, AFP and Reuters", "source", "Al Jazeera"),
        (FILLER + "Source: News agencies", "source", None),
        (FILLER + "Source: AFP", "source", None),
        (FILLER + "Source: AFP", "origin", "AFP"),
        (FILLER + "Original url: <https://example.org/2020/11/a>", "url", "https://example.org/2020/11/a"),
        (FILLER + "See the url: https://example.org/a and others.", "url", None),
        ("# Bridge shut for a year\n" + FILLER, "title", "Bridge shut for a year"),
        ("Title: Bridge shut\n" + FILLER, "title", "Bridge shut"),
        ("Bridge shut for a year\n" + FILLER, "title", "Bridge shut for a year"),
        ("The bridge was shut for a year.\n" + FILLER, "title", None),
        ("OSLO (Reuters) - The council met on the bridge and talked\n" + FILLER, "title", None),
    ],
)
def test_the_text_shows_what_it_shows_and_no_more(text, field, value):
    clue = clues_of(text).get(field)
    assert (clue.value if clue else None) == value


@pytest.mark.parametrize(
    ("line", "people", "organisation"),
    [
        ("By Ada Example", "Ada Example", ""),
        ("by Ada van der Sample | November 3, 2020", "Ada van der Sample", ""),
        ("By Ada Example, Reuters", "Ada Example", "Reuters"),
        ("By Reuters Staff", "", "Reuters"),
        ("By Ada Example, AP National Security Writer", "Ada Example", "AP"),
        ("By Friday the army had left the town", None, None),
        ("By Dawn, the City Had Fallen.", None, None),
        ("Bystanders Saw It", None, None),
    ],
)
def test_bylines_name_people_and_whom_they_wrote_for(line, people, organisation):
    found = byline(line)
    assert (found.people, found.organisation) == (people, organisation) if found else people is None


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("TRTWorld", "TRT World"),
        ("agence france-presse", "AFP"),
        ("www.bbc.co.uk", "BBC"),
        ("edition.cnn.com", "CNN"),
        ("Moscow Times", "The Moscow Times"),
        ("  Some  Local   Paper", "Some Local Paper"),
        ("Times", "Times"),
    ],
)
def test_well_known_names_come_in_one_spelling(written, name):
    assert outlets.name_of(written) == name


def test_the_list_of_outlets_names_each_domain_and_name_once():
    domains = [domain for outlet in outlets.outlets() for domain in outlet.domains]
    names = [name.casefold() for outlet in outlets.outlets() for name in {outlet.name, *outlet.aliases}]
    assert len(set(domains)) == len(domains)
    assert sorted({name for name in names if names.count(name) > 1}) == []
    assert all(outlet.domains and domain == domain.lower() for outlet in outlets.outlets() for domain in outlet.domains)


def test_whose_it_is_comes_from_the_address_and_says_so():
    found = document("a.txt", BODY * 3 + "Original url: <https://www.smallpaper.example/2020/11/21/bridge>")
    assert (found.source, found.domain) == ("smallpaper.example", "smallpaper.example")
    assert found.published_at == utc(2020, 11, 21)
    assert found.inferred["source"] == found.inferred["published_at"] == f"url: {found.url}"
    assert found.inferred["url"].startswith("Original url:")


def test_an_outlet_that_another_one_republishes_is_the_origin():
    text = BODY * 14 + "\nSource: Al Jazeera\nURL: https://www.themoscowtimes.com/x"
    found = document("a.txt", text)
    assert (found.source, found.origin) == ("The Moscow Times", "Al Jazeera")


def test_what_is_stated_is_not_inferred_and_comes_first():
    text = "---\ntitle: Front\nauthor: Bo Sample\ndate: 2020-11-03\n---\n# Heading\n\n" + BODY
    found = document("a.md", text, stated={"title": "Manifest", "source": "Small Paper"})
    assert (found.title, found.byline, found.source) == ("Manifest", "Bo Sample", "Small Paper")
    assert found.published_at == utc(2020, 11, 3)
    assert set(found.inferred) == {"language"}


@pytest.mark.parametrize(
    ("text", "language"),
    [
        (BODY, "en"),
        ("Der Rat beschloss am Montag nach langen Gesprächen, die nördliche Brücke zu sperren.", "de"),
        ("12 34", ""),
    ],
)
def test_the_language_is_identified_and_marked(text, language):
    found = document("a.txt", text)
    assert found.language == language and ("language" in found.inferred) == bool(language)


HEAD = """<html lang="en-GB"><head><meta charset="{charset}"><title>Bridge - Small Paper</title>
<link rel="canonical" href="{canonical}"><meta property="og:site_name" content="Small Paper">
<meta property="og:title" content="Bridge shut &amp; barred"><meta name="author" content="By Ada Example, AFP">
<script type="application/ld+json">{{"@graph": [{{"@type": "NewsArticle", "headline": "Bridge shut &amp; barred",
"datePublished": "2020-11-21T10:00:00+04:00", "publisher": {{"name": "Small Paper"}}}}]}}</script>
</head><body><nav>Home</nav><article><h1>Bridge shut &amp; barred</h1><p>{body}</p><p>{body}</p></article>
<footer>All rights reserved</footer></body></html>"""


def html(body="Zoë and the council met for hours, and said that the bridge would stay shut.", **fields):
    fields = {"charset": "utf-8", "canonical": "https://www.smallpaper.example/bridge"} | fields
    return HEAD.format(body=body, **fields).encode(fields["charset"])


def test_a_page_states_its_metadata_for_machines():
    found = page("https://smallpaper.example/bridge?utm_source=x", html())
    assert found.key == found.url == "https://www.smallpaper.example/bridge"
    assert (found.source, found.domain) == ("Small Paper", "smallpaper.example")
    assert (found.title, found.byline, found.origin) == ("Bridge shut & barred", "Ada Example", "AFP")
    assert (found.published_at, found.language) == (utc(2020, 11, 21, 6), "en")
    assert "Zoë and the council" in found.text and "All rights" not in found.text
    assert set(found.inferred) == {"source"}


@pytest.mark.parametrize("canonical", ["https://other.example/bridge", "https://smallpaper.example/", "javascript:x"])
def test_a_page_cannot_speak_for_another_address(canonical):
    asked = "https://smallpaper.example/bridge"
    assert page(asked, html(canonical=canonical)).key == asked


@pytest.mark.parametrize("charset", ["utf-8", "iso-8859-1", "windows-1252"])
def test_a_page_is_decoded_as_it_declares(charset):
    assert "Zoë and" in document("a.html", html(charset=charset)).text
    assert "Zoë and" in page("https://e.example/a", html(charset=charset), charset=charset).text


def test_a_page_of_an_unknown_character_set_is_refused():
    with pytest.raises(Unreadable, match="unknown character set"):
        page("https://e.example/a", html(charset="utf-8").replace("ë".encode(), b"\xff"), charset="x-none")


def test_hostile_markup_ends_in_a_document_or_a_reason():
    for markup in (
        "<div>" * 5000 + BODY,
        "<p>" + BODY + "<b" * 5000,
        "<?xml version='1.0' encoding='utf-16'?><p>" + BODY,
    ):
        assert isinstance(one("a.html", markup), Document | Failure)


def test_lines_come_one_by_one_and_long_ones_cut():
    import io

    stream = io.BytesIO(b"short\n" + b"x" * 50 + b"\nend")
    assert list(documents.lines(stream, 10)) == [b"short\n", b"x" * 11, b"end"]
