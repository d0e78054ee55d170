-- Rows of a newsroom's database, as many as `factcheck.claims` says: the same on every run, without one real word.
-- A story is 20 articles that answer the same 10 questions, some of them otherwise than the others. The offsets
-- of claims, values, quotes, cues and mentions are those of their words.

CREATE FUNCTION pg_temp.pick(seed bigint, salt int, most int) RETURNS int LANGUAGE sql IMMUTABLE AS
$$ SELECT ((hashint8extended(seed, salt) & 2147483647) % most)::int $$;

CREATE TEMP TABLE size AS
SELECT n AS claims, n / 10 AS articles, greatest(n / 200, 1) AS stories, least(200, n / 40) AS common,
       timestamptz '2026-06-01 12:00Z' AS last
FROM (SELECT current_setting('factcheck.claims')::bigint AS n) AS told;

-- What outlets published.

INSERT INTO sources_source (id, name, domain, created_at, text_selector, title_selector, date_selector, fetches_per_day)
SELECT i, 'Outlet ' || i, 'outlet' || i || '.example', last - interval '4 years', '', '', '', 2000
FROM generate_series(1, 50) AS i, size;

CREATE TEMP TABLE told AS
SELECT v, CASE WHEN v <= articles THEN v ELSE (v - articles) * 20 END AS a, v > articles AS earlier
FROM size, generate_series(1, articles + articles / 20) AS v;
ALTER TABLE told ADD s bigint, ADD published timestamptz, ADD seen timestamptz;
UPDATE told SET s = (a - 1) / 20,
    published = last - make_interval(days => ((stories - 1 - (a - 1) / 20) * 1095 / stories)::int, mins => pg_temp.pick(a, 1, 1440))
FROM size;
UPDATE told SET seen = published + CASE WHEN a % 20 = 0 AND NOT earlier THEN interval '50 hours' ELSE interval '1 hour' END;
CREATE UNIQUE INDEX ON told (v);
ANALYZE told;

INSERT INTO sources_article (id, source_id, key, url, origin, byline, language, published_at, inferred, found_by,
    corrected, current_id, created_at, seen_at, gone_because, gone_because_said, gone_at, reprint_of_id)
SELECT a, source, address, address,
    coalesce((ARRAY['AFP', 'Reuters', 'AP'])[pg_temp.pick(a, 3, 30) + 1], ''),
    'A. Writer ' || pg_temp.pick(a, 4, 900),
    coalesce((ARRAY['de', 'fr', 'hy', 'az', ''])[pg_temp.pick(a, 5, 100) + 1], 'en'), published, '{}', '{}', '[]', a, published, seen,
    '', '""', CASE WHEN a % 211 = 0 THEN seen + interval '90 days' END, CASE WHEN a % 33 = 0 THEN a - 1 END
FROM (
    SELECT *, 1 + pg_temp.pick(a, 2, 50) * pg_temp.pick(a, 12, 50) / 50 AS source,
        'https://outlet' || 1 + pg_temp.pick(a, 2, 50) * pg_temp.pick(a, 12, 50) / 50 || '.example/' || a AS address
    FROM told WHERE NOT earlier
) AS told;
ANALYZE sources_article;

-- Who is named: some stand in many stories, the others in one.

INSERT INTO claims_entity (id, name, kind, names)
SELECT e, name, kind, to_jsonb(ARRAY[name, split_part(name, ' ', 2)])
FROM (
    SELECT e, (ARRAY['person', 'person', 'person', 'organisation', 'place', 'group'])[e % 6 + 1] AS kind,
        initcap(syllable[pg_temp.pick(e, 6, 16) + 1] || syllable[pg_temp.pick(e, 7, 16) + 1]) || ' ' ||
        initcap(syllable[e % 16 + 1] || syllable[e / 16 % 16 + 1] || syllable[e / 256 % 16 + 1] ||
                syllable[e / 4096 % 16 + 1]) AS name
    FROM size, generate_series(1, common + stories * 5) AS e,
        (SELECT '{ba,den,fir,gol,har,jes,kam,lor,mun,nid,pel,rov,sil,tur,vek,zan}'::text[] AS syllable) AS spoken
) AS named;
ANALYZE claims_entity;

