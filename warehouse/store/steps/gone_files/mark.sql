-- what: these get the mark, or lose it
-- reads: marked_articles
-- writes: articles
UPDATE articles SET is_withdrawn_at_source = m.is_gone FROM marked_articles m
WHERE m.article_id = articles.article_id
