-- what: the groups of representatives that newcomers displace, and of those in bands that articles left
--   The former are among the first of the others in the band but no longer among the first of all. Of the latter, any
--   may have moved up.
-- reads: articles, meta.article_bands, newcomers, left_bands
-- writes: broken_groups
-- given: $representatives, how many articles of a band all others in it are compared with
INSERT INTO broken_groups
WITH touched AS (
    SELECT band FROM meta.article_bands SEMI JOIN newcomers USING (article_id) UNION FROM left_bands
),
members AS (
    SELECT band, article_id, article_id IN (FROM newcomers) AS is_new
    FROM meta.article_bands SEMI JOIN touched USING (band)
),
bands AS (
    SELECT band, min(article_id, $representatives) AS heads,
           min(article_id, $representatives) FILTER (NOT is_new) AS elders
    FROM members GROUP BY band
),
moved AS (
    SELECT unnest(elders) AS article_id FROM bands WHERE band IN (FROM left_bands)
    UNION
    SELECT unnest(list_filter(elders, lambda elder: NOT list_contains(heads, elder))) FROM bands
)
SELECT DISTINCT duplicate_group_id FROM articles SEMI JOIN moved USING (article_id)
WHERE duplicate_group_id IS NOT NULL
