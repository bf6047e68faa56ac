"""Search over code sets by words, abbreviations, misspellings and codes.

`build` turns entries and tables into arrays (in a child process), `Index` answers from them.
"""

from bot.domain.codes.search.build import build
from bot.domain.codes.search.entry import Kind, SearchEntry
from bot.domain.codes.search.index import Index
from bot.domain.codes.search.result import Filters, Hit, Member, SearchResult, Why

__all__ = ["Filters", "Hit", "Index", "Kind", "Member", "SearchEntry", "SearchResult", "Why", "build"]
