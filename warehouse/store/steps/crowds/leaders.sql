-- what: followers among some reports, as many as are alike, with the leaders that they were compared with
-- reads: meta.event_blocks
-- given: {reports}, the table of the reports; {alike}, the columns that a crowd has in common; {of_crowd}, these of a
--   crowd `f`; {are_alike}, the condition that a crowd `f` and a row `l` are
WITH followers AS (
    SELECT * FROM meta.event_blocks WHERE follows AND report_id IN (FROM {reports})
    QUALIFY row_number() OVER (PARTITION BY report_id ORDER BY block) = 1
),
alike AS (SELECT {alike}, list(report_id) AS reports FROM followers GROUP BY ALL)
SELECT any_value(f.reports), list(l.report_id)
FROM alike f JOIN meta.event_blocks l ON {are_alike} WHERE NOT l.follows GROUP BY {of_crowd}
