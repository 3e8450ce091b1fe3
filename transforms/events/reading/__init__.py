"""From a proposal to a mention: the steps that fill it, and the classes that parties and announcements change.

What belongs here: putting together what the finer rooms say about one trigger.
"""
