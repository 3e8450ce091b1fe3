-- what: since when aliases are aliases, by the lake's record
-- writes: event_aliases
-- given: $files of the record
UPDATE event_aliases SET since = r.since, _run_id = r.run_id
FROM (SELECT event_id AS alias_id, alias_of, since, run_id FROM read_parquet($files, filename = true)
      WHERE is_alias
      QUALIFY row_number() OVER (PARTITION BY event_id ORDER BY filename DESC) = 1) r
WHERE r.alias_id = event_aliases.alias_id AND r.alias_of IS NOT DISTINCT FROM event_aliases.event_id
