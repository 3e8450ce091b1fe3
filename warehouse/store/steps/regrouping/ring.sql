-- what: reports linked with the inner ones, and all others of their events; whether each is linked itself
-- reads: event_links, inner_reports, event_mentions
-- given: $least, the probability from which a link connects
WITH near AS (
    SELECT report_b AS report_id FROM event_links
    WHERE probability >= $least AND report_a IN (FROM inner_reports)
    UNION SELECT report_a FROM event_links
    WHERE probability >= $least AND report_b IN (FROM inner_reports)
    EXCEPT FROM inner_reports
)
SELECT DISTINCT report_id, event_id, report_id IN (FROM near) FROM event_mentions
WHERE event_id IN (SELECT event_id FROM event_mentions WHERE report_id IN (FROM near))
