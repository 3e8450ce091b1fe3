"""One paragraph with what the other annotators know about it, asked token by token.

What belongs here: what a noun is and whose side it is on, where the story begins behind its dateline, whether it
tells of a protest, whether March is the month; nothing about one event.
"""