CREATE TEMP TABLE named AS
SELECT v * 8 - 7 + j AS id, v, j, entity, e.name, e.kind
FROM told, size, generate_series(0, 7) AS j,
LATERAL (SELECT CASE WHEN j < 5 THEN common + s * 5 + j + 1
    ELSE 1 + (j - 5) * (common / 3) + floor(common / 3 * (pg_temp.pick(a, 20 + j, 1000) / 1000.0) ^ 3)::bigint END AS entity
) AS chosen JOIN claims_entity AS e ON e.id = entity;
CREATE INDEX ON named (v, j);
ANALYZE named;

-- What is asked in a story, and what its articles answer.

CREATE TEMP TABLE question AS
SELECT s * 10 + k + 1 AS id, s, k, dimension,
    CASE dimension WHEN 'count' THEN noun WHEN 'date' THEN 'date' WHEN 'percentage' THEN 'percent'
        WHEN 'money' THEN (ARRAY['USD', 'USD', 'EUR', 'GBP'])[s % 4 + 1] WHEN 'duration' THEN 'day'
        WHEN 'measure' THEN 'metre' WHEN 'age' THEN 'year' ELSE '' END AS unit,
    noun, verb, CASE WHEN dimension IN ('percentage', 'age') THEN 11 + pg_temp.pick(s * 10 + k, 31, 80)
        WHEN dimension = 'time' THEN pg_temp.pick(s * 10 + k, 31, 1400) WHEN dimension = 'occurrence' THEN 1
        ELSE 11 + pg_temp.pick(s * 10 + k, 31, 9000) END AS truth,
    (last - make_interval(days => ((stories - 1 - s) * 1095 / stories)::int + pg_temp.pick(s * 10 + k, 32, 40)))::date AS day
FROM (
    SELECT *, (ARRAY['count', 'count', 'count', 'count', 'count', 'date', 'date', 'money', 'percentage',
        (ARRAY['duration', 'measure', 'age', 'time', 'score', 'rank', 'ratio', 'occurrence'])[s % 8 + 1]])[k + 1] AS dimension,
        (SELECT word FROM word WHERE number = pg_temp.pick(s * 10 + k, 33, 400)) AS noun,
        (ARRAY['destroyed', 'closed', 'counted', 'bought', 'lost', 'opened'])[pg_temp.pick(s * 10 + k, 34, 6) + 1] AS verb
    FROM size, generate_series(0, stories - 1) AS s, generate_series(0, 9) AS k
) AS asked;
ANALYZE question;

INSERT INTO claims_fact (id, label, dimension, unit, stale, created_at)
SELECT id, noun || ' ' || verb, dimension, unit, false, day + interval '41 days' FROM question;

CREATE TEMP TABLE answer AS
SELECT v * 10 - 9 + k AS id, v, told.a, k, q.id AS fact, q.dimension, q.unit, q.noun, q.verb, wrong,
    CASE WHEN dimension <> 'date' THEN truth + wrong END AS figure, CASE WHEN dimension = 'date' THEN day + wrong END AS day,
    CASE WHEN dimension = 'date' THEN to_char(day + wrong, 'FMMonth FMDD') ELSE (truth + wrong)::text END AS words,
    CASE WHEN dimension = 'date' OR p < 85 THEN 'exactly' WHEN p < 93 THEN 'about' WHEN p < 97 THEN 'more than'
        WHEN p < 99 THEN 'at least' ELSE 'at most' END AS comparator
FROM told JOIN question AS q USING (s), LATERAL (
    SELECT CASE WHEN a % 20 = k + 3 OR pg_temp.pick(v * 10 + k, 35, 100) < 15 THEN 1 + pg_temp.pick(v * 10 + k, 36, 2)
        ELSE 0 END AS wrong, pg_temp.pick(v * 10 + k, 37, 100) AS p
) AS chance;
ANALYZE answer;

-- The texts: ten claims among plain sentences, then the quotes.

CREATE TEMP TABLE said AS
SELECT v, q, s * 6 + (a + q) % 6 + 1 AS utterance, again, sentence || repeat(' again', again) AS content,
    CASE WHEN a % 20 IN (5, 7, 9) THEN 1 ELSE 0 END AS j
