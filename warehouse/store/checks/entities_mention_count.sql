-- severity: fail
-- table: entities
-- rule: mention_count is the number of its mentions
-- why: A run adds and takes off; held against counting, wherever every row is checked, the number is another.
-- remedy: `dateline rebuild` counts anew from the lake; report it as a bug.
-- shows: entity_id, name, mention_count, mentions
SELECT m.*, coalesce(n.mentions, 0) AS mentions
FROM {rows} m
LEFT JOIN (SELECT entity_id, count(*) AS mentions FROM entity_mentions GROUP BY entity_id) n USING (entity_id)
WHERE m.mention_count IS DISTINCT FROM coalesce(n.mentions, 0)

-- of touched rows:
SELECT * FROM {rows} WHERE mention_count IS NULL
