-- severity: fail
-- table: locations
-- rule: mention_count is the number of its mentions
-- why: A run adds and takes off; held against counting, wherever every row is checked, the number is another.
-- remedy: `dateline rebuild` counts anew from the lake; report it as a bug.
-- shows: location_id, name, mention_count, mentions
SELECT m.*, coalesce(n.mentions, 0) AS mentions
FROM {rows} m
LEFT JOIN (SELECT location_id, count(*) AS mentions FROM place_mentions GROUP BY location_id) n USING (location_id)
WHERE m.mention_count IS DISTINCT FROM coalesce(n.mentions, 0)

-- of touched rows:
SELECT * FROM {rows} WHERE mention_count IS NULL
