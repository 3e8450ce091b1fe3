-- Who did something to whom, how often: events that happened, with both sides named. A pair has a direction.
SELECT
    e.actor_entity_id,
    coalesce(a.name, e.actor_name) AS actor_name,
    e.recipient_entity_id,
    coalesce(r.name, e.recipient_name) AS recipient_name,
    count(*) AS events,
    count(*) FILTER (WHERE e.quad_class = 1) AS verbal_cooperation,
    count(*) FILTER (WHERE e.quad_class = 2) AS material_cooperation,
    count(*) FILTER (WHERE e.quad_class = 3) AS verbal_conflict,
    count(*) FILTER (WHERE e.quad_class = 4) AS material_conflict,
    min(e.date_start) AS first_date,
    max(e.date_end) AS last_date,
    count(coalesce(e.fatalities_low, e.fatalities_best, e.fatalities_high)) AS events_with_toll,
    -- a bound that the text leaves open: 'at least 20' is 20 at most too, 'up to 40' none at least
    CAST(sum(CASE WHEN coalesce(e.fatalities_low, e.fatalities_best, e.fatalities_high) IS NOT NULL
                  THEN coalesce(e.fatalities_low, 0) END) AS BIGINT) AS fatalities_low,
    CAST(sum(e.fatalities_best) AS BIGINT) AS fatalities_best,
    CAST(sum(coalesce(e.fatalities_high, e.fatalities_best, e.fatalities_low)) AS BIGINT) AS fatalities_high
FROM events e
LEFT JOIN entities a ON a.entity_id = e.actor_entity_id
LEFT JOIN entities r ON r.entity_id = e.recipient_entity_id
WHERE e.status IN ('actual', 'ongoing', 'claimed') AND e.actor_name IS NOT NULL AND e.recipient_name IS NOT NULL
GROUP BY ALL
