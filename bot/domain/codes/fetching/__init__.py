"""Where public code files are published, which editions are due, and which hosts may be contacted."""
