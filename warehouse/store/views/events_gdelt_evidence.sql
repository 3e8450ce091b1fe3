-- Where each row of events_gdelt comes from and how sure it is: one row per GLOBALEVENTID.
SELECT
    k.globaleventid AS GLOBALEVENTID,
    e.event_id,
    e.status,
    e.confidence,
    e.date_from,
    e.place_from,
    p.evidence,
    p.article,
    p.article_ids,
    p.link
FROM events e
JOIN event_cameo_codes k USING (event_id)
JOIN (
    SELECT
        m.event_id,
        first(m.text ORDER BY a.is_canonical DESC, m.confidence DESC, m.event_mention_id) AS evidence,
        first(m.article_id ORDER BY a.is_canonical DESC, m.confidence DESC, m.event_mention_id) AS article,
        list(DISTINCT m.article_id ORDER BY m.article_id) AS article_ids,
        first(a.url ORDER BY a.url IS NULL, a.is_canonical DESC, m.confidence DESC, m.event_mention_id) AS link
    FROM event_mentions m
    JOIN articles a USING (article_id)
    GROUP BY m.event_id
) p USING (event_id)
WHERE e.date_start IS NOT NULL AND e.status IN ('actual', 'ongoing', 'claimed')
