"""A month of news on a site of our own, with a moved clock: what is fetched, when, and what is kept of it."""

import collections
import datetime as dt
import hashlib
import itertools
import random

import pytest
import time_machine
from django.core.management import call_command
from django.utils import timezone

from sources import polling, visiting
from sources.models import Article, ArticleChange, Feed, ImportOutcome, ImportRun, Move, Page, Usage
from tests import make

from .site import DRIP, Site

START = dt.datetime(2021, 3, 1, 6, tzinfo=dt.UTC)
MINUTE = dt.timedelta(minutes=1)
HOUR, DAY = 60 * MINUTE, 24 * 60 * MINUTE
MONTH = 30 * DAY
BUDGET = 130
STEP = 20 * MINUTE  # How often workers look for what is due.
SUBJECTS = "bridge harbour school market tower railway library orchard".split()


def paragraphs(number, revision):
    """The text of a story; `revision` is a word in it, by which its version is told."""
    subject = SUBJECTS[number % len(SUBJECTS)]
    text = (
        f"The council of Northmere decided on Tuesday evening that the {subject} of ward {number} stays open to all, "
        f"and after a long debate the {revision} motion was carried. Nobody from the ministry was there to answer for "
        f"café no. {number}, and nobody had been asked to come, as a clerk said afterwards in the hall."
    )
    return [text, text.replace("council", "mayor"), '"We never meant to shut it," said Orla Vane, who keeps the keys.']


# What an edit may be, how it changes the paragraphs, and what it is to be classed as: nothing is no edit.
EDITS = {
    "figure": (lambda told: [told[0].replace("café no. ", "café no. 7"), *told[1:]], {"value": 1}),
    "day": (lambda told: [told[0].replace("Tuesday", "Wednesday"), *told[1:]], {"value": 1}),
    "name": (lambda told: [*told[:2], told[2].replace("Orla Vane", "Ida Crane")], {"name": 1}),
    "quotation": (lambda told: [*told[:2], told[2].replace("never meant", "hardly meant")], {"quotation": 1}),
    "added": (lambda told: [*told, "The next meeting was called for a later week."], {"added": 1}),
    "removed": (lambda told: told[:2], {"removed": 1}),
    "moved": (lambda told: [told[2], *told[:2]], {"moved": 1}),
    "reworded": (lambda told: [told[0].replace("a long debate", "much talk"), *told[1:]], {"reworded": 1}),
    "typography": (lambda told: [*told[:2], told[2].replace('"We', "“We").replace('it,"', "it,”")], {}),
}


SOFT_404 = b"<html><head><title>Page not found</title></head><body><h1>Page not found</h1><p>Sorry.</p></body></html>"
IN_REPAIR = b"<html><head><title>Service unavailable</title></head><body><h1>Service unavailable</h1></body></html>"


