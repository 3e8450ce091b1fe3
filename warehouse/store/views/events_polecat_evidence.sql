-- Where each row of events_polecat comes from and how sure it is: one row per "Event ID".
SELECT
    i.polecat_id AS "Event ID",
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
JOIN event_polecat_ids i USING (event_id)
JOIN event_evidence p USING (event_id)
WHERE e.date_start IS NOT NULL AND e.status IN ('actual', 'ongoing', 'claimed')
