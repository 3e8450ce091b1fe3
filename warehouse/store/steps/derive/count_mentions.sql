-- what: all mentions of places or entities are counted
-- given: {table} with its {key}, and {mentions}, the table of what is counted
UPDATE {table} SET mention_count = counted.mentions
FROM (
    SELECT t.{key}, coalesce(m.mentions, 0) AS mentions
    FROM {table} t LEFT JOIN (SELECT {key}, count(*) AS mentions FROM {mentions} GROUP BY {key}) m USING ({key})
) counted
WHERE {table}.{key} = counted.{key} AND {table}.mention_count IS DISTINCT FROM counted.mentions
