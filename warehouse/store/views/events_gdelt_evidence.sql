-- Where each row of events_gdelt comes from and how sure it is: one row per GLOBALEVENTID.
SELECT
    k.globaleventid AS GLOBALEVENTID,
    e.event_id,
    e.status,
    e.confidence,
    e.date_from,
    e.place_from,
    p.evidence,
    p.article_id AS article,
    p.article_ids,
    p.evidence_url AS link
FROM events e
JOIN event_cameo_codes k USING (event_id)
JOIN event_evidence p USING (event_id)
WHERE e.date_start IS NOT NULL AND e.status IN ('actual', 'ongoing', 'claimed')
