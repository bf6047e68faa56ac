"""Screens of code applications: `/application`, its cards, pages and forms."""
