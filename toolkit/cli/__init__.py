"""pilot: one command a file."""
