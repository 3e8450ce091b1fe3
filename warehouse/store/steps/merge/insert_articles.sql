-- what: new rows in place of those that were taken out; group and canonical copy are set when all are in (`copies`)
-- reads: chosen_articles
-- writes: articles
INSERT INTO articles BY NAME
SELECT * EXCLUDE (_package_id, _seen_at, _place, is_known, known_since),
       coalesce(known_since, _seen_at) AS first_seen_at, _seen_at AS last_seen_at,
       false AS is_withdrawn_at_source
FROM chosen_articles
