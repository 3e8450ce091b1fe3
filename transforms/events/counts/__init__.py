"""How many: numbers that belong to those who were killed, wounded, arrested, abducted.

What belongs here: reading one count; what a merged event keeps of several is in `joining`.
"""
