"""Handlers for code applications: `/application`, cards, pages and forms."""
