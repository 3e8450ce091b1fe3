"""Sources that are reached over http(s): what is asked for, how politely, and what is kept of the answers.

What belongs here: connections, pauses, robots.txt, lists of pages, pages that feeds lead to. What an address may be is
for `warehouse.sources.addresses`; what the bytes say is for the readers, as with any file.
"""
