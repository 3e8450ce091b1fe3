-- severity: fail
-- table: event_numbers
-- rule: event_id is that of its mention
-- scope: event_id
-- why: A number stands by another event than the mention whose people it counts.
-- remedy: `dateline rebuild` makes the warehouse anew from the lake; where it fails again, report it as a bug.
-- shows: mention_id, event_id, event_id_of_mention, article_id, text
SELECT n.*, m.event_id AS event_id_of_mention
FROM {rows} n
JOIN event_mentions m USING (event_mention_id)
WHERE n.event_id IS DISTINCT FROM m.event_id
