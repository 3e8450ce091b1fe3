-- what: what was refused of a file that was read anew
--   A member of an archive has the uri of the archive, an exclamation mark and its own path.
-- fills: outdated_refusals
-- reads: meta.rejected_records, incoming_source_files
SELECT rejected_id FROM meta.rejected_records
WHERE split_part(raw_uri, '!', 1) IN (SELECT uri FROM incoming_source_files)
  AND run_id NOT IN (SELECT _run_id FROM incoming_source_files) AND rule NOT IN ('superseded', 'withdrawn')
