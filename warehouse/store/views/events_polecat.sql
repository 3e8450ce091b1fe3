-- POLECAT's columns in the order of its weekly files (40 columns), which name them with blanks. Text that is missing is
-- the word None there; numbers that are missing are NULL here.
SELECT
    i.polecat_id AS "Event ID",
    e.date_start AS "Event Date",
    e.event_type AS "Event Type",
    -- these types have no modes in PLOVER, and chemical agents no mode of their own
    CASE
        WHEN e.event_type IN ('AGREE', 'SUPPORT', 'CONCEDE', 'COOPERATE', 'AID') THEN 'None'
        WHEN e.event_mode = 'chemical' THEN 'unconventional'
        ELSE coalesce(e.event_mode, 'None')
    END AS "Event Mode",
    e.intensity AS "Intensity",
    CASE
        WHEN e.event_type IN ('AGREE', 'CONSULT', 'SUPPORT', 'CONCEDE') THEN 'VERBAL COOPERATION'
        WHEN e.event_type IN ('COOPERATE', 'AID', 'RETREAT') THEN 'MATERIAL COOPERATION'
        WHEN e.event_type IN ('REQUEST', 'ACCUSE', 'REJECT', 'THREATEN') THEN 'VERBAL CONFLICT'
        ELSE 'MATERIAL CONFLICT'
    END AS "Quad Code",
    'None' AS "Contexts",
    coalesce(e.actor_name, 'None') AS "Actor Name",
    coalesce(e.actor_country_iso3, CASE WHEN e.actor_sector = 'IGO' THEN 'IGO' END, 'None') AS "Actor Country",
    coalesce(CAST(a.correlates_of_war AS VARCHAR), 'None') AS "Actor COW",
    coalesce(e.actor_sector, 'None') AS "Primary Actor Sector",
    coalesce(e.actor_sector, 'None') AS "Actor Sectors",
    'None' AS "Actor Title",
    coalesce(e.actor_text, 'None') AS "Actor Name Raw",
    'None' AS "Wikipedia Actor ID",
    coalesce(e.recipient_name, 'None') AS "Recipient Name",
    coalesce(e.recipient_country_iso3, CASE WHEN e.recipient_sector = 'IGO' THEN 'IGO' END, 'None')
        AS "Recipient Country",
    coalesce(CAST(r.correlates_of_war AS VARCHAR), 'None') AS "Recipient COW",
    coalesce(e.recipient_sector, 'None') AS "Primary Recipient Sector",
    coalesce(e.recipient_sector, 'None') AS "Recipient Sectors",
    'None' AS "Recipient Title",
    coalesce(e.recipient_text, 'None') AS "Recipient Name Raw",
    'None' AS "Wikipedia Recipient ID",
    coalesce(e.location_name, 'None') AS "Placename",
    coalesce(CASE WHEN l.feature_class = 'P' THEN l.name END, 'None') AS "City",
    coalesce(l.admin2_name, 'None') AS "District",
    coalesce(e.admin1_name, 'None') AS "Province",
    coalesce(e.country_iso3, 'None') AS "Country",
    e.latitude AS "Latitude",
    e.longitude AS "Longitude",
    coalesce(CAST(l.geonameid AS VARCHAR), 'None') AS "GeoNames ID",
    coalesce(e.place_text, 'None') AS "Raw Placename",
    coalesce(l.feature_code, 'None') AS "Feature Type",
    coalesce(v.sources, 'None') AS "Source",
    v.first_published_date AS "Publication Date",
    'None' AS "Story People",
    'None' AS "Story Organizations",
    'None' AS "Story Locations",
    coalesce(v.language, 'None') AS "Language",
    coalesce(e.coder_version, 'None') AS "Version"
FROM events e
JOIN event_evidence v USING (event_id)
JOIN event_polecat_ids i USING (event_id)
LEFT JOIN countries a ON a.country_iso3 = e.actor_country_iso3
LEFT JOIN countries r ON r.country_iso3 = e.recipient_country_iso3
LEFT JOIN locations l ON l.location_id = e.location_id
WHERE e.date_start IS NOT NULL AND e.status IN ('actual', 'ongoing', 'claimed')
