"""Rows with sensible defaults: a test names only what it is about."""

import datetime as dt
import hashlib
import itertools
from typing import Any

from django.contrib.auth.models import Group, User
from django.db import connection

from access import granting
from claims.models import (
    Claim,
    Discrepancy,
    Entity,
    Event,
    Extraction,
    Fact,
    Mention,
    Position,
    Quote,
    Utterance,
    Webhook,
)
from claims.models.reach import reach
from claims.webhooks import subscribing
from sources.models import Article, ArticleVersion, Source

NOON = dt.datetime(2021, 3, 1, 12, tzinfo=dt.UTC)
_number = itertools.count(1)


def source(name: str = "The Daily Test", **fields: Any) -> Source:
    return Source.objects.get_or_create(name=name, defaults=fields)[0]


def article(text: str = "Three districts were ceded on November 9.", title: str = "A title", **fields: Any) -> Article:
    """An article with one version, which is its current one."""
    outlet = fields.pop("source", None) or source()
    fields.setdefault("key", f"https://test.example/{next(_number)}")
    fields.setdefault("url", fields["key"] if fields["key"].startswith("http") else "")
    fields.setdefault("published_at", NOON)
    row = Article.objects.create(source=outlet, **fields)
    version(row, text, title)
    return row


def version(of: Article, text: str, title: str = "A title") -> ArticleVersion:
    """One more version of the article, now its current one."""
    row = ArticleVersion.objects.create(article=of, number=of.versions.count() + 1, title=title, text=text)
    of.current = row
    of.save(update_fields=["current"])
    return row


def extraction(of: ArticleVersion | None = None, **fields: Any) -> Extraction:
    of = of or article().current
    fields.setdefault("state", Extraction.State.DONE)
    fields.setdefault("published_at", of.article.published_at)
    rules = fields.setdefault("rules", "test")
    return Extraction.objects.get_or_create(version=of, defaults={"read_rules": rules, **fields})[0]


def mention(name: str = "Ada Person", of: ArticleVersion | None = None, **fields: Any) -> Mention:
    of = of or article(f"{name} spoke.").current
    fields.setdefault("kind", Entity.Kind.PERSON)
    entity = (
        fields.pop("entity", None)
        or Entity.objects.get_or_create(name=name, defaults={"kind": fields["kind"], "names": [name]})[0]
    )
    fields.setdefault("anchor", anchor(of.article.key, name))
    fields.setdefault("names", [name])
    fields.setdefault("block", name.split()[-1].lower()[:100])
    return Mention.objects.create(extraction=extraction(of), entity=entity, name=name, **fields)


def quote(exact: str, of: ArticleVersion, **fields: Any) -> Quote:
    """A quote of the first place where the version's text has `exact`."""
    start = of.text.index(exact)
    end = start + len(exact)
    fields.setdefault("kind", Quote.Kind.DIRECT)
    fields.setdefault("spans", [{"start": start, "end": end, "exact": exact}])
    fields.setdefault("anchor", anchor(of.article.key, exact))
    return Quote.objects.create(extraction=extraction(of), version=of, start=start, end=end, content=exact, **fields)


def claim(value_text: str, of: ArticleVersion, **fields: Any) -> Claim:
    """A claim whose evidence is the whole text and whose value is the first place that has `value_text`."""
    start = of.text.index(value_text)
    defaults = {
        "start": 0,
        "end": len(of.text),
        "exact": of.text,
        "dimension": "count",
        "unit": "district",
        "low_number": 3.0,
        "high_number": 3.0,
        "granularity": "1.0",
        "comparator": "exactly",
        "label": "number of districts",
        "about": {"head": "district", "event": "", "verbs": [], "words": [], "others": [], "entities": []},
        "anchor": anchor(of.article.key, value_text),
    }
    if fields.get("dimension") == "date":
        defaults |= {"unit": "date", "low_number": None, "high_number": None, "granularity": "day"}
    row = Claim.objects.create(
        extraction=extraction(of),
        version=of,
        value_start=start,
        value_end=start + len(value_text),
        value_text=value_text,
        **{**defaults, **fields},
    )
    return row


def fact(label: str = "number of districts", **fields: Any) -> Fact:
    return Fact.objects.create(label=label, **{"dimension": "count", "unit": "district", "stale": False, **fields})


def utterance(label: str = "We will win", **fields: Any) -> Utterance:
    return Utterance.objects.create(label=label, **{"stale": False, **fields})


def discrepancy(**fields: Any) -> Discrepancy:
    """A value discrepancy of two positions, each held by one claim of one source's article, unless told otherwise."""
    of = fields.pop("fact", None)
    if of is None and "utterance" not in fields:
        of = fact()
        for outlet, words, number in (("North Post", "three", 3.0), ("South Post", "seven", 7.0)):
            version = article(f"Officials said {words} districts were ceded.", source=source(outlet)).current
            claim(words, version, fact=of, low_number=number, high_number=number)
    row = Discrepancy.objects.create(
        fact=of,
        **{
            "key": f"value:{next(_number)}",
            "kind": Discrepancy.Kind.VALUE,
            "severity": 0.5,
            "explanation": {
                "text": "North Post says 3 districts; South Post says 7.",
                "rule": "intervals do not meet",
                "reconciled": False,
                "arithmetic": "7 - 3 = 4",
                "benign": ["Part and whole"],
            },
            "fingerprint": "0" * 64,
            "first_seen": NOON,
            "last_seen": NOON,
            **fields,
        },
    )
    for number, held in enumerate(of.claims.all() if of else [], start=1):
        position = Position.objects.create(
            discrepancy=row,
            number=number,
            label=held.value_text,
            answer={"value": {"low": held.low_number, "high": held.high_number}},
            origins=[held.version.article.origin_name],
        )
        position.claims.add(held)
    reach(connection, [row.pk])
    return row


def user(name: str = "reviewer", **fields: Any) -> User:
    return User.objects.create_user(name, password="a long test password", **fields)


def member(role: str, name: str = "", **fields: Any) -> User:
    """A user in the group of that role; made again where a test that commits has emptied the groups."""
    if not Group.objects.filter(name=role).exists():
        granting.establish()
    person = user(name or role.lower(), **fields)
    person.groups.add(Group.objects.get(name=role))
    return person


def superuser(name: str = "editor") -> User:
    return user(name, is_staff=True, is_superuser=True)


def anchor(*parts: str) -> str:
    return hashlib.sha1("\x1f".join(parts).encode()).hexdigest()


def webhook(url: str = "https://desk.example/hook", **fields: Any) -> Webhook:
    """A webhook of an administrator that asks for every event, unless told otherwise; `.secret` is its secret."""
    owner = fields.pop("owner", None) or User.objects.filter(username="hooks").first() or user("hooks", is_staff=True)
    row = Webhook(owner=owner, url=url, **{"name": "Desk", "events": list(Event.values), **fields})
    row.secret = subscribing.subscribe(row)  # type: ignore[attr-defined]
    return row
