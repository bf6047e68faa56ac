"""The migrations, one set for SQLite and PostgreSQL. storage/migrate.py runs them; there is no ini file."""
