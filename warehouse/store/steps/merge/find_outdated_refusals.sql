-- what: what was refused of a file that was read anew
-- fills: outdated_refusals
-- reads: meta.rejected_records, incoming_source_files
-- given: {files}, what may be the file of raw_uri
SELECT DISTINCT rejected_id FROM (SELECT *, unnest({files}) AS uri FROM meta.rejected_records)
WHERE uri IN (SELECT uri FROM incoming_source_files)
  AND run_id NOT IN (SELECT _run_id FROM incoming_source_files) AND rule NOT IN ('superseded', 'withdrawn')
