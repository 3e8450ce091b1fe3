-- what: what corrections that drop did, and those that set something in a dropped event
-- reads: found_corrections, dropped_events
-- writes: correction_outcomes
INSERT INTO correction_outcomes (correction_id, status, message)
SELECT correction_id, 'changes_nothing', 'a correction dropped the event' FROM found_corrections
WHERE action = 'set' AND event_id IN (FROM dropped_events)
UNION ALL
SELECT correction_id, 'applied', NULL FROM found_corrections WHERE action = 'drop' AND event_id IS NOT NULL
