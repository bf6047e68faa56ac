"""Search over code sets by words, abbreviations, misspellings and codes.

`build.build` turns entries and tables into arrays (in a child process), `index.Index` answers from them. Nothing is
imported here: the words of a search are known to modules that need neither numpy nor an index.
"""
