-- Mentions with the highest count that another mention of the same event gives, as `next_` and the count's name.
SELECT m.*,
       highest_fatalities_best[CASE WHEN highest_fatalities_best[1] = m.fatalities_best THEN 2 ELSE 1 END]
           AS next_fatalities_best,
       highest_injured[CASE WHEN highest_injured[1] = m.injured THEN 2 ELSE 1 END] AS next_injured,
       highest_arrested[CASE WHEN highest_arrested[1] = m.arrested THEN 2 ELSE 1 END] AS next_arrested,
       highest_abducted[CASE WHEN highest_abducted[1] = m.abducted THEN 2 ELSE 1 END] AS next_abducted
FROM {rows} m
JOIN (
    SELECT event_id,
           max(fatalities_best, 2) AS highest_fatalities_best,
           max(injured, 2) AS highest_injured,
           max(arrested, 2) AS highest_arrested,
           max(abducted, 2) AS highest_abducted
    FROM {rows}
    GROUP BY event_id
) USING (event_id)
