"""Who did it and to whom: from the parse around a trigger, the clause of blame, and what the reader points to.

What belongs here: finding nouns; who they are is the actor annotator's business.
"""
