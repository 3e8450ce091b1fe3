-- what: how many pairs there are to compare
-- reads: band_members, band_heads
WITH sizes AS (SELECT band, count(*) AS members, count_if(is_open) AS open FROM band_members GROUP BY band)
SELECT sum(CASE WHEN h.is_open THEN members ELSE open END) FROM band_heads h JOIN sizes USING (band)
