-- what: what was refused of a file that was read anew
--   Of files whose names begin with one another (`Help`, `Help!`) the longest is meant.
-- fills: outdated_refusals
-- reads: meta.rejected_records, meta.source_files, incoming_source_files
-- given: {files}, what may be the file of raw_uri
WITH of_files AS (
    SELECT rejected_id, max_by(uri, length(uri)) AS uri
    FROM (
        SELECT rejected_id, unnest({files}) AS uri FROM meta.rejected_records
        WHERE run_id NOT IN (SELECT _run_id FROM incoming_source_files) AND rule NOT IN ('superseded', 'withdrawn')
    )
    SEMI JOIN (SELECT uri FROM meta.source_files UNION ALL SELECT uri FROM incoming_source_files) USING (uri)
    GROUP BY rejected_id
)
SELECT rejected_id FROM of_files WHERE uri IN (SELECT uri FROM incoming_source_files)
