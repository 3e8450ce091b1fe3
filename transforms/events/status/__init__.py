"""Whether it happened: modality, attribution, sums over long spans, news against talk.

What belongs here: what makes a status; whether a row is made of it is in `judging`.
"""
