-- what: what building an event asks of the articles that report some of the touched ones
-- reads: articles, event_mentions, touched_events
-- given: {part}, a condition on event_id
SELECT article_id, duplicate_group_id, is_canonical, source_family, published_at, published_date
FROM articles WHERE article_id IN (
    SELECT article_id FROM event_mentions WHERE event_id IN (SELECT event_id FROM touched_events) AND {part})
