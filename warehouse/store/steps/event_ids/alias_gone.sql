-- what: published ids that no mention carries any more resolve to no event
-- reads: meta.event_ids, event_mentions
-- writes: event_aliases
INSERT INTO event_aliases (alias_id)
SELECT event_id FROM meta.event_ids WHERE since IS NOT NULL
   AND event_id NOT IN (SELECT event_id FROM event_mentions)
   AND event_id NOT IN (SELECT alias_id FROM event_aliases)