class Story:
    """One story: a page whose answers change as time goes by."""

    def __init__(self, site, number, kind, born):
        self.site, self.number, self.kind, self.born = site, number, kind, born
        self.path = f"/2021/03/ward-{number}-stays-open"
        self.served = []  # The revisions, in order, wherever it stood.
        self.site.pages[self.path] = self.answer

    @property
    def age(self):
        return timezone.now() - self.born

    def between(self, start, end):
        return start <= self.age < end

    def revision(self):
        edits = {
            "early": [(HOUR, "second")],
            "late": [(10 * DAY, "second")],
            "often": [(HOUR, "second"), (DAY, "third"), (4 * DAY, "fourth")],
            "and back": [(DAY, "second"), (4 * DAY, "first")],
            "moves": [(12 * DAY, "second")],
        }
        edits |= {kind: [(DAY, "edited")] for kind in EDITS}
        return [word for after, word in [(DAY * 0, "first"), *edits.get(self.kind, [])] if self.age >= after][-1]

    def text(self, revision):
        """The paragraphs as they stand in a revision."""
        if revision != "edited":
            return paragraphs(self.number, revision)
        edit, _ = EDITS[self.kind]
        return edit(paragraphs(self.number, "first"))

    def answer(self, headers, path=None):
        trouble = {
            "vanishes": (self.between(7 * DAY, 20 * DAY), (404, {}, b"")),
            "is gone": (self.age >= 5 * DAY, (410, {}, b"")),
            "soft 404": (self.age >= 5 * DAY, (200, {"Content-Type": "text/html"}, SOFT_404)),
            "in repair": (self.between(2 * DAY, 3 * DAY), (200, {"Content-Type": "text/html"}, IN_REPAIR)),
            "to section": (self.age >= 5 * DAY, (302, {"Location": "/2021/"}, b"")),
            "too many": (self.between(2 * DAY, 4 * DAY), (429, {"Retry-After": "7200"}, b"")),
            "unavailable": (self.between(2 * DAY, 4 * DAY), (503, {"Retry-After": "3600"}, b"")),
            "broken": (self.between(HOUR, 12 * HOUR), (500, {}, b"")),
            "hangs": (self.between(2 * DAY, 3 * DAY), (DRIP, {}, b"")),
            "moves": (path is None and self.age >= 5 * DAY, (301, {"Location": self.path + "-after-all"}, b"")),
        }
        now, answer = trouble.get(self.kind, (False, None))
        return answer if now else self.page(headers, path or self.path)

    def page(self, headers, path):
        revision = self.revision()
        place = self.path if self.kind != "canonical" or self.age < 3 * DAY else f"/2021/03/{self.number}00000"
        tag = f'"{hashlib.sha1((revision + place).encode()).hexdigest()}"'
        if self.kind not in ("no tags", "charsets") and headers.get("If-None-Match") == tag:
            return (304, {"ETag": tag}, b"")
        self.served.append(revision)
        noise = f"<nav>{timezone.now():%H:%M} <a href='/'>Home</a> {random.random()}</nav>"
        head = f"<title>Ward {self.number} stays open</title>"
        if self.kind == "canonical":
            head += f"<link rel='canonical' href='{self.site.url(place)}'>"
        html = f"<html lang='en'><head>{head}</head><body>{noise}<article><h1>Ward {self.number} stays open</h1>"
        text = "".join(f"<p>{told}</p>" for told in self.text(revision))
        body = f"{html}{text}</article></body></html>"
        content_type, data = self.encoded(body)
        return (
            200,
            {"Content-Type": content_type} | ({} if self.kind in ("no tags", "charsets") else {"ETag": tag}),
            data,
        )

    def encoded(self, body):
        """The same characters in bytes that change from request to request, for stories that play such tricks."""
        if self.kind != "charsets":
            return "text/html; charset=utf-8", body.encode()
        turn = len(self.served) % 4
        meta = body.replace("<head>", "<head><meta charset='windows-1252'>")
        return [
            ("text/html; charset=utf-8", body.encode()),
            ("text/html; charset=ISO-8859-1", body.encode("latin-1")),
            ("text/html", meta.encode("windows-1252")),
            ("text/html", b"\xff\xfe" + body.encode("utf-16-le")),
        ][turn]

    def expected(self):
        """The revisions that were served, each run of the same one once."""
        return [revision for revision, _ in itertools.groupby(self.served)]


KINDS = (
    ["plain"] * 16 + ["early"] * 8 + ["late"] * 6 + ["often"] * 4 + ["and back"] * 4 + ["moves"] * 3 + ["canonical"] * 2
    + ["vanishes"] * 3 + ["is gone"] * 2 + ["to section"] * 2 + ["too many"] + ["unavailable"] + ["broken"] * 4
    + ["hangs"] + ["charsets"] * 3 + ["no tags"] * 4 + ["soft 404"] * 2 + ["in repair"] * 2 + [*EDITS] * 2
)  # fmt: skip


