-- Every place with the divisions and the country that it lies in, and how many events happened there and in each of them.
WITH happened AS (
    SELECT location_id, count(*) AS events, CAST(sum(fatalities_best) AS BIGINT) AS fatalities_best
    FROM events
    WHERE status IN ('actual', 'ongoing', 'claimed') AND location_id IS NOT NULL
    GROUP BY location_id
)
SELECT
    l.location_id,
    l.name AS location_name,
    l.admin2_name,
    l.admin1_name,
    l.country_name,
    l.country_iso3,
    l.feature_code,
    l.location_precision,
    l.latitude,
    l.longitude,
    coalesce(l.mention_count, 0) AS mentions,
    coalesce(h.events, 0) AS events,
    h.fatalities_best,
    CASE WHEN l.admin2_code IS NOT NULL THEN CAST(coalesce(
        sum(h.events) OVER (PARTITION BY l.country_iso3, l.admin1_code, l.admin2_code), 0) AS BIGINT) END AS admin2_events,
    CASE WHEN l.admin1_code IS NOT NULL THEN CAST(coalesce(
        sum(h.events) OVER (PARTITION BY l.country_iso3, l.admin1_code), 0) AS BIGINT) END AS admin1_events,
    CASE WHEN l.country_iso3 IS NOT NULL THEN CAST(coalesce(
        sum(h.events) OVER (PARTITION BY l.country_iso3), 0) AS BIGINT) END AS country_events
FROM locations l
LEFT JOIN happened h USING (location_id)
