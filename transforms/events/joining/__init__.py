"""One event for one happening: which mentions tell of it, and what the joined one keeps of each.

What belongs here: evidence on pairs, its weighing, and merging.
"""
