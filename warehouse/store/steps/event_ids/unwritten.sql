-- what: ids and aliases that the lake's record does not have yet
-- reads: meta.event_ids, event_aliases
SELECT event_id, event_mention_id, article_id, false AS is_alias, NULL::VARCHAR AS alias_of, since
FROM meta.event_ids WHERE run_id IS NULL
UNION ALL
SELECT alias_id, NULL, NULL, true, event_id, since FROM event_aliases WHERE since IS NULL
ORDER BY event_id, is_alias
