"""Fetch public code sets from CMS and CDC: check, download, verify, load."""
