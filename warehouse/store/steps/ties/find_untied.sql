-- what: reports to be grouped anew since their correction came, changed or went, or lost a mention that it names
-- fills: untied_reports
-- reads: involved_corrections, tied_reports, left_mentions, meta.corrections, meta.event_ids, event_mentions
-- given: {of_involved}, a query of the mentions that the involved corrections name; {said}, of those of `standing`
WITH said AS ({of_involved})
SELECT DISTINCT report_id FROM said JOIN event_mentions USING (event_mention_id)
UNION
SELECT report_id FROM involved_corrections c JOIN meta.event_ids e ON e.event_id = c.targets[1]
JOIN event_mentions USING (event_mention_id) WHERE c.action = 'drop'
UNION
SELECT report_id FROM tied_reports WHERE correction_id IN (
    WITH standing AS (FROM meta.corrections WHERE status <> 'undone'), said AS ({said})
    SELECT correction_id FROM said WHERE event_mention_id IN (SELECT event_mention_id FROM left_mentions)
)
