"""Rows as linked data: quotes and claims as Web Annotations, decisions as ClaimReview; and discrepancies as Atom.

After https://www.w3.org/TR/annotation-model/, https://schema.org/ClaimReview and RFC 4287.
"""

import json
from collections.abc import Iterable, Iterator
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from .shaping import Row

ANNOTATION = "http://www.w3.org/ns/anno.jsonld"
SCHEMA = "https://schema.org"
# Code points that XML 1.0 cannot carry, as no escape can either.
UNFIT = dict.fromkeys([*(code for code in range(32) if chr(code) not in "\t\n\r"), 0xFFFE, 0xFFFF])


def graph(context: str, things: Iterable[Row]) -> Iterator[str]:
    """One JSON-LD document of them all, in parts."""
    yield f'{{"@context": {json.dumps(context)}, "@graph": ['
    for number, thing in enumerate(things):
        yield (",\n" if number else "\n") + json.dumps(thing, ensure_ascii=False, allow_nan=False)
    yield "\n]}\n"


def claim_annotation(row: Row, text: str) -> Row:
    """A claim, as what describes its clause; `text` is the address of the version that the offsets count in."""
    value = row["value"]
    return {
        **_annotation(row),
        "motivation": "describing",
        "body": [
            {"type": "TextualBody", "purpose": "describing", "value": f"{row['about']['label']}: {value['text']}"},
            *({"type": "TextualBody", "purpose": "tagging", "value": one["name"]} for one in row["about"]["entities"]),
        ],
        "target": _target(row, text, row["start"], row["end"], row["exact"], row["prefix"], row["suffix"]),
    }


def quote_annotation(row: Row, text: str) -> Row:
    """A quote, as what identifies its speaker; a split one has a target for each span."""
    spans = row["spans"]
    speaker = row["speaker"]["name"] if row["speaker"] else row["speaker_text"]
    return {
        **_annotation(row),
        "motivation": "identifying",
        "body": [{"type": "TextualBody", "purpose": "identifying", "value": speaker}] if speaker else [],
        "target": [
            _target(
                row,
                text,
                span["start"],
                span["end"],
                span["exact"],
                row["prefix"] if number == 0 else None,
                row["suffix"] if number == len(spans) - 1 else None,
            )
            for number, span in enumerate(spans)
        ],
    }


def _annotation(row: Row) -> Row:
    generator = {"type": "Software", "name": f"factcheck rules {row['rules']}, {row['extractor']}"}
    return {"id": row["url"], "type": "Annotation", "generator": generator}


def _target(row: Row, text: str, start: int, end: int, exact: str, prefix: str | None, suffix: str | None) -> Row:
    around = {key: words for key, words in (("prefix", prefix), ("suffix", suffix)) if words}
    target = {
        "source": text,
        "selector": [
            {"type": "TextQuoteSelector", "exact": exact, **around},
            {"type": "TextPositionSelector", "start": start, "end": end},
        ],
    }
    return target | ({"dcterms:isVersionOf": row["article"]["url"]} if row["article"]["url"] else {})


def claim_review(review: Row, verdict: str, claim: Row) -> Row:
    """What a decision says of one claim. It gives no rating: the service never says who is right."""
    article = claim["article"]
    appearance = {
        "@type": "NewsArticle",
        "url": article["url"],
        "headline": article["title"],
        "datePublished": article["published_at"],
        "publisher": {"@type": "Organization", "name": article["source"]},
    }
    holder = claim["holder"]["name"] if claim["holder"] else claim["holder_text"]
    author = {"@type": "Person", "name": holder} if holder else {"@type": "Organization", "name": article["origin"]}
    return {
        "@type": "ClaimReview",
        "@id": f"{review['url']}#claim-{claim['id']}",
        "url": review["url"],
        "datePublished": review["created_at"],
        "author": {"@type": "Person", "name": review["reviewer"]},
        "claimReviewed": claim["exact"],
        "reviewBody": review["note"] or verdict,
        "reviewRating": {"@type": "Rating", "alternateName": verdict},
        "itemReviewed": {
            "@type": "Claim",
            "@id": claim["url"],
            "text": claim["exact"],
            "author": author,
            "appearance": {key: value for key, value in appearance.items() if value},
        },
    }


def atom(rows: Iterable[Row], title: str, address: str, updated: str) -> Iterator[str]:
    """A feed of discrepancies."""
    yield (
        '<?xml version="1.0" encoding="utf-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom">\n'
        f"<title>{_fit(title)}</title><id>{_fit(address)}</id><updated>{updated}</updated>"
        f'<link rel="self" href={quoteattr(address)}/><author><name>factcheck</name></author>\n'
    )
    for row in rows:
        yield _entry(row)
    yield "</feed>\n"


def _entry(row: Row) -> str:
    told = row.get("fact") or row.get("utterance") or {}
    sides = "; ".join(f"{', '.join(side['origins'])}: {side['label']}" for side in row["positions"])
    return (
        f"<entry><title>{_fit(told.get('label', ''))} ({_fit(row['kind'])})</title><id>{_fit(row['url'])}</id>"
        f"<published>{row['first_seen']}</published><updated>{row['last_seen']}</updated>"
        f"<link href={quoteattr(row['url'])}/><category term={quoteattr(row['status'])}/>"
        f"<summary>{_fit(row['explanation']['text'] or sides)}</summary></entry>\n"
    )


def _fit(text: Any) -> str:
    return escape(str(text).translate(UNFIT))