FROM told, generate_series(0, 2) AS q, plain,
LATERAL (SELECT CASE WHEN a % 20 IN (6, 8, 10) THEN 1 ELSE 0 END AS again) AS wording
WHERE (q < 2 OR v % 2 = 0) AND plain.number = (s * 6 + (a + q) % 6) % 2000;
ANALYZE said;

CREATE TEMP TABLE piece AS
SELECT v, n, text, sum(length(text)) OVER (PARTITION BY v ORDER BY n) - length(text) AS start
FROM (
    SELECT v, i * 2 AS n, sentence || CASE WHEN i % 2 = 0 THEN ' ' ELSE E'\n\n' END AS text
    FROM told, generate_series(0, 9) AS i JOIN plain ON true WHERE plain.number = pg_temp.pick(v * 10 + i, 41, 2000)
    UNION ALL
    SELECT v, k * 2 + 1, name || ' ' || verb || ' ' || words || ' ' || noun || ' ' || tail || '. '
    FROM answer JOIN named USING (v) JOIN tail ON tail.number = pg_temp.pick(v * 10 + k, 42, 500) WHERE j = k % 8
    UNION ALL
    SELECT v, 20 + q, '“' || content || '”, ' || name || ' said. ' FROM said JOIN named USING (v, j)
) AS written;
CREATE INDEX ON piece (v, n);
ANALYZE piece;

INSERT INTO sources_articleversion (id, article_id, number, title, text, sha256, seen_at)
SELECT v, a, CASE WHEN a % 20 = 0 AND NOT earlier THEN 2 ELSE 1 END, left(title.sentence, 60), text,
    encode(sha256(convert_to(text, 'UTF8')), 'hex'), seen
FROM told JOIN (SELECT v, string_agg(text, '' ORDER BY n) AS text FROM piece GROUP BY v) AS whole USING (v)
JOIN plain AS title ON title.number = (a * 7) % 2000;

INSERT INTO sources_articlechange (article_id, kind, version_id, classes, rank, reason, reason_said, at)
SELECT a, 'edited', a, '{"figure": 1}', pg_temp.pick(a, 8, 100) / 100.0, '', '""', seen FROM told WHERE a % 20 = 0 AND NOT earlier;

INSERT INTO sources_page (url, host, announced, state, next_fetch_at, attempt, failures, last_error, last_error_said,
    etag, last_modified, created_at, fetched_at, article_id, source_id)
SELECT url, split_part(url, '/', 3), '{}', CASE WHEN gone_at IS NULL THEN 'watched' ELSE 'gone' END, last, 3, 0, '', '""',
    '', '', created_at, last, id, source_id FROM sources_article, size;

INSERT INTO sources_feed (source_id, kind, location, active, interval_minutes, next_fetch_at, attempt, failures, last_error,
    last_error_said, etag, last_modified, created_at)
SELECT id, 'syndication', 'https://' || domain || '/rss', true, 60, last, 9, CASE WHEN id % 9 = 0 THEN 3 ELSE 0 END,
    CASE WHEN id % 9 = 0 THEN 'It took too long to answer.' ELSE '' END, '""', '', '', created_at FROM sources_source, size;

-- What was read in them.

INSERT INTO claims_extraction (id, version_id, rules, read_rules, model, published_at, source_id, origin, state, reason,
    attempt, read_at, gaps, story, "left")
SELECT v, v, '1', '1', 'none', published, source_id, origin, 'done', '', 1, seen + interval '2 minutes',
    jsonb_build_array(jsonb_build_object('start', 0, 'end', 40, 'reason', 'a figure without a noun')),
    (SELECT jsonb_agg(lower(name) ORDER BY j) FROM named WHERE named.v = told.v), '[]'
FROM told JOIN sources_article AS article ON article.id = a;

