-- what: runs that read a file of one article which was another at another time
-- reads: incoming_article_sources, meta.article_sources
WITH readings AS (
    SELECT raw_uri, article_id, _run_id AS run_id FROM incoming_article_sources WHERE raw_locator IS NULL
    UNION ALL
    SELECT raw_uri, article_id, run_id FROM meta.article_sources
    WHERE raw_locator IS NULL AND raw_uri IN (SELECT raw_uri FROM incoming_article_sources)
),
edited AS (SELECT raw_uri FROM readings GROUP BY raw_uri HAVING count(DISTINCT article_id) > 1)
SELECT DISTINCT run_id FROM readings SEMI JOIN edited USING (raw_uri)
