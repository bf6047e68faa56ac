"""Changes between two releases of one code set, and the codes that a team watches."""
