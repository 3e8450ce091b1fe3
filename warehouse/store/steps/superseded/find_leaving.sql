-- what: articles that no file holds any more
-- fills: leaving_articles
-- reads: lapsed_sources, articles, meta.article_sources
SELECT DISTINCT article_id FROM lapsed_sources SEMI JOIN articles USING (article_id)
WHERE article_id NOT IN (SELECT article_id FROM meta.article_sources
                         WHERE article_id IN (SELECT article_id FROM lapsed_sources))
