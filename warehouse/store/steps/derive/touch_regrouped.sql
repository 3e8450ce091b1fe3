-- what: events of articles that are regrouped, since their reports count anew
-- reads: event_mentions, regrouped
-- writes: touched_events
INSERT INTO touched_events SELECT DISTINCT event_id FROM event_mentions
WHERE article_id IN (SELECT article_id FROM regrouped)
