-- what: articles that lost a mention to a correction or got it back; ids of dropped events resolve to no event
-- reads: event_mentions, formerly_dropped, leaving_mentions, dropped_events, meta.event_ids
-- writes: left_articles, event_aliases
INSERT INTO left_articles
SELECT DISTINCT article_id FROM event_mentions JOIN formerly_dropped USING (event_mention_id)
UNION SELECT article_id FROM leaving_mentions ANTI JOIN formerly_dropped USING (event_mention_id);
INSERT INTO event_aliases (alias_id)
SELECT event_id FROM dropped_events JOIN meta.event_ids USING (event_id)
WHERE event_ids.since IS NOT NULL AND event_id NOT IN (SELECT alias_id FROM event_aliases);
