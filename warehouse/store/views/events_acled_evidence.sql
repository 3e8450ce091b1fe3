-- Where each row of events_acled comes from: ACLED's export has no such columns.
SELECT
    concat(a.country_iso3, CAST('0x' || a.event_id AS UBIGINT)) AS event_id_cnty,
    a.event_id,
    a.status,
    a.confidence,
    a.date_from,
    a.place_from,
    p.evidence,
    p.article_id AS article,
    p.article_ids,
    p.evidence_url AS link,
    -- joined by it too, a country that is asked for is the only one whose proofs are looked up
    a.acled_country AS country
FROM acled_codings a
JOIN event_evidence p USING (event_id)
