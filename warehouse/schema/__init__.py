"""Every table and column, declared once. Imports nothing of ours."""
