-- what: what came, changed, was untied or lost its id's mention, with all of the events that it is or was in
-- reads: relinked_reports, untied_reports, orphaned_reports, left_mentions, event_mentions
WITH seeds AS (FROM relinked_reports UNION FROM untied_reports UNION FROM orphaned_reports)
FROM seeds UNION
SELECT report_id FROM event_mentions WHERE event_id IN (
    SELECT event_id FROM event_mentions WHERE report_id IN (FROM seeds)
    UNION SELECT event_id FROM left_mentions
)
