-- what: rows of these that a newer article puts out of date; only what is or was stored does so
-- fills: lapsed_sources
-- reads: rival_sources, articles, withdrawn_articles
WITH rivals AS (FROM rival_sources),
stored AS (
    SELECT article_id FROM articles WHERE article_id IN (SELECT article_id FROM rival_sources)
    UNION ALL SELECT article_id FROM withdrawn_articles
),
newest AS (
    SELECT raw_uri, max(place) AS place FROM rivals SEMI JOIN stored USING (article_id) GROUP BY raw_uri
),
successors AS (
    SELECT raw_uri, min_by(r, r.article_id) AS successor
    FROM rivals r JOIN newest USING (raw_uri, place) SEMI JOIN stored USING (article_id) GROUP BY raw_uri
)
SELECT r.raw_uri, r.article_id, s.successor.article_id AS successor, s.successor.raw_sha256 AS raw_sha256,
       s.successor.run_id AS run_id, s.successor.read_at AS read_at
FROM rivals r JOIN successors s USING (raw_uri) WHERE r.place < s.successor.place
