-- what: published ids that became aliases, or lead to another event than before
-- reads: wanted_targets
-- writes: event_aliases
DELETE FROM event_aliases USING wanted_targets w WHERE event_aliases.alias_id = w.alias_id
    AND event_aliases.event_id IS DISTINCT FROM w.event_id;
INSERT INTO event_aliases (alias_id, event_id)
SELECT alias_id, event_id FROM wanted_targets
WHERE alias_id IS DISTINCT FROM event_id AND alias_id NOT IN (SELECT alias_id FROM event_aliases);
