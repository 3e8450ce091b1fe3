-- what: who follows is told, and who changed sides is compared anew
-- reads: changed_sides
-- writes: meta.event_blocks, relinked_reports
UPDATE meta.event_blocks AS b SET follows = c.follows
FROM changed_sides c WHERE c.report_id = b.report_id AND c.block = b.block;
INSERT INTO relinked_reports SELECT DISTINCT report_id FROM changed_sides EXCEPT FROM relinked_reports;
