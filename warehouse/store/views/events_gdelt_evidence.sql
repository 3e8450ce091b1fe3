-- Where each row of events_gdelt comes from and how sure it is: one row per GLOBALEVENTID.
SELECT
    -- 63 of the event id's 64 bits: as good as the id itself, and positive
    CAST(CAST('0x' || e.event_id AS UBIGINT) & 9223372036854775807 AS BIGINT) AS GLOBALEVENTID,
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
JOIN cameo_kinds k
    ON k.event_type = e.event_type
    AND k.event_mode IS NOT DISTINCT FROM e.event_mode
    AND k.acled_sub_event_type IS NOT DISTINCT FROM e.acled_sub_event_type
    AND k.cameo_root_code IS NOT DISTINCT FROM e.cameo_root_code
JOIN event_evidence p USING (event_id)
WHERE e.date_start IS NOT NULL AND e.status IN ('actual', 'ongoing', 'claimed')
