-- what: ids that were noted for these groups and not published
-- reads: grouped_mentions, left_mentions
-- writes: meta.event_ids
DELETE FROM meta.event_ids WHERE since IS NULL
   AND (event_mention_id IN (SELECT event_mention_id FROM grouped_mentions)
        OR event_mention_id IN (SELECT event_mention_id FROM left_mentions))
