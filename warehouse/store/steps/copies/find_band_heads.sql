-- what: the representatives among the members of each band
-- fills: band_heads
-- reads: band_members, ungrouped
-- given: $representatives, how many a band has
WITH first AS (
    SELECT band, unnest(min(article_id, $representatives)) AS article_id FROM band_members GROUP BY band
    HAVING count(*) > 1
)
SELECT band, article_id, article_id IN (FROM ungrouped) AS is_open FROM first
