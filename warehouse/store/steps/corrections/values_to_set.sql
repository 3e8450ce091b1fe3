-- what: what people set in the events that are being built, the oldest first
-- reads: found_corrections, uncorrected_events
SELECT event_id, correction_id, column_name, value FROM found_corrections
WHERE action = 'set' AND event_id IN (FROM uncorrected_events) ORDER BY made_at, correction_id
