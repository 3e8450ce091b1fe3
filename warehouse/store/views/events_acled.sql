-- ACLED's columns in the order of its data export (31 columns since 2023). Inter codes are the numeric ones.
SELECT
    concat(e.country_iso3, e.event_id) AS event_id_cnty,
    e.date_start AS event_date,
    year(e.date_start) AS year,
    CASE WHEN e.date_precision = 1 THEN 1 WHEN e.date_precision <= 3 THEN 2 WHEN e.date_precision >= 4 THEN 3 END
        AS time_precision,
    CASE
        WHEN e.acled_sub_event_type = 'Excessive force against protesters' THEN 'Political violence; Demonstrations'
        WHEN e.acled_event_type = 'Protests' OR e.acled_sub_event_type = 'Violent demonstration' THEN 'Demonstrations'
        WHEN e.acled_event_type = 'Strategic developments' THEN 'Strategic developments'
        ELSE 'Political violence'
    END AS disorder_type,
    e.acled_event_type AS event_type,
    e.acled_sub_event_type AS sub_event_type,
    coalesce(e.actor_name, e.actor_text) AS actor1,
    CAST(NULL AS VARCHAR) AS assoc_actor_1,
    a.acled_inter AS inter1,
    coalesce(e.recipient_name, e.recipient_text) AS actor2,
    CAST(NULL AS VARCHAR) AS assoc_actor_2,
    r.acled_inter AS inter2,
    -- the lower code stands first; a sole actor is followed by 0
    CASE
        WHEN a.acled_inter IS NULL THEN NULL
        WHEN r.acled_inter IS NULL THEN a.acled_inter * 10
        ELSE least(a.acled_inter, r.acled_inter) * 10 + greatest(a.acled_inter, r.acled_inter)
    END AS interaction,
    CASE WHEN e.civilian_targeting THEN 'Civilian targeting' END AS civilian_targeting,
    c.iso_numeric AS iso,
    c.acled_region AS region,
    e.country_name AS country,
    e.admin1_name AS admin1,
    l.admin2_name AS admin2,
    CAST(NULL AS VARCHAR) AS admin3,
    e.location_name AS location,
    e.latitude,
    e.longitude,
    CASE WHEN e.where_precision = 1 THEN 1 WHEN e.where_precision <= 3 THEN 2 WHEN e.where_precision >= 4 THEN 3 END
        AS geo_precision,
    v.sources AS source,
    CAST(NULL AS VARCHAR) AS source_scale,
    v.evidence AS notes,
    e.fatalities_best AS fatalities,
    CAST(NULL AS VARCHAR) AS tags,
    CAST(epoch(v.last_seen_at) AS BIGINT) AS "timestamp"
FROM events e
JOIN event_evidence v USING (event_id)
LEFT JOIN entities a ON a.entity_id = e.actor_entity_id
LEFT JOIN entities r ON r.entity_id = e.recipient_entity_id
LEFT JOIN countries c ON c.country_iso3 = e.country_iso3
LEFT JOIN locations l ON l.location_id = e.location_id
WHERE e.acled_event_type IS NOT NULL AND e.status IN ('actual', 'ongoing', 'claimed')
