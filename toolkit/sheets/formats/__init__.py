"""One module a file format, each giving the same `Book`; only `source.py` calls them."""
