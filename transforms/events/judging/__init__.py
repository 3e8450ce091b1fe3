"""Which events a coder would make a row of.

What belongs here: what leaves a mention out: topic, parties, nothing particular, the judge's odds.
"""
