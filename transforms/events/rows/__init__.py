"""From a judged event to the rows of the warehouse, with ACLED's types.

What belongs here: laying out; what a row says was decided before.
"""