class Paper:
    """The site: stories that appear over three weeks, announced by feeds of every kind."""

    def __init__(self, site):
        self.site = site
        shuffled = random.Random(7).sample(KINDS, len(KINDS))
        births = [START - HOUR + number * 6 * HOUR * (number > 30) for number in range(len(KINDS))]
        self.stories = [
            Story(site, number, kind, born) for number, (kind, born) in enumerate(zip(shuffled, births, strict=True))
        ]
        for story in self.stories:
            if story.kind == "moves":
                path = story.path + "-after-all"
                site.pages[path] = lambda headers, story=story, path=path: story.answer(headers, path)
        self.feeds = {"/rss": self.rss, "/atom": self.atom, "/rdf": self.rdf, "/json": self.json, "/news": self.news}
        self.feeds["/maps"] = lambda _: []
        for number, (path, write) in enumerate(self.feeds.items()):
            site.pages[path] = lambda headers, number=number, write=write: self.listed(number, write, headers)
        robots = b"User-agent: *\nDisallow: /private\n"
        maps = b"<sitemapindex xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'><sitemap><loc>/map</loc></sitemap>"
        site.pages |= {
            "/robots.txt": (200, {}, robots),
            "/maps": (200, {}, maps + b"</sitemapindex>"),
            "/map": lambda headers: self.listed(5, self.sitemap, headers),
            "/old-rss": (301, {"Location": "/rss"}, b""),
            "/stopped": (410, {}, b""),
            "/2021/": (200, {"Content-Type": "text/html"}, b"<html><body><ul><li>Latest</li></ul></body></html>"),
        }

    def listed(self, number, write, headers):
        """A feed's own stories of the last five days, with a page that robots.txt forbids and one behind a wall."""
        mine = [
            story for story in self.stories
            if story.number % 6 == number and dt.timedelta() <= story.age < 5 * DAY
        ]  # fmt: skip
        links = [story.path for story in mine] + ["/private/x"] * (number == 0) + ["http://10.0.0.1/"] * (number == 1)
        body = write(links).encode()
        tag = f'"{hashlib.sha1(body).hexdigest()}"'
        return (304, {}, b"") if headers.get("If-None-Match") == tag else (200, {"ETag": tag}, body)

    def rss(self, links):
        items = "".join(f"<item><link>{link}</link></item>" for link in links)
        return f"<rss version='2.0'><channel>{items}</channel></rss>"

    def atom(self, links):
        entries = "".join(f"<entry><link href='{link}'/></entry>" for link in links)
        return f"<feed xmlns='http://www.w3.org/2005/Atom'>{entries}</feed>"

    def rdf(self, links):
        items = "".join(f"<item><title>T</title><link>{link}</link></item>" for link in links)
        space = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
        return f"<rdf:RDF xmlns:rdf='{space}' xmlns='http://purl.org/rss/1.0/'><channel/>{items}</rdf:RDF>"

    def json(self, links):
        items = ", ".join(f'{{"url": "{link}"}}' for link in links)
        return f'{{"version": "https://jsonfeed.org/version/1.1", "items": [{items}]}}'

    def sitemap(self, links):
        urls = "".join(f"<url><loc>{link}</loc></url>" for link in links)
        return f"<urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'>{urls}</urlset>"

    def news(self, links):
        return self.sitemap(links)


def live(clock, end):
    """Polls and visits whenever something is due, until the end."""
    while timezone.now() < end:
        polling.poll_due()
        visiting.visit_due()
        due = [
            *Feed.objects.filter(active=True).values_list("next_fetch_at", flat=True),
            *Page.objects.exclude(state="failed").values_list("next_fetch_at", flat=True),
        ]
        clock.move_to(max(min(due), timezone.now() + STEP))


@pytest.mark.django_db
def test_a_month_of_news(settings, monkeypatch):
    settings.FETCH_ALLOW_LOOPBACK = True
    settings.FETCH_GAP_SECONDS = 0
    settings.FETCH_DEADLINE_SECONDS = 0.3
    monkeypatch.setattr(random, "random", random.Random(1).random)
    monkeypatch.setattr(random, "uniform", random.Random(2).uniform)
    with Site() as site, time_machine.travel(START, tick=False) as clock:
        paper = Paper(site)
        source = make.source("Northmere Post", fetches_per_day=BUDGET)
        for path in ("/old-rss", "/atom", "/rdf", "/json", "/news", "/maps", "/stopped"):
            Feed.objects.create(location=site.url(path), source=source, interval_minutes=360)
        live(clock, START + MONTH)
        every_version_is_kept_once(paper)
        every_edit_that_stood_for_long_was_noticed(paper)
        every_edit_is_classed(paper)
        what_is_gone_is_recorded_and_what_moved_is_known(paper)
        nothing_was_fetched_that_robots_txt_or_prudence_forbids(paper)
        nobody_was_asked_while_he_wished_to_be_left_alone(paper)
        no_budget_was_exceeded(paper, source)
        what_came_of_it_can_be_read(paper)
        call_command("verify")


def article_of(story):
    return Article.objects.get(key=story.site.url(story.path))


def every_version_is_kept_once(paper):
    assert len(paper.stories) >= 60 and Article.objects.count() == len(paper.stories)
    for story in paper.stories:
        texts = article_of(story).versions.order_by("number").values_list("text", flat=True)
        expected = ["\n".join(story.text(revision)).split() for revision in story.expected()]
        assert [text.split() for text in texts] == expected, (story.number, story.kind)


