-- Where each row of events_ucdp_ged comes from: UCDP GED has no such columns.
SELECT
    g.id,
    e.event_id,
    e.status,
    e.confidence,
    e.date_from,
    e.place_from,
    p.evidence,
    p.article_id AS article,
    p.article_ids,
    p.evidence_url AS link
FROM events_ucdp_ged g
JOIN events e ON e.event_id = g.relid
JOIN event_evidence p ON p.event_id = e.event_id
