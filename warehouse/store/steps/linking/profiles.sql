-- what: of articles when they were published, and of which country they tell most
-- reads: articles, place_mentions, locations
-- given: {which}, a query of the articles
WITH counted AS (
    SELECT article_id, country_iso3, count(*) AS times
    FROM place_mentions JOIN locations USING (location_id)
    WHERE country_iso3 IS NOT NULL AND article_id IN ({which}) GROUP BY ALL
)
SELECT a.article_id, a.published_at, a.published_date,
       first(c.country_iso3 ORDER BY c.times DESC, c.country_iso3) AS main_country
FROM articles a LEFT JOIN counted c USING (article_id) WHERE a.article_id IN ({which}) GROUP BY ALL
