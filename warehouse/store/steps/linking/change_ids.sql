-- what: mentions and their numbers get the id of their event; the events that gain, lose or change a mention are touched
-- reads: changed_ids, relinked_reports
-- writes: touched_events, event_mentions, event_numbers
INSERT INTO touched_events
SELECT event_id FROM changed_ids UNION SELECT old_id FROM changed_ids WHERE old_id IS NOT NULL;
UPDATE event_mentions SET event_id = c.event_id
FROM changed_ids c WHERE c.event_mention_id = event_mentions.event_mention_id;
UPDATE event_numbers SET event_id = c.event_id
FROM changed_ids c WHERE c.event_mention_id = event_numbers.event_mention_id;
INSERT INTO touched_events
SELECT DISTINCT event_id FROM event_mentions WHERE report_id IN (FROM relinked_reports);
