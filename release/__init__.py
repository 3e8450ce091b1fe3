"""What makes a release besides the code: licences of what is installed, the picture of the imports, links of the docs.

What belongs here: programs that write a page or check pages, each with a test that holds the page to its source.
"""
