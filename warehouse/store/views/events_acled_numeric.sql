-- ACLED's columns in the order of its data export, classes of actors as the numbers of its exports until 2024.
WITH reported AS (
    -- as in event_evidence, but of these events alone, which are few
    SELECT
        m.event_id,
        first(m.text ORDER BY r.is_canonical DESC, m.confidence DESC, m.event_mention_id) AS evidence,
        string_agg(DISTINCT coalesce(r.source_name, r.source_domain), '; ' ORDER BY coalesce(r.source_name, r.source_domain))
            AS sources,
        max(r.last_seen_at) AS last_seen_at
    FROM event_mentions m
    JOIN articles r USING (article_id)
    WHERE m.event_id IN (SELECT event_id FROM events WHERE acled_event_type IS NOT NULL AND latitude IS NOT NULL)
    GROUP BY m.event_id
)
SELECT
    concat(e.country_iso3, CAST('0x' || e.event_id AS UBIGINT)) AS event_id_cnty,
    a.event_date,
    year(a.event_date) AS year,
    CAST(CASE
        WHEN e.date_precision >= 4 THEN 3
        WHEN e.date_precision >= 2 OR e.date_from = 'published' THEN 2
        ELSE 1
    END AS BIGINT) AS time_precision,
    CASE
        WHEN a.sub_event_type = 'Excessive force against protesters' THEN 'Political violence; Demonstrations'
        WHEN a.event_type = 'Protests' OR a.sub_event_type = 'Violent demonstration' THEN 'Demonstrations'
        WHEN a.event_type = 'Strategic developments' THEN 'Strategic developments'
        ELSE 'Political violence'
    END AS disorder_type,
    a.event_type,
    a.sub_event_type,
    a.actor1,
    '' AS assoc_actor_1,
    CAST(a.inter1 AS BIGINT) AS inter1,
    a.actor2,
    '' AS assoc_actor_2,
    CAST(a.inter2 AS BIGINT) AS inter2,
    CAST(a.interaction AS BIGINT) AS interaction,
    CASE WHEN a.targets_civilians THEN 'Civilian targeting' ELSE '' END AS civilian_targeting,
    c.iso_numeric AS iso,
    c.acled_region AS region,
    c.acled_country AS country,
    coalesce(e.admin1_name, '') AS admin1,
    coalesce(l.admin2_name, '') AS admin2,
    '' AS admin3,
    coalesce(e.location_name, e.admin1_name, c.acled_country) AS location,
    round(e.latitude, 4) AS latitude,
    round(e.longitude, 4) AS longitude,
    CAST(CASE WHEN e.where_precision = 1 THEN 1 WHEN e.where_precision <= 3 THEN 2 ELSE 3 END AS BIGINT)
        AS geo_precision,
    coalesce(v.sources, '') AS source,
    '' AS source_scale,
    v.evidence AS notes,
    coalesce(e.fatalities_best, e.fatalities_low, 0) AS fatalities,
    '' AS tags,
    CAST(epoch(v.last_seen_at) AS BIGINT) AS "timestamp"
FROM acled_codings a
JOIN events e USING (event_id)
JOIN reported v USING (event_id)
JOIN countries c USING (country_iso3)
LEFT JOIN locations l ON l.location_id = e.location_id
