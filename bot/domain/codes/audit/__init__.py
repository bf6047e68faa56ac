"""Audit thousands of billed lines: check a billing system's export against the loaded files."""
