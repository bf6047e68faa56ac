"""Editions as SQLite files: one file for each distinct content, written once, then only read.

Imports no SQLAlchemy: the first start's worker writes an edition before it imports the database.
"""
