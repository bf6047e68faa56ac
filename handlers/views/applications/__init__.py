"""Cards and forms of code applications."""
