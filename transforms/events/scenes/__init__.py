"""One paragraph with what the other annotators know about it, asked token by token.

What belongs here: what a noun is and whose side it is on; nothing about one event.
"""
