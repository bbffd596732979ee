"""Checks, merges and judges the workbooks of Shanghai's trade-secret-protection pilots, and writes the letters."""

__version__ = "0.1.0"
