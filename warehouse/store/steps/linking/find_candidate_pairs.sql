-- what: pairs of which one came or changed, of one block and of types, days and places that can be one happening's
--   Which of two reports came later makes no difference. In a crowd those that follow are compared with those that lead
--   alone.
-- fills: candidate_pairs
-- reads: sought_blocks, near_blocks
-- given: $degrees of latitude between exact places that are compared; {are_alike}, the condition that rows `l` and `f`
--   are of one crowd
SELECT DISTINCT least(n.report_id, o.report_id) AS report_a, greatest(n.report_id, o.report_id) AS report_b
FROM sought_blocks n JOIN near_blocks o
ON o.block = n.block AND o.event_type = n.sought_type AND o.realis = n.realis
WHERE NOT o.follows
  AND (n.report_id < o.report_id OR (n.report_id > o.report_id AND NOT o.is_sought))
  AND n.day_from <= o.day_to + 1 AND o.day_from <= n.day_to + 1
  AND coalesce(abs(n.latitude - o.latitude) <= $degrees, true)
  AND coalesce(abs(n.longitude - o.longitude) * least(n.narrowing, o.narrowing) <= $degrees, true)
UNION
SELECT l.report_id, f.report_id FROM near_blocks l JOIN near_blocks f ON {are_alike}
WHERE NOT l.follows AND f.follows AND (l.is_sought OR f.is_sought)
