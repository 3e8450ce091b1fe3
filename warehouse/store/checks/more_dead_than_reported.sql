-- severity: warn
-- table: events
-- rule: fatalities_best is no more than a report gives
-- why: The event has more dead than any of its reports, though nobody corrected it.
-- remedy: `dateline rebuild` makes events anew from their reports; where it stays, report it as a bug and take the highest
--   fatalities_best of event_mentions.
-- shows: event_id, fatalities_best, reported_dead, article_count
SELECT e.*, m.reported_dead
FROM {rows} e
JOIN (
    SELECT event_id, max(fatalities_best) AS reported_dead
    FROM event_mentions
    WHERE event_id IN (SELECT event_id FROM {rows} WHERE fatalities_best > 0)
    GROUP BY event_id
) m USING (event_id)
WHERE e.fatalities_best > coalesce(m.reported_dead, 0)
  AND e.event_id NOT IN (
      SELECT unnest(applied_to) FROM meta.corrections WHERE column_name = 'fatalities_best' AND status = 'applied'
  )
