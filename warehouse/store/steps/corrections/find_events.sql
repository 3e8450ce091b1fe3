-- what: corrections that set or drop, and the event that each is about by now
-- fills: found_corrections
-- reads: meta.corrections, meta.event_ids, event_mentions
SELECT c.correction_id, c.action, c.column_name, c.value, c.made_at, m.event_id,
       m.event_id IS DISTINCT FROM c.applied_to[1] AS is_new
FROM meta.corrections c
LEFT JOIN meta.event_ids e ON e.event_id = c.targets[1]
LEFT JOIN event_mentions m USING (event_mention_id)
WHERE c.action IN ('set', 'drop') AND c.status <> 'undone'
