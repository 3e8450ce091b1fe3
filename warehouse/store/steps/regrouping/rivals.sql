-- what: the events elsewhere with a key that an affected report has or a relinked one had, each as the group it is
-- reads: freed_keys, affected, event_mentions
WITH keys AS (
    FROM freed_keys UNION SELECT event_key FROM event_mentions WHERE report_id IN (FROM affected)
),
rivals AS (
    SELECT DISTINCT event_id FROM event_mentions
    WHERE event_key IN (FROM keys) AND report_id NOT IN (FROM affected)
),
reports AS (SELECT DISTINCT event_id, report_id FROM event_mentions WHERE event_id IN (FROM rivals))
SELECT report_id, min(report_id) OVER (PARTITION BY event_id) AS group_id FROM reports ORDER BY report_id
