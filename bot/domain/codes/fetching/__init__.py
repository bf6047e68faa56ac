"""Which public code files are published where, which editions are due, and which hosts may be asked."""
