-- Where each row of events_ucdp_ged comes from: UCDP GED has no such columns.
SELECT
    g.id,
    e.event_id,
    e.status,
    e.confidence,
    e.date_from,
    e.place_from,
    p.evidence,
    p.article,
    p.article_ids,
    p.link
FROM events_ucdp_ged g
JOIN events e ON e.event_id = g.relid
JOIN (
    SELECT
        m.event_id,
        first(m.text ORDER BY r.is_canonical DESC, m.confidence DESC, m.event_mention_id) AS evidence,
        first(m.article_id ORDER BY r.is_canonical DESC, m.confidence DESC, m.event_mention_id) AS article,
        list(DISTINCT m.article_id ORDER BY m.article_id) AS article_ids,
        first(r.url ORDER BY r.url IS NULL, r.is_canonical DESC, m.confidence DESC, m.event_mention_id) AS link
    FROM event_mentions m
    JOIN articles r USING (article_id)
    WHERE m.event_id IN (SELECT event_id FROM events WHERE fatalities_high > 0 OR fatalities_best > 0 OR fatalities_low > 0)
    GROUP BY m.event_id
) p ON p.event_id = e.event_id
