"""Numbers in words and digits, for dates, counts and facts alike.

What belongs here: what a string of words is as a number (`words`, `quantities`), not what it counts.
"""
