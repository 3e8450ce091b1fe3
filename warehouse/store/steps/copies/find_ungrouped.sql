-- what: articles that came, and those that stood in broken groups
-- fills: ungrouped
-- reads: articles, broken_groups
SELECT article_id FROM articles
WHERE duplicate_group_id IS NULL OR duplicate_group_id IN (SELECT duplicate_group_id FROM broken_groups)
