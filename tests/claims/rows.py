"""As many rows of everything as a test wants, written together."""

from typing import Any

from django.db import connection

from claims.models import (
    Claim,
    Discrepancy,
    Entity,
    Extraction,
    Fact,
    Mention,
    Position,
    Quote,
    Review,
    Utterance,
)
from claims.models.reach import put_all
from claims.numbering import number_pending
from sources.models import Article, ArticleChange, ArticleVersion, Feed, Page, Source
from tests import make

TEXT = "Ada Person said three districts were ceded."


def write(numbers: range) -> None:
    """Of each kind one row for each number, all of one number about each other; and numbers their changes."""
    sources = _made(Source, numbers, lambda n: {"name": f"Outlet {n}", "domain": f"outlet{n}.example"})
    keys = [f"https://outlet.example/{n}" for n in numbers]
    articles = Article.objects.bulk_create(
        Article(source=source, key=key, url=key, published_at=make.NOON, language="en", origin=f"Wire {key[-1]}")
        for source, key in zip(sources, keys, strict=True)
    )
    versions = ArticleVersion.objects.bulk_create(
        ArticleVersion(article=article, number=1, title="A title", text=TEXT, sha256="0" * 64) for article in articles
    )
    for article, version in zip(articles, versions, strict=True):
        article.current = version
    Article.objects.bulk_update(articles, ["current"], batch_size=200)
    Feed.objects.bulk_create(Feed(source=source, location=f"{source.domain}/rss") for source in sources)
    Page.objects.bulk_create(Page(url=article.url, source=article.source, article=article) for article in articles)
    ArticleChange.objects.bulk_create(
        ArticleChange(article=article, kind="edited", version=version)
        for article, version in zip(articles, versions, strict=True)
    )
    _read(numbers, versions)
    number_pending()


def _read(numbers: range, versions: list[ArticleVersion]) -> None:
    """What was read in the versions, and where it disagrees."""
    readings = Extraction.objects.bulk_create(
        Extraction(version=version, rules="1", state="done", read_at=make.NOON) for version in versions
    )
    entities = _made(Entity, numbers, lambda n: {"name": f"Ada Person {n}", "kind": "person", "names": ["Ada"]})
    facts = _made(Fact, numbers, lambda n: {"label": f"districts {n}", "dimension": "count", "unit": "district"})
    said = _made(Utterance, numbers, lambda n: {"label": f"words {n}"})
    mentions = Mention.objects.bulk_create(
        Mention(extraction=reading, entity=entity, name=entity.name, kind="person", block="person", anchor="a")
        for reading, entity in zip(readings, entities, strict=True)
    )
    told = list(zip(readings, versions, mentions, facts, said, strict=True))
    quotes = Quote.objects.bulk_create(
        Quote(
            **{"extraction": reading, "version": version, "speaker": mention, "utterance": utterance, "kind": "direct"},
            **{
                "start": 0,
                "end": 3,
                "content": "Ada",
                "anchor": "q",
                "spans": [{"start": 0, "end": 3, "exact": "Ada"}],
            },
        )
        for reading, version, mention, _fact, utterance in told
    )
    claims = Claim.objects.bulk_create(
        Claim(
            **{"extraction": reading, "version": version, "holder": mention, "holder_text": "Ada", "fact": fact},
            **{"start": 0, "end": 43, "exact": TEXT, "value_start": 16, "value_end": 21, "value_text": "three"},
            **{"dimension": "count", "unit": "district", "low_number": 3.0, "high_number": 3.0, "granularity": "1.0"},
            **{"comparator": "exactly", "label": "districts", "about": {}, "anchor": "c", "modality": "denied"},
            change="rise",
        )
        for reading, version, mention, fact, _said in told
    )
    Claim.mentions.through.objects.bulk_create(
        Claim.mentions.through(claim=claim, mention=mention) for claim, mention in zip(claims, mentions, strict=True)
    )
    _disagree(numbers, list(zip(facts, said, claims, quotes, strict=True)))


def _disagree(numbers: range, told: list[tuple[Fact, Utterance, Claim, Quote]]) -> None:
    moments = {"first_seen": make.NOON, "last_seen": make.NOON, "fingerprint": "0" * 64, "severity": 0.5}
    rows = Discrepancy.objects.bulk_create(
        Discrepancy(
            key=f"of:{n}",
            kind="wording" if n % 2 else "value",
            explanation={},
            **({"utterance": utterance} if n % 2 else {"fact": fact}),
            **moments,
        )
        for n, (fact, utterance, _claim, _quote) in zip(numbers, told, strict=True)
    )
    positions = Position.objects.bulk_create(
        Position(discrepancy=row, number=1, label="A", answer={}, origins=["A"]) for row in rows
    )
    Position.claims.through.objects.bulk_create(
        Position.claims.through(position=position, claim=claim)
        for position, (_fact, _said, claim, _quote) in zip(positions, told, strict=True)
        if position.discrepancy.fact_id
    )
    Position.quotes.through.objects.bulk_create(
        Position.quotes.through(position=position, quote=quote)
        for position, (_fact, _said, _claim, quote) in zip(positions, told, strict=True)
        if position.discrepancy.utterance_id
    )
    put_all(connection)
    reviewer = make.user(f"reviewer {numbers.start}")
    Review.objects.bulk_create(Review(discrepancy=row, verdict="dismissed", reviewer=reviewer) for row in rows)


def _made(model: Any, numbers: range, fields: Any) -> list[Any]:
    return list(model.objects.bulk_create(model(**fields(n)) for n in numbers))
