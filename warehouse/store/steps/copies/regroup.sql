-- what: these get the group
-- reads: regrouped
-- writes: articles
UPDATE articles SET duplicate_group_id = r.duplicate_group_id, is_canonical = r.is_canonical
FROM regrouped r WHERE articles.article_id = r.article_id
