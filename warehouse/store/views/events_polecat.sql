-- POLECAT's columns in the order of its weekly files (40 columns), which name them with blanks.
SELECT
    e.event_id AS "Event ID",
    e.date_start AS "Event Date",
    e.event_type AS "Event Type",
    e.event_mode AS "Event Mode",
    e.intensity AS "Intensity",
    CASE e.quad_class
        WHEN 1 THEN 'VERBAL COOPERATION'
        WHEN 2 THEN 'MATERIAL COOPERATION'
        WHEN 3 THEN 'VERBAL CONFLICT'
        WHEN 4 THEN 'MATERIAL CONFLICT'
    END AS "Quad Code",
    CAST(NULL AS VARCHAR) AS "Contexts",
    e.actor_name AS "Actor Name",
    e.actor_country_iso3 AS "Actor Country",
    CAST(a.correlates_of_war AS VARCHAR) AS "Actor COW",
    e.actor_sector AS "Primary Actor Sector",
    e.actor_sector AS "Actor Sectors",
    CAST(NULL AS VARCHAR) AS "Actor Title",
    e.actor_text AS "Actor Name Raw",
    CAST(NULL AS VARCHAR) AS "Wikipedia Actor ID",
    e.recipient_name AS "Recipient Name",
    e.recipient_country_iso3 AS "Recipient Country",
    CAST(r.correlates_of_war AS VARCHAR) AS "Recipient COW",
    e.recipient_sector AS "Primary Recipient Sector",
    e.recipient_sector AS "Recipient Sectors",
    CAST(NULL AS VARCHAR) AS "Recipient Title",
    e.recipient_text AS "Recipient Name Raw",
    CAST(NULL AS VARCHAR) AS "Wikipedia Recipient ID",
    e.location_name AS "Placename",
    CASE WHEN l.feature_class = 'P' THEN l.name END AS "City",
    l.admin2_name AS "District",
    e.admin1_name AS "Province",
    e.country_iso3 AS "Country",
    e.latitude AS "Latitude",
    e.longitude AS "Longitude",
    l.geonameid AS "GeoNames ID",
    e.place_text AS "Raw Placename",
    l.feature_code AS "Feature Type",
    v.sources AS "Source",
    v.first_published_date AS "Publication Date",
    CAST(NULL AS VARCHAR) AS "Story People",
    CAST(NULL AS VARCHAR) AS "Story Organizations",
    CAST(NULL AS VARCHAR) AS "Story Locations",
    v.language AS "Language",
    e.coder_version AS "Version"
FROM events e
JOIN event_evidence v USING (event_id)
LEFT JOIN countries a ON a.country_iso3 = e.actor_country_iso3
LEFT JOIN countries r ON r.country_iso3 = e.recipient_country_iso3
LEFT JOIN locations l ON l.location_id = e.location_id
WHERE e.status IN ('actual', 'ongoing', 'claimed')
