-- what: the links among some reports
-- reads: event_links
-- given: {reports}, the table of the reports
SELECT report_a, report_b, probability FROM event_links
WHERE report_a IN (FROM {reports}) AND report_b IN (FROM {reports}) ORDER BY ALL
