-- severity: warn
-- table: event_mentions
-- rule: over a thousand dead of one day are told twice
-- scope: event_id
-- why: More than a thousand dead of one day that no other report of the event bears out: mostly the toll of a war or of
--   years that an article gave to one day.
-- remedy: Read `text`. `dateline correct set EVENT fatalities_best VALUE` (or `NULL`) mends the count, `dateline correct
--   set EVENT date_start DAY` the day.
-- shows: event_mention_id, event_id, article_id, fatalities_best, date_start, text
SELECT * FROM {next_counts} WHERE next_fatalities_best IS NULL AND fatalities_best > 1000 AND date_start = date_end
AND status IN ('actual', 'ongoing', 'claimed')
