-- UCDP GED's columns in the order of its release 24.1 and 25.1 (49 columns): events with at least one death.
-- No code says that a person has checked the event, so code_status and event_clarity stay NULL.
SELECT
    CAST('0x' || substr(e.event_id, 1, 13) AS BIGINT) AS id,
    e.event_id AS relid,
    year(e.date_start) AS year,
    CAST(NULL AS BIGINT) AS active_year,
    CAST(NULL AS VARCHAR) AS code_status,
    -- 1 state-based, 2 non-state, 3 one-sided
    CASE
        WHEN e.civilian_targeting THEN 3
        WHEN e.actor_sector IN ('GOV', 'MIL', 'COP', 'SPY') OR e.recipient_sector IN ('GOV', 'MIL', 'COP', 'SPY') THEN 1
        WHEN e.actor_sector IS NOT NULL AND e.recipient_sector IS NOT NULL THEN 2
    END AS type_of_violence,
    CAST(NULL AS BIGINT) AS conflict_dset_id,
    CAST(NULL AS BIGINT) AS conflict_new_id,
    CAST(NULL AS VARCHAR) AS conflict_name,
    CAST(NULL AS BIGINT) AS dyad_dset_id,
    CAST(NULL AS BIGINT) AS dyad_new_id,
    CASE
        WHEN coalesce(e.actor_name, e.actor_text) IS NOT NULL
        THEN concat_ws(' - ', coalesce(e.actor_name, e.actor_text),
                       CASE WHEN e.civilian_targeting THEN 'Civilians' ELSE coalesce(e.recipient_name, e.recipient_text) END)
    END AS dyad_name,
    CAST(NULL AS BIGINT) AS side_a_dset_id,
    CAST(NULL AS BIGINT) AS side_a_new_id,
    coalesce(e.actor_name, e.actor_text) AS side_a,
    CAST(NULL AS BIGINT) AS side_b_dset_id,
    CAST(NULL AS BIGINT) AS side_b_new_id,
    CASE WHEN e.civilian_targeting THEN 'Civilians' ELSE coalesce(e.recipient_name, e.recipient_text) END AS side_b,
    e.source_count AS number_of_sources,
    concat_ws(', ', '"' || v.sources || '"', CAST(v.first_published_date AS VARCHAR), '"' || v.first_title || '"')
        AS source_article,
    v.sources AS source_office,
    v.first_published_date AS source_date,
    v.first_title AS source_headline,
    v.attribution AS source_original,
    e.where_precision AS where_prec,
    e.location_name AS where_coordinates,
    e.place_text AS where_description,
    e.admin1_name AS adm_1,
    l.admin2_name AS adm_2,
    e.latitude,
    e.longitude,
    CASE WHEN e.latitude IS NOT NULL THEN concat('POINT (', e.longitude, ' ', e.latitude, ')') END AS geom_wkt,
    -- PRIO-GRID: half-degree cells, 720 a row, counted from 1 in the south-west corner
    CAST(floor((e.latitude + 90) * 2) * 720 + floor((e.longitude + 180) * 2) + 1 AS BIGINT) AS priogrid_gid,
    e.country_name AS country,
    c.gleditsch_ward AS country_id,
    c.ucdp_region AS region,
    CAST(NULL AS BIGINT) AS event_clarity,
    e.date_precision AS date_prec,
    e.date_start,
    e.date_end,
    CAST(NULL AS BIGINT) AS deaths_a,
    CAST(NULL AS BIGINT) AS deaths_b,
    CASE WHEN e.civilian_targeting THEN e.fatalities_best END AS deaths_civilians,
    CAST(NULL AS BIGINT) AS deaths_unknown,
    e.fatalities_best AS best,
    e.fatalities_high AS high,
    e.fatalities_low AS low,
    -- of a side that is a state
    CASE WHEN e.actor_sector IN ('GOV', 'MIL', 'COP', 'SPY') THEN a.gleditsch_ward END AS gwnoa,
    CASE WHEN e.recipient_sector IN ('GOV', 'MIL', 'COP', 'SPY') THEN b.gleditsch_ward END AS gwnob
FROM events e
JOIN event_evidence v USING (event_id)
LEFT JOIN countries c ON c.country_iso3 = e.country_iso3
LEFT JOIN countries a ON a.country_iso3 = e.actor_country_iso3
LEFT JOIN countries b ON b.country_iso3 = e.recipient_country_iso3
LEFT JOIN locations l ON l.location_id = e.location_id
WHERE greatest(e.fatalities_low, e.fatalities_best, e.fatalities_high) > 0
  AND e.status IN ('actual', 'ongoing', 'claimed')
