"""The article of a page: its text and nothing around it, what it says of itself, and pages that are none."""

import datetime as dt

import pytest

from sources import documents, encodings
from sources.documents import page
from sources.failures import Unreadable
from sources.hints import Hints
from sources.obstacles import NoArticle

URL = "https://www.smallpaper.example/bridge"
SENTENCES = [
    "The council of the northern town decided on Monday to close the old bridge for a whole year.",
    "“We have no choice,” the mayor, Ada Example, told reporters after the meeting in the town hall.",
    "Repairs will cost $4.5 million, about 12% more than the engineers had expected in the spring.",
    "Some 3,000 people cross the bridge every day, most of them on their way to the harbour.",
    "Shops on the southern bank fear for their trade and have asked the region for help with rents.",
]
PARAGRAPHS = [f"{first} {second}" for first in SENTENCES for second in SENTENCES if first != second]
TEXT = "".join(f"<p>{paragraph}</p>" for paragraph in PARAGRAPHS)


def markup(main=TEXT, head="", title="Bridge shut - Small Paper", around=""):
    return (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{title}</title>{head}</head><body>'
        '<nav><ul><li><a href="/">Home</a></li><li><a href="/sport">Sport</a></li></ul></nav>'
        f'<article class="story"><h1>Bridge shut</h1>{main}</article>{around}'
        "<footer><p>All rights reserved. <a href='/about'>About us</a></p></footer></body></html>"
    ).encode()


def read(**parts):
    return page(URL, markup(**parts))


def linked(**fields):
    import json

    data = {"@context": "https://schema.org", "@type": "NewsArticle", "headline": "Bridge shut"} | fields
    return f'<script type="application/ld+json">{json.dumps(data)}</script>'


def test_the_text_is_the_article_paragraph_by_paragraph():
    assert read().text == "\n\n".join(PARAGRAPHS)


@pytest.mark.parametrize(
    "furniture",
    [
        '<div class="related"><h3>Related stories</h3><ul><li><a href="/a">Ferry sails again</a></li></ul></div>',
        '<p><strong>Read more:</strong> <a href="/a">Ferry sails again</a></p>',
        '<figure><img src="a.jpg"><figcaption>The bridge at dawn (Image: Bo Sample)</figcaption></figure>',
        '<aside class="newsletter-signup"><p>Sign up for our newsletter</p></aside>',
        '<div class="advertisement">Advertisement</div>',
        "<noscript><p>Please turn on JavaScript to see the pictures of this article.</p></noscript>",
        '<div class="social-share"><a href="#">Tweet</a> <a href="#">Share</a></div>',
    ],
)
def test_what_stands_among_the_paragraphs_is_no_text(furniture):
    middle = TEXT.index("<p>", 1200)
    assert read(main=TEXT[:middle] + furniture + TEXT[middle:]).text == "\n\n".join(PARAGRAPHS)


def test_quotes_lists_and_tables_of_the_article_stay():
    inner = "<blockquote><p>“Nobody asked us before the meeting,” the fishermen wrote.</p></blockquote>"
    middle = TEXT.index("<p>", 1200)
    text = read(main=TEXT[:middle] + inner + TEXT[middle:]).text
    assert "“Nobody asked us before the meeting,” the fishermen wrote." in text


def test_comments_of_readers_are_no_text():
    comments = "".join(f"<div class='comment-body'><p>I never liked that bridge, and {p}</p></div>" for p in PARAGRAPHS)
    assert "never liked" not in read(around=f"<section id='comments'>{comments}</section>").text


def test_a_live_blog_has_the_text_of_its_posts():
    posts = "".join(f"<section><h2>1{number}:00</h2>{TEXT}</section>" for number in range(3))
    assert read(main=posts, head=linked(**{"@type": "LiveBlogPosting"})).text.count(PARAGRAPHS[0]) == 3


def test_a_text_that_scripts_would_show_is_taken_from_what_is_stated_for_machines():
    shell = "<html><head>{}</head><body><div id='app'></div><script src='a.js'></script></body></html>"
    body = "\n".join(PARAGRAPHS)
    assert page(URL, shell.format(linked(articleBody=body)).encode()).text == body
    with pytest.raises(NoArticle):
        page(URL, shell.format(linked(articleBody=body, isAccessibleForFree=False)).encode())


