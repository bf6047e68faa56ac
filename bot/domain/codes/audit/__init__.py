"""Billed lines checked by the thousand: what an export of a billing system says against the loaded files."""
