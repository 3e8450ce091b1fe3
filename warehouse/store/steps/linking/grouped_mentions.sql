-- what: the mentions of groups that may have changed, with when they were reported and their event as it was
-- reads: event_mentions, articles, groups
SELECT m.event_mention_id, m.report_id, m.event_key, m.article_id, m.event_id,
       coalesce(a.published_at, a.published_date::TIMESTAMP) AS reported_at, g.group_id
FROM event_mentions m JOIN groups g USING (report_id) JOIN articles a USING (article_id)
ORDER BY m.event_mention_id
