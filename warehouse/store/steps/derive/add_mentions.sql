-- what: mentions that a merge counted (`touched`) are added to those of places or entities
-- reads: counted_mentions
-- given: {table} with its {key}, and $table_name
UPDATE {table} SET mention_count = coalesce(mention_count, 0) + added.mentions
FROM (
    SELECT key, sum(mentions)::BIGINT AS mentions FROM counted_mentions
    WHERE table_name = $table_name GROUP BY key
) added
WHERE {table}.{key} = added.key AND (added.mentions <> 0 OR {table}.mention_count IS NULL)