INSERT INTO claims_mention (id, extraction_id, entity_id, name, kind, names, roles, spans, block, anchor, live, form, stands)
SELECT id, v, entity, name, kind, jsonb_build_array(name), CASE kind WHEN 'person' THEN '["minister"]'::jsonb ELSE '[]' END,
    (SELECT jsonb_agg(jsonb_build_object('start', start, 'end', start + length(name)) ORDER BY n)
     FROM piece WHERE piece.v = named.v AND n IN (j * 2 + 1, j * 2 + 17) AND n < 20),
    lower(split_part(name, ' ', 2)), md5('mention' || a || ' ' || j || name), NOT earlier, md5(name || kind),
    entity > common OR NOT EXISTS (SELECT FROM named AS other WHERE other.entity = named.entity AND other.id < named.id)
FROM named JOIN told USING (v), size;
ANALYZE claims_mention;

INSERT INTO claims_claim (id, extraction_id, version_id, anchor, live, reasons, start, "end", exact, value_start, value_end,
    value_text, dimension, unit, low_number, high_number, low_date, high_date, granularity, comparator, inferred, holder_id,
    holder_text, modality, change, label, about, fact_id)
SELECT answer.id, v, v, md5('claim' || answer.a || ' ' || k || words), NOT earlier,
    jsonb_build_array('counted with ' || noun, 'by rule ' || k), start, start + length(trim(text)), trim(text),
    start + length(name || verb) + 2, start + length(name || verb || words) + 2, words, dimension, unit,
    CASE WHEN comparator <> 'at most' THEN figure END, CASE WHEN comparator NOT IN ('more than', 'at least') THEN figure END,
    day, day, CASE dimension WHEN 'date' THEN 'day' ELSE '1.0' END, comparator, pg_temp.pick(answer.id, 51, 30) = 0,
    CASE WHEN pg_temp.pick(answer.id, 52, 4) = 0 THEN v * 8 - 7 END,
    CASE WHEN pg_temp.pick(answer.id, 52, 4) = 0 THEN (SELECT o.name FROM named AS o WHERE o.v = answer.v AND o.j = 0) ELSE '' END,
    coalesce((ARRAY['planned', 'planned', 'planned', 'alleged', 'alleged', 'denied', 'conditional'])[pg_temp.pick(answer.id, 53, 80) + 1], 'stated'),
    coalesce((ARRAY['rise', 'fall', 'from', 'to'])[pg_temp.pick(answer.id, 54, 90) + 1], ''), noun || ' ' || verb,
    jsonb_build_object('head', noun, 'event', verb, 'verbs', jsonb_build_array(verb), 'words', jsonb_build_array(noun, verb),
        'others', '[]'::jsonb, 'names', jsonb_build_array(lower(name)), 'subject', lower(name), 'object', noun,
        'when', jsonb_build_array(published::date, published::date)), fact
FROM answer JOIN told USING (v) JOIN piece USING (v) JOIN named USING (v) WHERE n = k * 2 + 1 AND j = k % 8;

INSERT INTO claims_claim_mentions (claim_id, mention_id)
SELECT id, v * 8 - 7 + (k + further) % 8 FROM answer, generate_series(0, 1) AS further;

INSERT INTO claims_utterance (id, label, stale, created_at)
SELECT s * 6 + i + 1, sentence, false, last - make_interval(days => ((stories - 1 - s) * 1095 / stories)::int)
FROM size, generate_series(0, stories - 1) AS s, generate_series(0, 5) AS i JOIN plain ON true
WHERE plain.number = (s * 6 + i) % 2000;

INSERT INTO claims_quote (id, extraction_id, version_id, anchor, live, reasons, kind, start, "end", spans, content, cue, cue_start,
    cue_end, speaker_id, speaker_text, speaker_start, speaker_end, candidates, via_text, utterance_id)
SELECT v * 3 - 2 + q, v, v, md5('quote' || a || ' ' || q || content), NOT earlier, '["said"]',
    coalesce((ARRAY['scare', 'mixed', 'mixed', 'mixed', 'indirect', 'indirect', 'indirect'])[pg_temp.pick(v * 3 + q, 61, 40) + 1], 'direct'),
    start + 1, start + 1 + length(content),
    jsonb_build_array(jsonb_build_object('start', start + 1, 'end', start + 1 + length(content), 'exact', content)), content,
    'said', start + length(content || name) + 5, start + length(content || name) + 9, v * 8 - 7 + j, name,
    start + length(content) + 4, start + length(content || name) + 4, '[]', '', utterance
