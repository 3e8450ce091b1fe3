-- what: published ids by the lake's record, as the newest file that has them says
-- writes: meta.event_ids
-- given: $files of the record
INSERT INTO meta.event_ids BY NAME
SELECT event_id, event_mention_id, article_id, since, run_id FROM read_parquet($files, filename = true)
WHERE NOT is_alias
QUALIFY row_number() OVER (PARTITION BY event_id ORDER BY filename DESC) = 1
