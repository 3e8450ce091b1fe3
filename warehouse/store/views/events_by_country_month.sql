-- Events that happened, counted by country, month and type. Every such event is in one row: the counts add up.
SELECT
    e.country_iso3,
    e.country_name,
    -- a span of several months, as of "this summer", has no month
    CASE WHEN e.date_precision <= 4 THEN CAST(date_trunc('month', e.date_start) AS DATE) END AS month,
    CASE WHEN e.date_precision <= 4 OR year(e.date_start) = year(e.date_end) THEN year(e.date_start) END AS year,
    e.event_type,
    e.acled_event_type,
    count(*) AS events,
    count(*) FILTER (WHERE e.date_from = 'published') AS events_dated_by_publication,
    count(coalesce(e.fatalities_low, e.fatalities_best, e.fatalities_high)) AS events_with_toll,
    -- a bound that the text leaves open: 'at least 20' is 20 at most too, 'up to 40' none at least
    CAST(sum(CASE WHEN coalesce(e.fatalities_low, e.fatalities_best, e.fatalities_high) IS NOT NULL
                  THEN coalesce(e.fatalities_low, 0) END) AS BIGINT) AS fatalities_low,
    CAST(sum(e.fatalities_best) AS BIGINT) AS fatalities_best,
    CAST(sum(coalesce(e.fatalities_high, e.fatalities_best, e.fatalities_low)) AS BIGINT) AS fatalities_high
FROM events e
WHERE e.status IN ('actual', 'ongoing', 'claimed')
GROUP BY ALL
