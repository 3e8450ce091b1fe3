-- what: some articles' mentions; the key stands for the event until reports are linked
-- reads: chosen_event_mentions, new_reports
-- writes: event_mentions, touched_reports, new_mentions
INSERT INTO event_mentions BY NAME
SELECT *, event_key AS event_id FROM chosen_event_mentions JOIN new_reports USING (event_mention_id);
INSERT INTO touched_reports SELECT DISTINCT report_id FROM new_reports;
INSERT INTO new_mentions SELECT event_mention_id FROM new_reports;
