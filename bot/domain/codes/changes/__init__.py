"""What changed between two releases of one code set, and which codes a team watches."""
