-- what: the events that each correction is about
-- fills: correction_targets
-- reads: found_corrections, tied_reports, event_mentions, meta.dropped_event_mentions
SELECT correction_id, [event_id] AS events FROM found_corrections WHERE event_id IS NOT NULL
UNION ALL
SELECT correction_id, list(DISTINCT event_id ORDER BY event_id) FROM (
    SELECT t.correction_id, m.event_id, t.report_id, t.action FROM tied_reports t
    JOIN event_mentions m USING (report_id) WHERE t.side = 'here'
    UNION ALL
    SELECT t.correction_id, d.event_id, t.report_id, t.action FROM tied_reports t
    JOIN meta.dropped_event_mentions d USING (report_id) WHERE t.side = 'here'
) GROUP BY correction_id, action HAVING action = 'split' OR count(DISTINCT report_id) > 1
