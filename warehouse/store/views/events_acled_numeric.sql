-- ACLED's columns in the order of its data export, classes of actors as the numbers of its exports until 2024.
SELECT
    concat(a.country_iso3, CAST('0x' || a.event_id AS UBIGINT)) AS event_id_cnty,
    a.event_date,
    year(a.event_date) AS year,
    CAST(CASE
        WHEN a.date_precision >= 4 THEN 3
        WHEN a.date_precision >= 2 OR a.date_from = 'published' THEN 2
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
    a.iso_numeric AS iso,
    a.acled_region AS region,
    a.acled_country AS country,
    coalesce(a.admin1_name, '') AS admin1,
    coalesce(l.admin2_name, '') AS admin2,
    '' AS admin3,
    coalesce(a.location_name, a.admin1_name, a.acled_country) AS location,
    round(a.latitude, 4) AS latitude,
    round(a.longitude, 4) AS longitude,
    CAST(CASE WHEN a.where_precision = 1 THEN 1 WHEN a.where_precision <= 3 THEN 2 ELSE 3 END AS BIGINT)
        AS geo_precision,
    coalesce(v.sources, '') AS source,
    '' AS source_scale,
    v.evidence AS notes,
    coalesce(a.fatalities_best, a.fatalities_low, 0) AS fatalities,
    '' AS tags,
    CAST(epoch(v.last_seen_at) AS BIGINT) AS "timestamp"
FROM acled_codings a
JOIN event_evidence v USING (event_id)
LEFT JOIN locations l ON l.location_id = a.location_id
