"""The event tables, compiled once into look-ups, and what is made of them: inflected forms, weights, the codebook.

What belongs here: tables to dictionaries; what a word means in a sentence is decided above.
"""
