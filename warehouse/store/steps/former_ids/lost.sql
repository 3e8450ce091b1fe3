-- what: published ids that stand on a mention which is gone
-- reads: meta.event_ids, event_mentions
SELECT event_id, event_mention_id FROM meta.event_ids
WHERE since IS NOT NULL AND event_mention_id NOT IN (SELECT event_mention_id FROM event_mentions)
