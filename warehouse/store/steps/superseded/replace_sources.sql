-- what: these rows in place of those that said the same, and the files that were read
-- reads: noted_sources
-- writes: meta.article_sources, noted_uris
DELETE FROM meta.article_sources USING noted_sources n
WHERE article_sources.raw_uri = n.raw_uri AND article_sources.article_id = n.article_id;
INSERT INTO meta.article_sources BY NAME SELECT * FROM noted_sources;
INSERT INTO noted_uris SELECT DISTINCT raw_uri FROM noted_sources;
