"""The data of a letter: what a template may print."""

from collections.abc import Mapping, Sequence

Rows = Sequence[Mapping[str, str]]
Context = Mapping[str, str | Rows]
"""Chinese name → text, or rows of Chinese column name → text; all made ready to print, none of it empty."""