@pytest.mark.parametrize(
    ("head", "main", "field", "value", "how"),
    [
        (
            linked(datePublished="2021-03-03T10:00:00+02:00")
            + '<meta property="article:published_time" content="2020-01-01T00:00:00Z">',
            TEXT,
            "published_at",
            dt.datetime(2021, 3, 3, 8, tzinfo=dt.UTC),
            "JSON-LD datePublished: 2021-03-03T10:00:00+02:00",
        ),
        (
            '<meta property="article:published_time" content="2021-03-03T10:00Z">'
            '<meta name="date" content="2020-01-01">',
            TEXT,
            "published_at",
            dt.datetime(2021, 3, 3, 10, tzinfo=dt.UTC),
            "OpenGraph article:published_time: 2021-03-03T10:00Z",
        ),
        (
            '<meta name="date" content="2020-01-01">',
            "<time itemprop='datePublished' datetime='2021-03-03T10:00:00+02:00'>today</time>" + TEXT,
            "published_at",
            dt.datetime(2021, 3, 3, 8, tzinfo=dt.UTC),
            "microdata datePublished: 2021-03-03T10:00:00+02:00",
        ),
        (
            '<meta name="pubdate" content="March 3, 2021, 07:47 PM EST">',
            TEXT,
            "published_at",
            dt.datetime(2021, 3, 4, 0, 47, tzinfo=dt.UTC),
            "meta pubdate: March 3, 2021, 07:47 PM EST",
        ),
        (
            "",
            "<div>Published 3 March 2021 at 10:15 BST</div>" + TEXT,
            "published_at",
            dt.datetime(2021, 3, 3, 9, 15, tzinfo=dt.UTC),
            "Published 3 March 2021 10:15 BST",
        ),
        (
            "",
            "<div>Updated 4 March 2021 10:15 GMT</div>" + TEXT,
            "modified_at",
            dt.datetime(2021, 3, 4, 10, 15, tzinfo=dt.UTC),
            "visible date: 4 March 2021 10:15 GMT",
        ),
        (
            linked(dateModified="2021-03-05T10:00:00Z"),
            TEXT,
            "modified_at",
            dt.datetime(2021, 3, 5, 10, tzinfo=dt.UTC),
            "JSON-LD dateModified: 2021-03-05T10:00:00Z",
        ),
        ("", TEXT, "title", "Bridge shut", "main heading"),
        ('<meta name="author" content="Ada Example, AP Europe Correspondent">', TEXT, "byline", "Ada Example", None),
        ('<meta name="author" content="Ada Example, AP Europe Correspondent">', TEXT, "origin", "AP", None),
        (linked(author={"name": "Reuters"}), TEXT, "origin", "Reuters", "JSON-LD author: Reuters"),
        ("", "<span class='byline'>By Bo Sample</span>" + TEXT, "byline", "Bo Sample", "By Bo Sample"),
        ("", TEXT.replace("<p>The", "<p>OSLO (AFP) - The", 1), "origin", "AFP", None),
        ("", TEXT[:-4] + " (AFP)</p>", "origin", "AFP", None),
        ("", TEXT + "<p>Source: dpa</p>", "origin", "dpa", None),
        ("", TEXT + "<p>With reporting by Reuters</p>", "origin", "", None),
        ("", TEXT + "<p>First published on March 3, 2021</p>", "origin", "", None),
    ],
)
def test_a_page_says_when_and_by_whom_and_it_is_kept_how(head, main, field, value, how):
    found = read(head=head, main=main)
    assert getattr(found, field) == value
    if how:
        assert (found.found_by | found.inferred)[field] == how


def test_references_within_linked_data_are_followed_and_other_articles_left_alone():
    import json

    graph = [
        {"@type": "NewsArticle", "headline": "Other", "datePublished": "2019-01-01", "author": {"name": "Else"}},
        {"@type": "NewsArticle", "headline": "Bridge shut", "mainEntityOfPage": URL, "author": {"@id": "#ada"}},
        {"@type": "Person", "@id": "#ada", "name": "Ada Example"},
    ]
    found = read(
        head=f'<script type="application/ld+json">{json.dumps({"@graph": graph})},</script>'.replace(",<", "<")
    )
    assert (found.title, found.byline, found.published_at) == ("Bridge shut", "Ada Example", None)


def test_linked_data_with_slips_is_mended():
    slip = '<script type="application/ld+json"><!-- {"@type": "NewsArticle", "headline": "One\ntwo",} --></script>'
    assert read(head=slip).title == "One two"


TEASER = f"<p>{PARAGRAPHS[0]}</p><p>{PARAGRAPHS[1]}</p>"


