"""Fetch public code sets from CMS and CDC: look, download, verify, load."""
