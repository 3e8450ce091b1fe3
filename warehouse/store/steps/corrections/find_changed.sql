-- what: corrections that came, changed, were undone or went
-- fills: changed_corrections
-- reads: wanted_corrections, meta.corrections
-- given: {same}, the condition that `c` and `w` say the same
SELECT correction_id FROM wanted_corrections w LEFT JOIN meta.corrections c USING (correction_id)
WHERE c.correction_id IS NULL OR NOT ({same}) OR w.is_undone <> (c.status = 'undone')
UNION
SELECT correction_id FROM meta.corrections ANTI JOIN wanted_corrections USING (correction_id)
