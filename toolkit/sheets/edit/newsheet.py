"""A plain new sheet: title, header row, rows, widths, links to cells; printable on landscape A4."""

from collections.abc import Sequence
from datetime import date
from math import ceil

from toolkit.sheets.edit.book import Book
from toolkit.sheets.edit.cells import escape, has_time, refuse_unwritable, written
from toolkit.sheets.edit.changes import AddSheet, Link, Shaded, Value
from toolkit.sheets.edit.ranges import reference
from toolkit.sheets.edit.sheetlist import add_sheet, quoted
from toolkit.sheets.grid import Area, address

_HEADER_FILL = "D9E1F2"
_TITLE_SIZE = 16
_TITLE_HEIGHT, _LEAST_HEIGHT, _MOST_HEIGHT = 28, 21, 409
_LINE, _ROOM = 15, 6
"""Points of a line, and of the room around the lines of a row."""


def add(book: Book, change: AddSheet) -> None:
    """Write the sheet's part and list it in the workbook."""
    looks = _Looks(book, change)
    body, links = [], []
    for number, row in enumerate(change.rows, start=1):
        cells = [_cell(book, change, looks, (number, column), one) for column, one in enumerate(row, start=1)]
        body.append(b'<row r="%d" ht="%d" customHeight="1">%b</row>' % (number, _height(change, number), b"".join(cells)))
        links += [_link((number, at), one) for at, one in enumerate(row, start=1) if isinstance(one, Link)]
    before = (
        f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<worksheet xmlns="{book.namespace}">'
        '<sheetPr><pageSetUpPr fitToPage="1"/></sheetPr>'
        f'<sheetViews><sheetView workbookViewId="0">{_frozen(change)}</sheetView></sheetViews>'
        f"{_columns(change)}<sheetData>"
    )
    after = (
        f'</sheetData>{_filter(change)}{"<hyperlinks>" + "".join(links) + "</hyperlinks>" if links else ""}'
        '<pageMargins left="0.5" right="0.5" top="0.6" bottom="0.6" header="0.3" footer="0.3"/>'
        '<pageSetup paperSize="9" orientation="landscape" fitToWidth="1" fitToHeight="0"/>'
        "<headerFooter><oddFooter>&amp;C第 &amp;P 页，共 &amp;N 页</oddFooter></headerFooter></worksheet>"
    )
    add_sheet(book, change.name, b"".join([before.encode(), *body, after.encode()]), change.first)
    if change.header:
        rows = f"${change.header}:${change.header}"
        book.define("_xlnm.Print_Titles", f"{quoted(change.name)}!{rows}", book.sheet(change.name).index)


def store_xml(book: Book, rows: Sequence[Sequence[str]]) -> bytes:
    """A sheet of nothing but texts, for programs to read."""
    lines = (
        b'<row r="%d">%b</row>' % (number, b"".join(_text((number, at), one) for at, one in enumerate(row, start=1)))
        for number, row in enumerate(rows, start=1)
    )
    return (
        b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<worksheet xmlns="%b"><sheetData>%b</sheetData></worksheet>'
        % (book.namespace.encode(), b"".join(lines))
    )


def _text(place: tuple[int, int], text: str) -> bytes:
    return b'<c r="%b"%b>%b</c>' % (address(*place).encode(), *written(text, "", epoch_1904=False))


class _Looks:
    """The styles of the sheet, by what a cell is for."""

    def __init__(self, book: Book, change: AddSheet) -> None:
        self._header, self._styles = change.header, book.styles
        self._title = book.styles.look(bold=True, size=_TITLE_SIZE)
        self._plain = book.styles.look()
        self._heading = book.styles.look(bold=True, rgb=_HEADER_FILL, grid=True)
        self._body = book.styles.look(grid=True)
        self._link = book.styles.look(link=True, grid=True)
        self._shaded: dict[str, int] = {}

    def of(self, row: int, value: Value | Link | Shaded) -> int:
        """The style of a cell."""
        if isinstance(value, Shaded):
            if value.rgb not in self._shaded:
                self._shaded[value.rgb] = self._styles.look(grid=True, rgb=value.rgb)
            return self._shaded[value.rgb]
        if row == self._header:
            return self._heading
        if row < self._header:
            return self._title if row == 1 else self._plain
        return self._link if isinstance(value, Link) else self._body


def _cell(book: Book, change: AddSheet, looks: _Looks, place: tuple[int, int], one: Value | Link | Shaded) -> bytes:
    value = one.text if isinstance(one, (Link, Shaded)) else one
    refuse_unwritable(change.name, *place, value)
    kind, content = written(value, "", book.epoch_1904)
    style = looks.of(place[0], one)
    if isinstance(value, date):
        style = book.styles.dated(style, moment=has_time(value))
    return b'<c r="%b" s="%d"%b>%b</c>' % (address(*place).encode(), style, kind, content)


def _height(change: AddSheet, number: int) -> int:
    """Room for a row's wrapped texts: programs do not make it themselves for a row they did not write."""
    if number < change.header:
        return _TITLE_HEIGHT if number == 1 else _LEAST_HEIGHT
    lines = 1
    for one, width in zip(change.rows[number - 1], change.widths, strict=False):
        text = one.text if isinstance(one, (Link, Shaded)) else str(one or "")
        if 2 * len(text) > width or "\n" in text:
            lines = max(lines, _lines(text, width))
    return min(max(_LINE * lines + _ROOM, _LEAST_HEIGHT), _MOST_HEIGHT)


def _lines(text: str, width: float) -> int:
    """How many lines a text takes; a Chinese character is as wide as two others, and three bytes long."""
    wide = [(len(line) + len(line.encode("utf-8", "replace"))) / 2 for line in text.split("\n")]
    return sum(max(1, ceil(size / width)) for size in wide)


def _link(place: tuple[int, int], link: Link) -> str:
    goal = f"{quoted(link.sheet)}!{address(link.row, link.column)}"
    said = f'location="{_attribute(goal)}" display="{_attribute(link.text)}"'
    return f'<hyperlink ref="{address(*place)}" {said}/>'


def _attribute(text: str) -> str:
    return escape(text).replace('"', "&quot;").replace("\n", "&#10;")


def _frozen(change: AddSheet) -> str:
    if not change.header:
        return ""
    below = address(change.header + 1, 1)
    return f'<pane ySplit="{change.header}" topLeftCell="{below}" activePane="bottomLeft" state="frozen"/>'


def _columns(change: AddSheet) -> str:
    columns = (
        f'<col min="{number}" max="{number}" width="{width}" customWidth="1"/>'
        for number, width in enumerate(change.widths, start=1)
    )
    return f'<cols>{"".join(columns)}</cols>' if change.widths else ""


def _filter(change: AddSheet) -> str:
    if not change.header or len(change.rows) <= change.header:
        return ""
    whole = Area(change.header, 1, len(change.rows), len(change.rows[change.header - 1]))
    return f'<autoFilter ref="{reference(whole)}"/>'