FROM said JOIN named USING (v, j) JOIN told USING (v) JOIN piece USING (v) WHERE n = 20 + q;

-- Each piece of evidence is linked with the one before it that is about the same.

INSERT INTO claims_mentionlink (left_id, right_id, score, reasons)
SELECT before, id, 0.9, '["the same name"]'
FROM (SELECT id, lag(id) OVER (PARTITION BY entity_id ORDER BY id) AS before FROM claims_mention WHERE stands) AS linked
WHERE before IS NOT NULL;
INSERT INTO claims_claimlink (left_id, right_id, score, reasons)
SELECT before, id, 0.8, '["the same head", "days that meet"]'
FROM (SELECT id, lag(id) OVER (PARTITION BY fact_id ORDER BY id) AS before FROM claims_claim) AS linked
WHERE before IS NOT NULL;
INSERT INTO claims_quotelink (left_id, right_id, score, reasons)
SELECT before, id, 0.9, '["the same words"]'
FROM (SELECT id, lag(id) OVER (PARTITION BY utterance_id ORDER BY id) AS before FROM claims_quote) AS linked
WHERE before IS NOT NULL;

-- Where they disagree: two in three are open, the others were decided.

CREATE TEMP TABLE odds AS
SELECT d, CASE WHEN d % 5 = 0 THEN d / 5 * 5 * stories * 6 / (claims * 3 / 100) END AS utterance,
    CASE WHEN d % 5 > 0 THEN d * stories * 10 / (claims * 3 / 100) END AS fact,
    CASE WHEN d % 5 = 0 THEN (ARRAY['wording', 'attribution'])[d / 5 % 2 + 1]
        ELSE coalesce((ARRAY['holder', 'holder', 'edit', 'internal'])[pg_temp.pick(d, 71, 20) + 1], 'value') END AS kind,
    CASE WHEN d % 3 > 0 THEN 'open' ELSE (ARRAY['confirmed', 'reconciled', 'not_same_fact', 'extraction_error',
        'dismissed', 'explained', 'closed'])[pg_temp.pick(d, 72, 7) + 1] END AS status,
    round(pg_temp.pick(d, 73, 10000)::numeric / 10000, 4)::float8 AS severity,
    last - make_interval(mins => pg_temp.pick(d, 74, 1500000)) AS seen
FROM size, generate_series(1, claims * 3 / 100) AS d;
ANALYZE odds;

INSERT INTO claims_discrepancy (id, key, kind, status, status_reason, status_said, awaits, severity, severity_parts, fact_id, utterance_id,
    explanation, fingerprint, first_seen, last_seen)
SELECT d, kind || ':' || d, kind, status, CASE status WHEN 'closed' THEN 'Its claims are gone.' ELSE '' END,
    to_jsonb(CASE status WHEN 'closed' THEN 'Its claims are gone.' ELSE '' END), '', severity,
    jsonb_build_object('distance', severity, 'origins', 0.5), fact, utterance,
    jsonb_build_object('text', 'Some say one thing and others another: ' || repeat('what each says stands here. ', 4),
        'rule', 'intervals do not meet', 'reconciled', false, 'arithmetic', '', 'benign', '["Part and whole", "Later figures"]'::jsonb),
    encode(sha256(convert_to(d::text, 'UTF8')), 'hex'), seen, seen + interval '1 day' FROM odds;

CREATE TEMP TABLE held AS
SELECT d, 1 + least(wrong, 1) AS number, answer.id AS claim, NULL::bigint AS quote, words, answer.a,
    jsonb_build_object('value', jsonb_build_object('dimension', dimension, 'unit', unit, 'low', coalesce(to_jsonb(figure), to_jsonb(answer.day)),
        'high', coalesce(to_jsonb(figure), to_jsonb(answer.day)), 'granularity', CASE dimension WHEN 'date' THEN 'day' ELSE '1.0' END,
        'comparator', 'exactly')) AS answer