@pytest.mark.parametrize(
    ("kind", "parts"),
    [
        ("paywall", {"main": TEASER, "head": linked(isAccessibleForFree="False")}),
        ("paywall", {"main": TEASER, "head": linked(hasPart={"isAccessibleForFree": False})}),
        ("paywall", {"main": TEASER + "<div>Subscribe to continue reading</div>"}),
        ("paywall", {"main": TEASER + "<div><h3>This article is for subscribers only</h3></div>"}),
        ("log-in", {"main": "<p>Please log in to read this article.</p><form><input type='password'></form>"}),
        (
            "challenge",
            {"title": "Just a moment...", "main": "<p>Checking your browser before you reach smallpaper.example.</p>"},
        ),
        ("challenge", {"main": "<p>Please verify you are human to go on.</p>"}),
        ("missing", {"title": "404 - Small Paper", "main": "<p>The page you are looking for could not be found.</p>"}),
        ("missing", {"title": "Page not found", "main": "<p>Sorry! Try our home page or search for it instead.</p>"}),
        ("error", {"title": "503 Service Unavailable", "main": "<p>No server is available to answer.</p>"}),
        (
            "consent",
            {
                "title": "Before you continue",
                "main": "<p>We and our partners use cookies and personal data to show personalised ads, with your "
                "consent or on the ground of legitimate interest.</p><p>Accept all cookies, or manage options in the "
                "privacy settings at any time.</p>",
            },
        ),
        ("shell", {"main": "", "around": "<div id='root'></div><script src='/app.js'></script>"}),
        ("shell", {"main": "<p>You need to enable JavaScript to run this app.</p>"}),
    ],
)
def test_what_stands_in_the_way_of_an_article_is_none_and_says_so(kind, parts):
    with pytest.raises(NoArticle) as refused:
        read(**parts)
    assert refused.value.kind == kind


@pytest.mark.parametrize(
    "parts",
    [
        {"head": linked(isAccessibleForFree=False)},
        {"main": TEXT + "<div>Subscribe to continue reading our other stories</div>"},
        {"title": "404 people rescued from flood - Small Paper", "main": TEASER},
        {"title": "Page not found: how links die - Small Paper"},
        {"main": TEASER + "<p>The new law on cookies and consent to personal data was passed by 5 votes.</p>"},
        {"main": TEASER, "around": "<div class='cookie-banner'>We use cookies. Accept all. Manage options.</div>"},
        {"main": TEASER, "around": "<form>Log in <input type='password'></form>"},
        {"main": TEASER + "<p>Readers were asked to verify their addresses, and 20 of them did.</p>"},
    ],
)
def test_an_article_that_only_resembles_such_a_page_is_taken(parts):
    assert PARAGRAPHS[0] in read(**parts).text


FRONT = "".join(
    f'<article><h3><a href="/{number}">Ferry number {number} sails again after a long winter</a></h3>'
    f"<p>{sentence}</p></article>"
    for number, sentence in enumerate(SENTENCES * 5)
)
LISTED = "".join(
    f'<li><a href="/{number}">Ferry number {number} sails again after winter</a></li>' for number in range(30)
)


@pytest.mark.parametrize(
    "main",
    [FRONT, f"<ul>{LISTED}</ul>", f"<p>All about ferries.</p><ul>{LISTED}</ul><p>{SENTENCES[0]}</p>{FRONT}"],
    ids=["teasers", "a list", "a section with a lead"],
)
def test_a_page_that_lists_articles_is_none(main):
    body = (
        f"<html lang='en'><head><title>Ferries - Small Paper</title></head><body><h1>Ferries</h1>{main}</body></html>"
    )
    with pytest.raises(NoArticle) as refused:
        page("https://www.smallpaper.example/ferries", body.encode())
    assert refused.value.kind == "section"


@pytest.mark.parametrize(
    "parts",
    [
        {"around": f"<aside><ul>{LISTED}</ul></aside>"},
        {"main": f"<p>{PARAGRAPHS[0]}</p>", "around": f"<aside><ul>{LISTED}</ul></aside>"},
        {"main": f"<p>{PARAGRAPHS[0]}</p><ul>{LISTED}</ul><p>{PARAGRAPHS[5]}</p>{FRONT}", "head": linked()},
        {"main": f"{TEXT}<ul>{LISTED}</ul>{FRONT}"},
    ],
    ids=["beside", "a brief", "declared", "a long one with others below"],
)
def test_an_article_among_links_to_others_is_one(parts):
    assert PARAGRAPHS[0] in read(**parts).text


