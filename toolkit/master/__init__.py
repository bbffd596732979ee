"""The city list: loading it, merging into it, writing it."""
