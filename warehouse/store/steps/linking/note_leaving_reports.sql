-- what: the reports and mentions of articles that change or leave, before they do
-- reads: event_mentions
-- writes: touched_reports, left_mentions
-- given: {leaving}, a query of their ids
INSERT INTO touched_reports SELECT DISTINCT report_id FROM event_mentions WHERE article_id IN ({leaving});
INSERT INTO left_mentions SELECT event_mention_id, event_id, article_id, event_type, field, start_char
FROM event_mentions WHERE article_id IN ({leaving});
