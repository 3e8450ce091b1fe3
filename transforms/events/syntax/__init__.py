"""Ways through the parse: clauses, subjects and objects, noun phrases.

What belongs here: grammar alone, no event knowledge; labels of the parser are named here.
"""
