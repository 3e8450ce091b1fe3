-- what: the files of uris with an exclamation mark, as the ledger has them: archives of members, and files of such names
-- fills: files_of_uris
-- reads: meta.source_files
-- given: {sources}, the rows of meta.article_sources that are looked at; {files}, what may be the file of raw_uri
SELECT raw_uri, max_by(uri, length(uri)) AS uri
FROM (SELECT DISTINCT raw_uri, unnest({files}) AS uri FROM {sources} WHERE contains(raw_uri, '!'))
SEMI JOIN meta.source_files USING (uri) GROUP BY raw_uri
