-- what: these, as they were and as they are
-- fills: involved_corrections
-- reads: meta.corrections, wanted_corrections, changed_corrections
SELECT correction_id, action, targets, value, made_at FROM meta.corrections
WHERE correction_id IN (FROM changed_corrections) AND status <> 'undone'
UNION ALL
SELECT correction_id, action, targets, value, made_at FROM wanted_corrections
WHERE correction_id IN (FROM changed_corrections) AND NOT is_undone
