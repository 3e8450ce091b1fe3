-- what: mentions of dropped events are not excluded any more, until they are dropped again
-- reads: formerly_dropped
-- writes: meta.excluded_mentions
DELETE FROM meta.excluded_mentions WHERE rule = 'correction'
    AND mention_id IN (SELECT event_mention_id FROM formerly_dropped)
