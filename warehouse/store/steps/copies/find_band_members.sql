-- what: the articles of each band that an ungrouped one has
-- fills: band_members
-- reads: meta.article_bands, ungrouped
WITH touched AS (SELECT DISTINCT band FROM meta.article_bands SEMI JOIN ungrouped USING (article_id))
SELECT band, article_id, article_id IN (FROM ungrouped) AS is_open
FROM meta.article_bands SEMI JOIN touched USING (band)
