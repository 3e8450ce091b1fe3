"""Where and when: the toponym and the time expression that the parse ties to an event.

What belongs here: choosing among what the place and date annotators found.
"""
