-- what: blocks of relinked reports, a row for each type that could be the same happening
-- fills: sought_blocks
-- reads: meta.event_blocks, relinked_reports, kin_types
WITH own AS (
    SELECT * EXCLUDE (event_key), cos(radians(latitude)) AS narrowing
    FROM meta.event_blocks WHERE report_id IN (FROM relinked_reports) AND NOT follows
)
SELECT *, event_type AS sought_type FROM own
UNION ALL SELECT own.*, sought_type FROM own JOIN kin_types USING (event_type)