@pytest.mark.parametrize(
    ("head", "moment", "how"),
    [
        (linked(datePublished="2021-03-03T10:00:00", dateModified="2021-03-04T10:00:00-05:00"), 15, "UTC-05:00, as in"),
        (
            linked(datePublished="2021-03-03T10:00:00") + '<meta name="date" content="2021-03-03T12:00:00+02:00">',
            8,
            "as in",
        ),
        (
            linked(datePublished="2021-03-03T10:00:00", dateModified="2021-03-04T10:00:00Z")
            + '<meta property="article:modified_time" content="2021-03-04T15:00:00+05:00">',
            5,
            "UTC+05:00, as in",
        ),
        (linked(datePublished="2021-03-03T10:00:00", dateModified="2021-03-04T10:00:00Z"), 10, "UTC, as in"),
        (linked(datePublished="2021-03-03T10:00:00"), 10, "no zone stated: UTC, for want of any"),
        (linked(datePublished="2021-03-03", dateModified="2021-03-04T10:00:00-05:00"), 0, None),
        (
            linked(datePublished="2021-03-03T10:00:00", dateModified="2021-03-04T10:00:00-05:00")
            + '<meta property="article:modified_time" content="2021-03-04T15:00:00+05:00">',
            10,
            "for want of any",
        ),
    ],
)
def test_a_time_without_a_zone_is_of_the_zone_of_the_pages_other_times(head, moment, how):
    found = read(head=head)
    assert found.published_at == dt.datetime(2021, 3, 3, moment, tzinfo=dt.UTC)
    assert (how or "") in found.found_by["published_at"]
    assert ("no zone stated" in found.found_by["published_at"]) == bool(how)


def test_the_hints_of_a_source_come_before_the_general_rules():
    main = "<h2>The real title</h2><div id='copy'><p>Short.</p></div><i class='when'>3 March 2021</i>" + TEXT
    found = page(URL, markup(main=main, head=linked()), hint=Hints("#copy", "h2", ".when"))
    assert (found.text, found.title) == ("Short.", "The real title")
    assert found.published_at == dt.datetime(2021, 3, 3, tzinfo=dt.UTC)
    assert found.found_by["title"] == "selector h2: The real title"


@pytest.mark.parametrize(
    ("hint", "why"),
    [
        (Hints(text="div["), "is no CSS selector"),
        (Hints(text="#missing"), "finds nothing"),
        (Hints(date="h1"), "which is no date"),
    ],
)
def test_a_hint_that_fails_says_so(hint, why):
    with pytest.raises(Unreadable, match=why):
        page(URL, markup(), hint=hint)


def test_a_page_in_another_language_is_kept_with_its_language_whatever_its_template_says():
    main = "<p>Der Rat beschloss am Montag nach langen Gesprächen, die alte Brücke für ein Jahr zu sperren.</p>" * 12
    found = read(main=main)
    assert found.language == "de" and "language" in found.inferred


def test_a_broken_byte_beside_the_text_is_passed_over_and_one_in_the_text_refused():
    broken = markup().replace(b"All rights", b"All \xe9 rights")
    assert page(URL, broken).text == "\n\n".join(PARAGRAPHS)
    with pytest.raises(Unreadable, match="a character that its encoding does not know"):
        page(URL, markup().replace(b"harbour", b"harb\xe9ur", 1))


def test_a_page_that_is_mostly_in_another_encoding_is_refused():
    with pytest.raises(Unreadable, match="not UTF-8"):
        encodings.decode_page("é à ü".encode("cp1252") * 50)


@pytest.mark.parametrize(
    ("data", "why"),
    [
        ("<p>" + "<div>" * 300 + SENTENCES[0], "more than 256 deep"),
        ("<p " + " ".join(f"a{number}" for number in range(300)) + ">" + SENTENCES[0], "more than 200 attributes"),
        ("<p>a" * 30_000, "more than 25,000 elements"),
    ],
)
def test_a_page_beyond_the_bounds_is_refused_and_never_cut(data, why):
    with pytest.raises(Unreadable, match=why):
        documents.page(URL, data.encode())


def test_tags_within_scripts_and_comments_do_not_count_as_attributes():
    script = "<script>if (a <b) { " + "x y z " * 200 + "}</script><!-- <p " + "x y z " * 200 + "-->"
    assert read(around=script).text == "\n\n".join(PARAGRAPHS)
