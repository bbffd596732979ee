"""Help pages set by what a screen shows: a Chinese character takes two columns, and click counts one."""

import unicodedata
from collections.abc import Iterable, Iterator

import click

NEVER_FIRST = frozenset("，。、；：？！）”》〕,.;:)")
"""What may not begin a line."""
_FIRST_COLUMN = 26


def width(text: str) -> int:
    """Columns a text takes on a screen."""
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text)


def wrapped(text: str, columns: int) -> Iterator[str]:
    """Lines of a text; Chinese may break anywhere, words and option names break at spaces only."""
    for paragraph in text.splitlines():
        line = ""
        for piece in _pieces(paragraph):
            if line and width(line + piece.rstrip()) > columns and piece[0] not in NEVER_FIRST:
                yield line.rstrip()
                line = piece.lstrip()
            else:
                line += piece
        yield line.rstrip()


def _pieces(text: str) -> Iterator[str]:
    """Each wide character by itself, runs of narrow ones up to and with their space."""
    run = ""
    for character in text:
        if width(character) == 2:
            if run:
                yield run
            yield character
            run = ""
        else:
            run += character
            if character == " ":
                yield run
                run = ""
    if run:
        yield run


class HelpPage(click.HelpFormatter):
    """click's formatter with its widths corrected and full-width colons after headings."""

    def write_heading(self, heading: str) -> None:
        """Such as 选项： in a line of its own."""
        self.write(f"{'':>{self.current_indent}}{heading}：\n")

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        """How a command is called."""
        super().write_usage(prog, args, prefix or "用法：")

    def write_text(self, text: str) -> None:
        """A text, wrapped and indented."""
        for line in wrapped(text, self.width - self.current_indent):
            self.write(f"{'':>{self.current_indent}}{line}".rstrip() + "\n")

    def write_dl(self, rows: Iterable[tuple[str, str]], col_max: int = _FIRST_COLUMN, col_spacing: int = 2) -> None:
        """A list of terms and what they mean."""
        listed = list(rows)
        first = min(max(width(term) for term, _ in listed), col_max) + col_spacing
        for term, meaning in listed:
            indent = " " * (self.current_indent + first)
            lines = list(wrapped(meaning, self.width - len(indent))) or [""]
            gap = " " * (first - width(term)) if width(term) <= first - col_spacing else f"\n{indent}"
            self.write(f"{'':>{self.current_indent}}{term}{gap}{lines[0]}".rstrip() + "\n")
            for line in lines[1:]:
                self.write(f"{indent}{line}\n")
