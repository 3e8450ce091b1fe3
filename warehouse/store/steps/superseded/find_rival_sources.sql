-- what: files that hold one article and held another, as their rows say
-- fills: rival_sources
-- reads: run_places
-- given: {looked_at}, the rows of meta.article_sources that may be out of date
SELECT s.*, coalesce(place, 0) AS place FROM {looked_at} s LEFT JOIN run_places USING (run_id)
WHERE raw_locator IS NULL QUALIFY count(*) OVER (PARTITION BY raw_uri) > 1
