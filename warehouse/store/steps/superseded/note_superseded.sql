-- what: articles that leave since their file was edited, and what took their place
-- reads: lapsed_sources, leaving_articles
-- writes: superseded_articles
INSERT INTO superseded_articles
SELECT article_id, raw_uri, successor FROM lapsed_sources SEMI JOIN leaving_articles USING (article_id)
