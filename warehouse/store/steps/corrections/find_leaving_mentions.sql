-- what: mentions of dropped events
-- fills: leaving_mentions
-- reads: event_mentions, dropped_events
SELECT event_mention_id, event_id, article_id FROM event_mentions
WHERE event_id IN (SELECT event_id FROM dropped_events)
