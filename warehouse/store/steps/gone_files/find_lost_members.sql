-- what: members that the newest reading of their archive did not find, and did not refuse
-- fills: lost_members
-- reads: meta.source_files, meta.rejected_records, meta.article_sources, run_places, files_of_uris
-- given: {sources}, the rows of meta.article_sources that are looked at; {files}, what may be the file of raw_uri
WITH older AS (
    SELECT s.raw_uri, s.article_id, f.run_id
    FROM {sources} s JOIN files_of_uris u USING (raw_uri) JOIN meta.source_files f ON f.uri = u.uri
    LEFT JOIN run_places here ON here.run_id = s.run_id
    LEFT JOIN run_places newest ON newest.run_id = f.run_id
    WHERE f.uri <> s.raw_uri AND NOT regexp_matches(s.raw_uri, '^https?://')
      AND coalesce(here.place, 0) < coalesce(newest.place, 0)
),
refused AS (
    SELECT o.raw_uri FROM (SELECT DISTINCT raw_uri, run_id, unnest({files}) AS above FROM older) o
    JOIN meta.rejected_records r ON r.raw_uri = o.above AND r.run_id = o.run_id WHERE r.stage <> 'merge'
)
SELECT raw_uri, article_id FROM older
WHERE raw_uri NOT IN (FROM refused) AND raw_uri NOT IN (
    SELECT s.raw_uri FROM meta.article_sources s JOIN older n USING (raw_uri) WHERE s.run_id = n.run_id
)
