"""The claims of the API as whoever knows the tables would fetch them by hand: what the API is measured against."""

import datetime as dt
import json
from typing import Any

# Where a claim's row comes from, and each of its parts in SQL.
TABLES = """
FROM claims_claim c
JOIN claims_extraction x ON x.id = c.extraction_id
JOIN sources_articleversion v ON v.id = c.version_id
JOIN sources_article a ON a.id = v.article_id
JOIN sources_source s ON s.id = a.source_id
LEFT JOIN sources_article first ON first.id = a.reprint_of_id
LEFT JOIN sources_source first_source ON first_source.id = first.source_id
LEFT JOIN claims_mention m ON m.id = c.holder_id
LEFT JOIN claims_entity holder ON holder.id = m.entity_id
"""
ORIGIN = """coalesce(nullif(a.origin, ''), nullif(first.origin, ''), first_source.name, s.name)"""
ENTITIES = """coalesce((SELECT json_agg(json_build_object('id', e.id, 'name', e.name) ORDER BY e.id) FROM (
    SELECT DISTINCT e.id, e.name FROM claims_claim_mentions cm JOIN claims_mention m ON m.id = cm.mention_id
    JOIN claims_entity e ON e.id = m.entity_id WHERE cm.claim_id = c.id) e), '[]')"""
PREFIX = "substr(v.text, greatest(c.start - 32, 0) + 1, c.start - greatest(c.start - 32, 0))"
SUFFIX = 'substr(v.text, c."end" + 1, 32)'
PARTS = f"""c.id, a.id, a.url, v.title, s.name, {ORIGIN}, a.published_at, v.number, v.sha256, x.model, x.read_rules,
    c.live, c.start, c."end", c.exact, {PREFIX}, {SUFFIX}, holder.id, holder.name, c.holder_text, c.label, {ENTITIES},
    c.about, c.change, c.modality, c.value_text, c.value_start, c.value_end, c.dimension, c.unit, c.low_number,
    c.high_number, c.low_date, c.high_date, c.granularity, c.comparator, c.inferred, c.fact_id, c.reasons"""
PAGE = f"SELECT {PARTS} {TABLES} WHERE c.live AND c.id > %s ORDER BY c.id LIMIT %s"
BOUND = """CASE WHEN c.dimension = 'date' THEN to_json(c.{0}_date) WHEN c.dimension = 'time'
    THEN to_json(to_char(make_interval(mins => c.{0}_number::int), 'HH24:MI')) ELSE to_json(c.{0}_number) END"""
COPY = f"""
COPY (SELECT row_to_json(told) FROM (
    SELECT c.id, json_build_object('id', a.id, 'url', a.url, 'title', v.title, 'source', s.name, 'origin', {ORIGIN},
            'published_at', a.published_at) AS article,
        v.number AS version, v.sha256, x.model AS extractor, x.read_rules AS rules, c.live, c.start, c."end",
        c.exact, {PREFIX} AS prefix, {SUFFIX} AS suffix,
        CASE WHEN holder.id IS NOT NULL THEN json_build_object('id', holder.id, 'name', holder.name) END AS holder,
        c.holder_text, json_build_object('label', c.label, 'entities', {ENTITIES}, 'event', c.about->>'event',
            'subject', c.about->>'subject', 'object', c.about->>'object', 'when', c.about->'when', 'change', c.change)
            AS about, c.modality,
        json_build_object('text', c.value_text, 'start', c.value_start, 'end', c.value_end, 'dimension', c.dimension,
            'unit', c.unit, 'low', {BOUND.format("low")}, 'high', {BOUND.format("high")}, 'granularity',
            CASE WHEN c.dimension = 'date' THEN to_json(c.granularity) ELSE to_json(c.granularity::float8) END,
            'comparator', c.comparator, 'inferred', c.inferred) AS value, c.fact_id AS fact, c.reasons,
        'http://testserver/api/v1/claims/' || c.id || '/' AS url
    {TABLES} WHERE c.live ORDER BY c.id) AS told) TO STDOUT
"""


def page(cursor: Any, after: int, size: int) -> bytes:
    """The same rows as a page of claims gives, as JSON."""
    rows = cursor.execute(PAGE, [after, size]).fetchall()
    return json.dumps({"results": [_row(*row) for row in rows]}, ensure_ascii=False).encode()


def _row(*told: Any) -> dict[str, Any]:
    row = dict(zip(NAMES, told, strict=True))
    kind = row["dimension"]
    about = row["about"]
    return {
        "id": row["id"],
        "article": {
            "id": row["article_id"],
            "url": row["url"],
            "title": row["title"],
            "source": row["source"],
            "origin": row["origin"],
            "published_at": row["published_at"].isoformat(),
        },
        **{name: row[name] for name in EVIDENCE},
        "holder": {"id": row["holder_id"], "name": row["holder_name"]} if row["holder_id"] else None,
        "holder_text": row["holder_text"],
        "about": {
            "label": row["label"],
            "entities": row["entities"],
            **{name: about[name] for name in ("event", "subject", "object", "when")},
            "change": row["change"],
        },
        "modality": row["modality"],
        "value": {
            "text": row["value_text"],
            "start": row["value_start"],
            "end": row["value_end"],
            "dimension": kind,
            "unit": row["unit"],
            "low": _bound(kind, row["low_number"], row["low_date"]),
            "high": _bound(kind, row["high_number"], row["high_date"]),
            "granularity": row["granularity"] if kind == "date" else int(float(row["granularity"])),
            "comparator": row["comparator"],
            "inferred": row["inferred"],
        },
        "fact": row["fact"],
        "reasons": row["reasons"],
        "url": f"http://testserver/api/v1/claims/{row['id']}/",
    }


def _bound(kind: str, number: float | None, day: dt.date | None) -> str | int | None:
    if day is not None:
        return day.isoformat()
    if number is None:
        return None
    return f"{int(number) // 60:02}:{int(number) % 60:02}" if kind == "time" else int(number)


EVIDENCE = "version sha256 extractor rules live start end exact prefix suffix".split()
NAMES = (
    "id article_id url title source origin published_at version sha256 extractor rules live start end exact prefix "
    "suffix holder_id holder_name holder_text label entities about change modality value_text value_start value_end "
    "dimension unit low_number high_number low_date high_date granularity comparator inferred fact reasons"
).split()
