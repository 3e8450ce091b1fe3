-- what: all that stands in the blocks of relinked reports
-- fills: near_blocks
-- reads: relinked_reports
-- given: {near}, a query of the rows of these blocks
SELECT * EXCLUDE (event_key), cos(radians(latitude)) AS narrowing, report_id IN (FROM relinked_reports) AS is_sought
FROM ({near})
