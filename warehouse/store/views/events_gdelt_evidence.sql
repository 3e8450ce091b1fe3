-- Where each row of events_gdelt comes from and how sure it is: one row per GLOBALEVENTID.
SELECT
    k.globaleventid AS GLOBALEVENTID,
    e.event_id,
    e.status,
    e.confidence,
    e.date_from,
    e.place_from,
    v.evidence,
    m.article_ids,
    v.first_url AS link
FROM events e
JOIN event_cameo_codes k USING (event_id)
JOIN event_evidence v USING (event_id)
JOIN (SELECT event_id, list(DISTINCT article_id ORDER BY article_id) AS article_ids FROM event_mentions GROUP BY event_id) m
    USING (event_id)
WHERE e.date_start IS NOT NULL AND e.status IN ('actual', 'ongoing', 'claimed')
