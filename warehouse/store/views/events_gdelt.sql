-- GDELT 2.0's event columns in their order (61 columns), of events that happened, have a day and a CAMEO code.
WITH placed AS (
    SELECT
        e.* EXCLUDE (quad_class),
        k.globaleventid, k.event_code, k.event_base_code, k.event_root_code, k.quad_class, k.goldstein_scale,
        -- GDELT: 1 country, 2 US state, 3 US city, 4 city elsewhere, 5 division elsewhere, 0 nothing
        CASE
            WHEN e.latitude IS NULL AND e.country_iso3 IS NULL THEN 0
            WHEN e.latitude IS NULL OR e.where_precision = 6 THEN 1
            WHEN e.where_precision IN (4, 5) THEN CASE WHEN e.country_iso3 = 'USA' THEN 2 ELSE 5 END
            WHEN e.country_iso3 = 'USA' THEN 3
            ELSE 4
        END AS place_type,
        -- the sea has GDELT's code for oceans
        CASE WHEN e.country_iso3 IS NOT NULL THEN c.fips WHEN e.latitude IS NOT NULL THEN 'OS' END AS place_country,
        -- GeoNames keeps FIPS' division codes but in these countries, which have others or were divided anew
        CASE
            WHEN list_contains(['CHE', 'BEL', 'MNE', 'GBR', 'GRC', 'FRA', 'PHL'], e.country_iso3) THEN NULL
            WHEN e.country_iso3 = 'USA' OR l.admin1_code SIMILAR TO '[0-9]{2}' THEN l.admin1_code
        END AS place_division,
        CASE WHEN e.country_iso3 = 'USA' THEN l.admin1_code || l.admin2_code END AS place_county,
        coalesce(e.latitude, c.latitude) AS place_latitude,
        coalesce(e.longitude, c.longitude) AS place_longitude,
        -- the words of a party that are the event's place, as in "police in Kunduz"
        e.latitude IS NOT NULL AND contains(concat(' ', translate(e.actor_text, '-,.''’', '     '), ' '),
            concat(' ', e.place_text, ' ')) AS is_actor_there,
        e.latitude IS NOT NULL AND contains(concat(' ', translate(e.recipient_text, '-,.''’', '     '), ' '),
            concat(' ', e.place_text, ' ')) AS is_recipient_there
    FROM events e
    JOIN event_cameo_codes k ON k.event_id = e.event_id
    LEFT JOIN countries c ON c.country_iso3 = e.country_iso3
    LEFT JOIN locations l ON l.location_id = e.location_id
    WHERE e.date_start IS NOT NULL AND e.status IN ('actual', 'ongoing', 'claimed')
),
located AS (
    SELECT
        p.*,
        struct_pack(
            kind := CAST(place_type AS BIGINT),
            name := CASE
                WHEN place_type = 0 THEN NULL
                WHEN place_type = 1 THEN country_name
                WHEN country_name IS NULL THEN location_name
                WHEN place_type IN (2, 5) THEN concat_ws(', ', location_name, country_name)
                WHEN place_division IS NULL THEN concat(location_name, ', ', country_name, ' (general), ', country_name)
                ELSE concat_ws(', ', location_name, admin1_name, country_name)
            END,
            country := place_country,
            division := place_country || CASE WHEN place_type = 1 THEN '' ELSE coalesce(place_division, '00') END,
            county := CASE WHEN place_type = 3 THEN place_county END,
            latitude := place_latitude,
            longitude := place_longitude,
            feature := CASE place_type WHEN 1 THEN place_country WHEN 2 THEN place_division END
        ) AS action_geo,
        -- ISO's codes are CAMEO's but for these
        CASE actor_country_iso3
            WHEN 'ROU' THEN 'ROM' WHEN 'MNE' THEN 'MTN' WHEN 'TLS' THEN 'TMP' WHEN 'IMN' THEN 'IMY' ELSE actor_country_iso3
        END AS actor_country,
        CASE recipient_country_iso3
            WHEN 'ROU' THEN 'ROM' WHEN 'MNE' THEN 'MTN' WHEN 'TLS' THEN 'TMP' WHEN 'IMN' THEN 'IMY'
            ELSE recipient_country_iso3
        END AS recipient_country
    FROM placed p
),
-- who a party is: by its name ("Taliban", "Catholic priests (Mali)"), by the people in its name ("Civilians (Masalit)"),
-- by its sector
coded AS (
    SELECT
        g.*,
        struct_pack(
            country := coalesce(g.actor_country, n1.region_code),
            known_group := n1.known_group_code,
            ethnic := coalesce(n1.ethnic_code, p1.ethnic_code),
            religion1 := coalesce(n1.religion1_code, p1.religion1_code, s1.religion1_code),
            religion2 := CASE WHEN n1.religion1_code IS NOT NULL THEN n1.religion2_code ELSE p1.religion2_code END,
            role := coalesce(n1.type_code, s1.type_code)
        ) AS actor1,
        struct_pack(
            country := coalesce(g.recipient_country, n2.region_code),
            known_group := n2.known_group_code,
            ethnic := coalesce(n2.ethnic_code, p2.ethnic_code),
            religion1 := coalesce(n2.religion1_code, p2.religion1_code, s2.religion1_code),
            religion2 := CASE WHEN n2.religion1_code IS NOT NULL THEN n2.religion2_code ELSE p2.religion2_code END,
            role := coalesce(n2.type_code, s2.type_code)
        ) AS actor2,
        CASE
            WHEN g.is_actor_there THEN g.action_geo
            ELSE struct_pack(kind := CASE WHEN c1.latitude IS NULL THEN 0::BIGINT ELSE 1::BIGINT END,
                             name := CASE WHEN c1.latitude IS NOT NULL THEN c1.country_name END,
                             country := CASE WHEN c1.latitude IS NOT NULL THEN c1.fips END,
                             division := CASE WHEN c1.latitude IS NOT NULL THEN c1.fips END,
                             county := NULL::VARCHAR, latitude := c1.latitude, longitude := c1.longitude,
                             feature := CASE WHEN c1.latitude IS NOT NULL THEN c1.fips END)
        END AS actor1_geo,
        CASE
            WHEN g.is_recipient_there THEN g.action_geo
            ELSE struct_pack(kind := CASE WHEN c2.latitude IS NULL THEN 0::BIGINT ELSE 1::BIGINT END,
                             name := CASE WHEN c2.latitude IS NOT NULL THEN c2.country_name END,
                             country := CASE WHEN c2.latitude IS NOT NULL THEN c2.fips END,
                             division := CASE WHEN c2.latitude IS NOT NULL THEN c2.fips END,
                             county := NULL::VARCHAR, latitude := c2.latitude, longitude := c2.longitude,
                             feature := CASE WHEN c2.latitude IS NOT NULL THEN c2.fips END)
        END AS actor2_geo
    FROM located g
    LEFT JOIN meta.cameo_actors n1 ON n1.name = regexp_replace(g.actor_name, ' \([^)]*\)$', '')
    LEFT JOIN meta.cameo_actors p1 ON p1.name = regexp_extract(g.actor_name, '\(([^)]*)\)$', 1)
    LEFT JOIN meta.cameo_sectors s1 ON s1.sector = g.actor_sector
    LEFT JOIN countries c1 ON c1.country_iso3 = g.actor_country_iso3
    LEFT JOIN meta.cameo_actors n2 ON n2.name = regexp_replace(g.recipient_name, ' \([^)]*\)$', '')
    LEFT JOIN meta.cameo_actors p2 ON p2.name = regexp_extract(g.recipient_name, '\(([^)]*)\)$', 1)
    LEFT JOIN meta.cameo_sectors s2 ON s2.sector = g.recipient_sector
    LEFT JOIN countries c2 ON c2.country_iso3 = g.recipient_country_iso3
)
SELECT
    e.globaleventid AS GLOBALEVENTID,
    year(e.date_start) * 10000 + month(e.date_start) * 100 + day(e.date_start) AS SQLDATE,
    year(e.date_start) * 100 + month(e.date_start) AS MonthYear,
    year(e.date_start) AS Year,
    -- months of 30 days, the first counted as none, in a year of 365
    round(year(e.date_start) + ((month(e.date_start) - 1) * 30 + day(e.date_start)) / 365.0, 4) AS FractionDate,
    nullif(concat(
        CASE WHEN e.actor1.role IN ('IGO', 'NGO') THEN e.actor1.role END,
        e.actor1.country, e.actor1.ethnic, e.actor1.religion1, e.actor1.religion2,
        CASE WHEN e.actor1.role NOT IN ('IGO', 'NGO') THEN e.actor1.role END, e.actor1.known_group), '') AS Actor1Code,
    upper(coalesce(e.actor_name, e.actor_text)) AS Actor1Name,
    e.actor1.country AS Actor1CountryCode,
    e.actor1.known_group AS Actor1KnownGroupCode,
    e.actor1.ethnic AS Actor1EthnicCode,
    e.actor1.religion1 AS Actor1Religion1Code,
    e.actor1.religion2 AS Actor1Religion2Code,
    e.actor1.role AS Actor1Type1Code,
    CAST(NULL AS VARCHAR) AS Actor1Type2Code,
    CAST(NULL AS VARCHAR) AS Actor1Type3Code,
    nullif(concat(
        CASE WHEN e.actor2.role IN ('IGO', 'NGO') THEN e.actor2.role END,
        e.actor2.country, e.actor2.ethnic, e.actor2.religion1, e.actor2.religion2,
        CASE WHEN e.actor2.role NOT IN ('IGO', 'NGO') THEN e.actor2.role END, e.actor2.known_group), '') AS Actor2Code,
    upper(coalesce(e.recipient_name, e.recipient_text)) AS Actor2Name,
    e.actor2.country AS Actor2CountryCode,
    e.actor2.known_group AS Actor2KnownGroupCode,
    e.actor2.ethnic AS Actor2EthnicCode,
    e.actor2.religion1 AS Actor2Religion1Code,
    e.actor2.religion2 AS Actor2Religion2Code,
    e.actor2.role AS Actor2Type1Code,
    CAST(NULL AS VARCHAR) AS Actor2Type2Code,
    CAST(NULL AS VARCHAR) AS Actor2Type3Code,
    CAST(coalesce(v.first_sentence_number <= 2, false) AS BIGINT) AS IsRootEvent,
    e.event_code AS EventCode,
    e.event_base_code AS EventBaseCode,
    e.event_root_code AS EventRootCode,
    e.quad_class AS QuadClass,
    e.goldstein_scale AS GoldsteinScale,
    v.mention_count AS NumMentions,
    e.source_count AS NumSources,
    e.article_count AS NumArticles,
    CAST(0 AS DOUBLE) AS AvgTone,
    e.actor1_geo.kind AS Actor1Geo_Type,
    e.actor1_geo.name AS Actor1Geo_FullName,
    e.actor1_geo.country AS Actor1Geo_CountryCode,
    e.actor1_geo.division AS Actor1Geo_ADM1Code,
    e.actor1_geo.county AS Actor1Geo_ADM2Code,
    e.actor1_geo.latitude AS Actor1Geo_Lat,
    e.actor1_geo.longitude AS Actor1Geo_Long,
    e.actor1_geo.feature AS Actor1Geo_FeatureID,
    e.actor2_geo.kind AS Actor2Geo_Type,
    e.actor2_geo.name AS Actor2Geo_FullName,
    e.actor2_geo.country AS Actor2Geo_CountryCode,
    e.actor2_geo.division AS Actor2Geo_ADM1Code,
    e.actor2_geo.county AS Actor2Geo_ADM2Code,
    e.actor2_geo.latitude AS Actor2Geo_Lat,
    e.actor2_geo.longitude AS Actor2Geo_Long,
    e.actor2_geo.feature AS Actor2Geo_FeatureID,
    CAST(e.place_type AS BIGINT) AS ActionGeo_Type,
    e.action_geo.name AS ActionGeo_FullName,
    e.place_country AS ActionGeo_CountryCode,
    e.action_geo.division AS ActionGeo_ADM1Code,
    e.action_geo.county AS ActionGeo_ADM2Code,
    e.place_latitude AS ActionGeo_Lat,
    e.place_longitude AS ActionGeo_Long,
    e.action_geo.feature AS ActionGeo_FeatureID,
    CAST(strftime(v.first_seen_at, '%Y%m%d%H%M%S') AS BIGINT) AS DATEADDED,
    coalesce(v.first_url, concat_ws(', ', v.sources, v.first_title, v.first_published_date)) AS SOURCEURL
FROM coded e
JOIN event_evidence v USING (event_id)
