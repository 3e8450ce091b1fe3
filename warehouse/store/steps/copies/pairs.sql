-- what: pairs that a representative of a band makes with one of the band, one of them ungrouped
-- reads: band_members, band_heads
-- given: {part}, the condition on article_id of a part
WITH part AS (FROM band_members WHERE {part}),
    met AS (
        SELECT h.article_id AS one, r.article_id AS other FROM band_heads h JOIN part r USING (band)
        WHERE r.is_open
        UNION ALL
        SELECT h.article_id, r.article_id FROM (FROM band_heads WHERE is_open) h JOIN part r USING (band)
        WHERE NOT r.is_open
    )
SELECT DISTINCT least(one, other) AS article_id, greatest(one, other) AS copy_id
FROM met WHERE one <> other ORDER BY ALL
