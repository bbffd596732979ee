"""Cells in, cells out: reading what people send, writing what they get."""
