-- Where each row of events_acled comes from: ACLED's export has no such columns.
SELECT
    concat(e.country_iso3, CAST('0x' || e.event_id AS UBIGINT)) AS event_id_cnty,
    e.event_id,
    e.status,
    e.confidence,
    e.date_from,
    e.place_from,
    p.evidence,
    p.article_id AS article,
    p.article_ids,
    p.evidence_url AS link
FROM acled_codings a
JOIN events e USING (event_id)
JOIN event_evidence p USING (event_id)
