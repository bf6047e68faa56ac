"""Search code sets by words, abbreviations, misspellings and codes.

`build.build` turns entries and tables into arrays (in a child process); `index.Index` answers from them. This package
imports nothing, because other modules use its word functions without numpy or an index.
"""
