-- what: reports outside a table that links or a correction connect with those of the frontier
-- fills: reached
-- reads: event_links, tied_reports, frontier
-- given: $least, the probability from which a link connects; {reports}, the table
SELECT report_b AS report_id FROM event_links
WHERE probability >= $least AND report_a IN (FROM frontier)
UNION SELECT report_a FROM event_links
WHERE probability >= $least AND report_b IN (FROM frontier)
UNION SELECT report_id FROM tied_reports
WHERE correction_id IN (SELECT correction_id FROM tied_reports WHERE report_id IN (FROM frontier))
EXCEPT FROM {reports}
