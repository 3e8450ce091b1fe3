-- what: published ids that stand on one of the mentions, or on one that left
-- reads: meta.event_ids, grouped_mentions, left_mentions
SELECT event_id, event_mention_id, since FROM meta.event_ids
WHERE since IS NOT NULL AND (event_mention_id IN (SELECT event_mention_id FROM grouped_mentions)
                             OR event_mention_id IN (SELECT event_mention_id FROM left_mentions))
ORDER BY event_id
