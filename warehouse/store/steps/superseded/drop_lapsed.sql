-- what: rows that a newer article of their file puts out of date
-- reads: lapsed_sources
-- writes: meta.article_sources
DELETE FROM meta.article_sources USING lapsed_sources l
WHERE article_sources.raw_uri = l.raw_uri AND article_sources.article_id = l.article_id
