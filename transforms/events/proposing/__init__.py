"""Which words tell of an event: trigger frames, the trained reader's spans, and the scan of the raw text before both.

What belongs here: finding mentions and their class; who took part, when, where and whether at all is read above.
"""