FROM odds JOIN answer USING (fact) JOIN told USING (v) WHERE NOT earlier
UNION ALL
SELECT d, 1 + CASE odds.kind WHEN 'wording' THEN again ELSE j END, NULL, v * 3 - 2 + q,
    CASE odds.kind WHEN 'wording' THEN content ELSE name END, told.a,
    CASE odds.kind WHEN 'wording' THEN jsonb_build_object('wording', content) ELSE jsonb_build_object('speaker', name) END
FROM odds JOIN said USING (utterance) JOIN told USING (v) JOIN named USING (v, j) WHERE NOT earlier;
ANALYZE held;

INSERT INTO claims_position (id, discrepancy_id, number, label, answer, origins)
SELECT d * 2 + number - 2, d, number, (array_agg(words ORDER BY a))[1], (array_agg(answer::text ORDER BY a))[1]::jsonb,
    jsonb_agg(DISTINCT CASE origin WHEN '' THEN source.name ELSE origin END)
FROM held JOIN sources_article AS article ON article.id = a JOIN sources_source AS source ON source.id = source_id
GROUP BY d, number;
INSERT INTO claims_position_claims (position_id, claim_id)
SELECT d * 2 + number - 2, claim FROM held WHERE claim IS NOT NULL;
INSERT INTO claims_position_quotes (position_id, quote_id)
SELECT d * 2 + number - 2, quote FROM held WHERE quote IS NOT NULL;

INSERT INTO auth_user (id, username, password, first_name, last_name, email, is_superuser, is_staff, is_active, date_joined)
SELECT 1000 + i, 'reviewer-' || i, '!', 'Reviewer', i::text, '', i = 1, true, true, last - interval '4 years'
FROM size, generate_series(1, 5) AS i;

INSERT INTO claims_review (id, discrepancy_id, verdict, note, reviewer_id, fingerprint, rules, evidence, created_at)
SELECT row_number() OVER (ORDER BY seen, d), d, status, 'Checked against the first report.', 1001 + pg_temp.pick(d, 81, 5),
    encode(sha256(convert_to(d::text, 'UTF8')), 'hex'), '1',
    jsonb_build_object('positions', (SELECT jsonb_agg(jsonb_build_object('label', label) ORDER BY number)
        FROM claims_position WHERE discrepancy_id = d)), seen + interval '2 days'
FROM odds WHERE status NOT IN ('open', 'explained', 'closed');

-- What readers were told, in the order in which it came.

INSERT INTO claims_change (number, kind, thing, action, at)
SELECT row_number() OVER (ORDER BY at, rank, thing), kind, thing, action, at
FROM (
    SELECT 0 AS rank, 'source' AS kind, id AS thing, 'created' AS action, created_at AS at FROM sources_source
    UNION ALL SELECT 1, 'article', id, 'created', created_at FROM sources_article
    UNION ALL SELECT 2, 'version', v, 'created', seen FROM told
    UNION ALL SELECT 3, 'entity', entity_id, 'created', min(read_at)
        FROM claims_mention JOIN claims_extraction AS e ON e.id = extraction_id GROUP BY entity_id
    UNION ALL SELECT 4, 'fact', id, 'created', created_at FROM claims_fact
    UNION ALL SELECT 5, 'utterance', id, 'created', created_at FROM claims_utterance
    UNION ALL SELECT 6, 'quote', v * 3 - 2 + q, 'created', seen + interval '2 minutes' FROM said JOIN told USING (v)
    UNION ALL SELECT 7, 'claim', id, 'created', seen + interval '2 minutes' FROM answer JOIN told USING (v)
    UNION ALL SELECT 8, 'quote', v * 3 - 2 + q, 'superseded', seen + interval '49 hours' FROM said JOIN told USING (v) WHERE earlier
    UNION ALL SELECT 9, 'claim', id, 'superseded', seen + interval '49 hours' FROM answer JOIN told USING (v) WHERE earlier
    UNION ALL SELECT 10, 'discrepancy', id, 'created', first_seen FROM claims_discrepancy
    UNION ALL SELECT 11, 'review', id, 'created', created_at FROM claims_review
    UNION ALL SELECT 12, 'discrepancy', discrepancy_id, 'changed', created_at FROM claims_review
) AS happened;
