-- what: what lost ids stood on, as if it had left in this turn; what they may stand on, and whose reports that is
-- reads: found_members, event_mentions
-- writes: left_mentions, former_members, orphaned_reports
INSERT INTO left_mentions
SELECT event_mention_id, event_id, article_id, event_type, field, start_char FROM found_members WHERE lost_id IS NULL;
INSERT INTO former_members SELECT lost_id, event_mention_id FROM found_members
SEMI JOIN event_mentions USING (event_mention_id) WHERE lost_id IS NOT NULL;
INSERT INTO orphaned_reports SELECT DISTINCT report_id FROM event_mentions
WHERE event_mention_id IN (SELECT event_mention_id FROM former_members)
   OR article_id IN (SELECT article_id FROM found_members WHERE lost_id IS NULL);
