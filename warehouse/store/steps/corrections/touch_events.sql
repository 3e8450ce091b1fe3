-- what: events to be built anew for their corrections
-- reads: found_corrections, involved_corrections, meta.corrections, meta.event_ids, event_mentions
-- writes: touched_events
INSERT INTO touched_events
SELECT event_id FROM found_corrections WHERE is_new AND event_id IS NOT NULL
UNION SELECT applied_to[1] FROM found_corrections JOIN meta.corrections USING (correction_id)
    WHERE is_new AND applied_to[1] IS NOT NULL
UNION SELECT m.event_id FROM involved_corrections c JOIN meta.event_ids e ON e.event_id = c.targets[1]
    JOIN event_mentions m USING (event_mention_id) WHERE c.action IN ('set', 'drop')
