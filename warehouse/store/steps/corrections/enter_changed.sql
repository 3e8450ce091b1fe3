-- what: what changed goes into `meta.corrections`
-- reads: wanted_corrections
-- writes: meta.corrections, changed_corrections
DELETE FROM meta.corrections WHERE correction_id IN (FROM changed_corrections);
INSERT INTO meta.corrections BY NAME
SELECT * EXCLUDE (is_undone), CASE WHEN is_undone THEN 'undone' ELSE 'target_gone' END AS status
FROM wanted_corrections WHERE correction_id IN (FROM changed_corrections);
DELETE FROM changed_corrections;
