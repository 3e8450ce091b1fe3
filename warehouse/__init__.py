"""Files and DuckDB: reading sources, the lake, the merge, the published warehouse."""
