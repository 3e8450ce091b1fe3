-- what: the mentions that corrections which unite or part name, on which side each stands
-- reads: meta.event_ids
-- given: {of}, the table of the corrections
SELECT correction_id, action, made_at, 'here' AS side, event_mention_id
FROM (SELECT *, unnest(targets) AS event_id FROM {of} WHERE action = 'merge') JOIN meta.event_ids USING (event_id)
UNION ALL
SELECT correction_id, action, made_at, 'here', unnest(string_split(value, '|')) FROM {of} WHERE action = 'merge'
UNION ALL
SELECT correction_id, action, made_at, 'here', unnest(targets) FROM {of} WHERE action = 'split'
UNION ALL
SELECT correction_id, action, made_at, 'there', unnest(string_split(value, '|')) FROM {of} WHERE action = 'split'