def every_edit_that_stood_for_long_was_noticed(paper):
    edits = {"early": ["first", "second"], "late": ["first", "second"], "and back": ["first", "second", "first"]}
    for story in paper.stories:
        if timezone.now() - story.born > 21 * DAY and (expected := edits.get(story.kind)):
            noticed = story.expected()
            assert noticed == expected or (story.kind == "early" and noticed == ["second"]), (story.kind, noticed)


def every_edit_is_classed(paper):
    """Each noticed edit has its class and no other, and what only changed its dress is a version but no edit."""
    for story in paper.stories:
        noted = ArticleChange.objects.filter(article=article_of(story), kind=ArticleChange.Kind.EDITED).order_by("pk")
        found = [change.classes for change in noted]
        edits = len(story.expected()) - 1
        expected = [EDITS[story.kind][1]] if story.kind in EDITS else [{"value": 2}]  # "first" and "second" count.
        assert found == [classes for classes in expected * edits if classes], (story.number, story.kind)
    seen = {story.kind for story in paper.stories if len(story.expected()) > 1}
    assert seen >= set(EDITS)


def what_is_gone_is_recorded_and_what_moved_is_known(paper):
    for story in paper.stories:
        article = article_of(story)
        absent = story.kind == "vanishes" and story.age < 20 * DAY
        away = absent or story.kind in ("is gone", "to section", "soft 404")
        if story.age > 15 * DAY:
            assert bool(article.gone_at) == away, (story.kind, story.age, article.gone_because)
        if story.kind == "vanishes" and story.age > 27 * DAY:
            back = ImportOutcome.objects.filter(article=article, reason__contains="is there again")
            assert back.count() == 1
    moving = [story for story in paper.stories if story.kind in ("moves", "canonical") and story.age > 12 * DAY]
    assert moving and {move.article for move in Move.objects.all()} >= {article_of(story) for story in moving}


def nothing_was_fetched_that_robots_txt_or_prudence_forbids(paper):
    asked = collections.Counter(path for _, path, _ in paper.site.log)
    assert not [path for path in asked if path.startswith("/private")]
    assert 28 <= asked["/robots.txt"] <= 31
    assert asked["/stopped"] == 1 and asked["/old-rss"] == 1
    given_up = Page.objects.filter(state="failed").order_by("url")
    assert [page.url for page in given_up] == ["http://10.0.0.1/", paper.site.url("/private/x")]


def nobody_was_asked_while_he_wished_to_be_left_alone(paper):
    log = paper.site.log
    waits = {429: 2 * HOUR, 503: HOUR}
    refusals = [number for number, (_, _, status) in enumerate(log) if status in waits]
    assert {log[number][2] for number in refusals} == set(waits)
    for number in refusals:
        time, _, status = log[number]
        assert number + 1 == len(log) or log[number + 1][0] - time >= waits[status]


def no_budget_was_exceeded(paper, source):
    usage = Usage.objects.filter(source=source)
    assert max(usage.values_list("fetches", flat=True)) <= BUDGET
    first_days = usage.order_by("day")[:2]
    assert sum(day.fetches for day in first_days) > BUDGET  # It was a bound: more was due.
    # A redirect is followed within the fetch it belongs to, as is the one sitemap of the index.
    extra = ("/robots.txt", "/map", "/2021/")
    ours = [time.date() for time, path, _ in paper.site.log if path not in extra and not path.endswith("-after-all")]
    days = collections.Counter(ours)
    assert all(count <= BUDGET for count in days.values())
    fetched = dict(usage.values_list("day", "fetches"))
    assert all(days[day] <= fetched.get(day, 0) for day in days)
    pages = collections.Counter(path for _, path, _ in paper.site.log if "/ward-" in path)
    assert max(pages.values()) <= 90


def what_came_of_it_can_be_read(paper):
    polls = ImportRun.objects.filter(feed__isnull=False)
    assert not polls.filter(finished_at=None).exists()
    assert sum(run.new for run in ImportRun.objects.all()) == len(paper.stories)
    checks = ImportRun.objects.filter(what__contains="looking again")
    assert checks.count() >= 28
    changed = ImportOutcome.objects.filter(outcome="changed").count()
    assert sum(run.changed for run in ImportRun.objects.all()) == changed
    # An article has one version from each edit, and its first.
    assert changed == sum(article.versions.count() - 1 for article in Article.objects.all())
