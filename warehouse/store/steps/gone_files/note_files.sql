-- what: files that were read before, or are gone, before the ledger takes in what comes
-- reads: meta.source_files, incoming_source_files
-- writes: noted_files
INSERT INTO noted_files
WITH known AS (SELECT uri FROM meta.source_files WHERE uri IN (SELECT uri FROM incoming_source_files))
SELECT uri FROM incoming_source_files WHERE NOT regexp_matches(uri, '^https?://') GROUP BY uri
HAVING count(*) > 1 OR bool_or(gone_since IS NOT NULL) OR uri IN (FROM known)
