-- what: articles with another group, or another place in it, than before
-- fills: regrouped
-- reads: articles, grouped_articles
SELECT g.article_id, g.duplicate_group_id, g.is_canonical
FROM grouped_articles g JOIN articles a USING (article_id)
WHERE a.duplicate_group_id IS DISTINCT FROM g.duplicate_group_id OR a.is_canonical IS DISTINCT FROM g.is_canonical
