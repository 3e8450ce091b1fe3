-- GDELT 2.0's event columns in their order (61 columns). Event codes are CAMEO roots with 0, "not specified below";
-- countries of places are FIPS, divisions FIPS and GeoNames' admin1 code. GNS feature ids are not ours: NULL.
SELECT
    CAST('0x' || substr(e.event_id, 1, 13) AS BIGINT) AS GLOBALEVENTID,
    CAST(strftime(e.date_start, '%Y%m%d') AS BIGINT) AS SQLDATE,
    CAST(strftime(e.date_start, '%Y%m') AS BIGINT) AS MonthYear,
    year(e.date_start) AS Year,
    round(year(e.date_start) + (month(e.date_start) * 30 + day(e.date_start)) / 365.0, 4) AS FractionDate,
    nullif(concat(e.actor_country_iso3, e.actor_sector), '') AS Actor1Code,
    upper(coalesce(e.actor_name, e.actor_text)) AS Actor1Name,
    e.actor_country_iso3 AS Actor1CountryCode,
    CAST(NULL AS VARCHAR) AS Actor1KnownGroupCode,
    CAST(NULL AS VARCHAR) AS Actor1EthnicCode,
    CAST(NULL AS VARCHAR) AS Actor1Religion1Code,
    CAST(NULL AS VARCHAR) AS Actor1Religion2Code,
    e.actor_sector AS Actor1Type1Code,
    CAST(NULL AS VARCHAR) AS Actor1Type2Code,
    CAST(NULL AS VARCHAR) AS Actor1Type3Code,
    nullif(concat(e.recipient_country_iso3, e.recipient_sector), '') AS Actor2Code,
    upper(coalesce(e.recipient_name, e.recipient_text)) AS Actor2Name,
    e.recipient_country_iso3 AS Actor2CountryCode,
    CAST(NULL AS VARCHAR) AS Actor2KnownGroupCode,
    CAST(NULL AS VARCHAR) AS Actor2EthnicCode,
    CAST(NULL AS VARCHAR) AS Actor2Religion1Code,
    CAST(NULL AS VARCHAR) AS Actor2Religion2Code,
    e.recipient_sector AS Actor2Type1Code,
    CAST(NULL AS VARCHAR) AS Actor2Type2Code,
    CAST(NULL AS VARCHAR) AS Actor2Type3Code,
    CAST(v.first_sentence_number <= 2 AS BIGINT) AS IsRootEvent,
    e.cameo_root_code || '0' AS EventCode,
    e.cameo_root_code || '0' AS EventBaseCode,
    e.cameo_root_code AS EventRootCode,
    e.quad_class AS QuadClass,
    e.intensity AS GoldsteinScale,
    v.mention_count AS NumMentions,
    e.source_count AS NumSources,
    e.article_count AS NumArticles,
    CAST(NULL AS DOUBLE) AS AvgTone,
    CAST(NULL AS BIGINT) AS Actor1Geo_Type,
    CAST(NULL AS VARCHAR) AS Actor1Geo_FullName,
    CAST(NULL AS VARCHAR) AS Actor1Geo_CountryCode,
    CAST(NULL AS VARCHAR) AS Actor1Geo_ADM1Code,
    CAST(NULL AS VARCHAR) AS Actor1Geo_ADM2Code,
    CAST(NULL AS DOUBLE) AS Actor1Geo_Lat,
    CAST(NULL AS DOUBLE) AS Actor1Geo_Long,
    CAST(NULL AS VARCHAR) AS Actor1Geo_FeatureID,
    CAST(NULL AS BIGINT) AS Actor2Geo_Type,
    CAST(NULL AS VARCHAR) AS Actor2Geo_FullName,
    CAST(NULL AS VARCHAR) AS Actor2Geo_CountryCode,
    CAST(NULL AS VARCHAR) AS Actor2Geo_ADM1Code,
    CAST(NULL AS VARCHAR) AS Actor2Geo_ADM2Code,
    CAST(NULL AS DOUBLE) AS Actor2Geo_Lat,
    CAST(NULL AS DOUBLE) AS Actor2Geo_Long,
    CAST(NULL AS VARCHAR) AS Actor2Geo_FeatureID,
    CASE
        WHEN e.location_id IS NULL THEN NULL
        WHEN e.where_precision >= 6 THEN 1
        WHEN e.where_precision >= 4 THEN CASE WHEN e.country_iso3 = 'USA' THEN 2 ELSE 5 END
        WHEN e.country_iso3 = 'USA' THEN 3
        ELSE 4
    END AS ActionGeo_Type,
    CASE
        WHEN e.location_name = e.country_name THEN e.country_name
        ELSE nullif(concat_ws(', ', e.location_name, nullif(e.admin1_name, e.location_name), e.country_name), '')
    END AS ActionGeo_FullName,
    c.fips AS ActionGeo_CountryCode,
    c.fips || coalesce(l.admin1_code, '') AS ActionGeo_ADM1Code,
    CAST(NULL AS VARCHAR) AS ActionGeo_ADM2Code,
    e.latitude AS ActionGeo_Lat,
    e.longitude AS ActionGeo_Long,
    CAST(NULL AS VARCHAR) AS ActionGeo_FeatureID,
    CAST(strftime(v.first_seen_at, '%Y%m%d%H%M%S') AS BIGINT) AS DATEADDED,
    v.first_url AS SOURCEURL
FROM events e
JOIN event_evidence v USING (event_id)
LEFT JOIN countries c ON c.country_iso3 = e.country_iso3
LEFT JOIN locations l ON l.location_id = e.location_id
WHERE e.cameo_root_code IS NOT NULL AND e.status IN ('actual', 'ongoing', 'claimed')
