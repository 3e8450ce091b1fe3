-- One row per event id that was ever published: POLECAT's form of it, <article>_<n>, where the article is the one that
-- the id was first published for and n counts that article's ids in the order of publication. It lasts as the id does.
SELECT
    event_id,
    concat(article_id, '_', row_number() OVER (PARTITION BY article_id ORDER BY since, event_id)) AS polecat_id
FROM meta.event_ids
