-- Where each row of events_acled comes from: ACLED's export has no such columns.
SELECT
    concat(e.country_iso3, CAST('0x' || e.event_id AS UBIGINT)) AS event_id_cnty,
    e.event_id,
    e.status,
    e.confidence,
    e.date_from,
    e.place_from,
    p.evidence,
    p.article,
    p.article_ids,
    p.link
FROM acled_codings a
JOIN events e USING (event_id)
JOIN (
    SELECT
        m.event_id,
        first(m.text ORDER BY r.is_canonical DESC, m.confidence DESC, m.event_mention_id) AS evidence,
        first(m.article_id ORDER BY r.is_canonical DESC, m.confidence DESC, m.event_mention_id) AS article,
        list(DISTINCT m.article_id ORDER BY m.article_id) AS article_ids,
        first(r.url ORDER BY r.url IS NULL, r.is_canonical DESC, m.confidence DESC, m.event_mention_id) AS link
    FROM event_mentions m
    JOIN articles r USING (article_id)
    WHERE m.event_id IN (SELECT event_id FROM events WHERE acled_event_type IS NOT NULL AND latitude IS NOT NULL)
    GROUP BY m.event_id
) p USING (event_id)
