-- Mentions with what the spans of their numbers say, added up for each of the counts, as `told_` and its name.
SELECT m.*, n.* EXCLUDE (event_mention_id)
FROM {rows} m
LEFT JOIN (
    SELECT event_mention_id,
           (sum(best) FILTER (quantity = 'killed'))::INTEGER AS told_fatalities_best,
           (sum(best) FILTER (quantity = 'injured'))::INTEGER AS told_injured,
           (sum(best) FILTER (quantity = 'arrested'))::INTEGER AS told_arrested,
           (sum(best) FILTER (quantity = 'abducted'))::INTEGER AS told_abducted
    FROM {event_numbers}
    GROUP BY event_mention_id
) n USING (event_mention_id)
