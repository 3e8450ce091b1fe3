-- what: members that the newest reading of their archive did not find, and did not refuse
-- fills: lost_members
-- reads: meta.source_files, meta.rejected_records, meta.article_sources, run_places
-- given: {sources}, the rows of meta.article_sources that are looked at
WITH older AS (
    SELECT s.raw_uri, s.article_id, f.uri, f.run_id
    FROM {sources} s JOIN meta.source_files f ON f.uri = split_part(s.raw_uri, '!', 1)
    LEFT JOIN run_places here ON here.run_id = s.run_id
    LEFT JOIN run_places newest ON newest.run_id = f.run_id
    WHERE contains(s.raw_uri, '!') AND NOT regexp_matches(s.raw_uri, '^https?://')
      AND coalesce(here.place, 0) < coalesce(newest.place, 0)
)
SELECT raw_uri, article_id FROM older o
WHERE NOT EXISTS (
    SELECT 1 FROM meta.rejected_records r
    WHERE r.run_id = o.run_id AND r.stage <> 'merge' AND split_part(r.raw_uri, '!', 1) = o.uri
      AND (r.raw_uri = o.raw_uri OR starts_with(o.raw_uri, r.raw_uri || '!'))
)
  AND raw_uri NOT IN (
    SELECT s.raw_uri FROM meta.article_sources s JOIN older n USING (raw_uri) WHERE s.run_id = n.run_id
)
