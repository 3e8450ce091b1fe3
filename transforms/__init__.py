"""The domain, pure: text repair, dates, places, actors, events, duplicates. No files, clock, Prefect or DuckDB."""
