-- One row per event id that was ever published: POLECAT's form of it, <article>_<n>. The article is the one that the id was
-- first published for; n is 48 bits of the id and no count, which would change with the order in which articles come in.
SELECT event_id, concat(article_id, '_', CAST('0x' || right(event_id, 12) AS BIGINT)) AS polecat_id
FROM meta.event_ids
