"""Prefect flows and the `dateline` command: what runs when, and what the user sees of it."""
