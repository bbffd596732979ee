"""One worksheet part of an .xlsx, told element by element: the plain way that takes any XML.

What the sheet says of its own extent (`<dimension>`) is not listened to; addresses come from the cells, and
where a cell or row names none, from its place.
"""

from collections.abc import Iterable
from typing import ClassVar

from toolkit.findings import Unreadable
from toolkit.findings.catalogue import files
from toolkit.sheets.bounds import LAST_COLUMN, LAST_ROW, Budget
from toolkit.sheets.formats.cells import CellMaker, is_picture, parse_area, parse_reference
from toolkit.sheets.formats.gathered import Gathered
from toolkit.sheets.formats.markup import Attributes, Ends, Starts, flag, nothing
from toolkit.sheets.formats.texts import TextHandler
from toolkit.sheets.grid import Cell, Fault

_CELL_ATTRIBUTES = frozenset({"r", "s", "t", "cm", "vm", "ph"})
_ROW_ATTRIBUTES = frozenset({
    "r", "spans", "s", "customFormat", "ht", "hidden", "customHeight", "outlineLevel", "collapsed",
    "thickTop", "thickBot", "ph",
})  # fmt: skip


class SheetHandler(TextHandler):
    """Listens to a worksheet part and fills a `Gathered`."""

    def __init__(self, gathered: Gathered, maker: CellMaker, budget: Budget) -> None:
        super().__init__(budget)
        self.gathered = gathered
        self._maker = maker
        self._row = self._column = self._filled = 0
        self._cell: Attributes | None = None
        self._formula: str | None = None
        self._raw: str | None = None
        self._sink: list[str] | None = None
        self._length = 0
        self._has_text = self._twice = False

    def text(self, data: str) -> None:
        """Text of a value, a formula or an inline string."""
        if self._sink is None:
            super().text(data)
            return
        self._length += len(data)
        self._budget.text(0, of=self._length)
        self._sink.append(data)

    def _end_value(self) -> None:
        self._twice |= self._raw is not None
        self._raw = self._drain()

    def _end_formula(self) -> None:
        self._formula = self._drain()

    def _drain(self) -> str:
        text = "".join(self._sink or ())
        self._sink = None
        return text

    def _start_row(self, attributes: Attributes) -> None:
        stated = attributes.get("r", "")
        row = _bounded(stated, LAST_ROW)
        if not row:
            self._refuse_nameless(attributes)
            row = self._row + 1
        self.gathered.disordered |= row <= self._row
        self._row, self._column, self._filled = row, 0, 0
        if flag(attributes.get("hidden")) or nothing(attributes.get("ht")):
            self.gathered.hidden_rows.add(row)

    @staticmethod
    def _refuse_nameless(attributes: Attributes) -> None:
        """A row may go without a number; with one nobody can read, all its cells would be misplaced."""
        if "r" in attributes or not _ROW_ATTRIBUTES.issuperset(_own(attributes)):
            raise Unreadable(files.DAMAGED, detail="有一行的行号无法辨认")

    def _start_cell(self, attributes: Attributes) -> None:
        self._cell = attributes
        self._formula = self._raw = None
        self._has_text = self._twice = False

    def _start_value(self, _attributes: Attributes) -> None:
        self._sink, self._length = [], 0

    def _start_inline(self, _attributes: Attributes) -> None:
        self._twice |= self._has_text
        self._has_text = True
        self.open()

    def _end_cell(self) -> None:
        attributes = self._cell or {}
        cell = self._made(attributes)
        stated = attributes.get("r")
        address = parse_reference(stated) if stated else (self._row, self._column + 1)
        known = _CELL_ATTRIBUTES.issuperset(_own(attributes))
        sure = known and address is not None and address[0] == self._row and not self._twice
        row, column = address or (self._row, self._column + 1)
        self._column = column
        if cell is not None:
            self.gathered.disordered |= not (sure and column > self._filled)
            self._filled = column
            self.gathered.put(row, column, cell if sure else _doubtful(cell))

    def _made(self, attributes: Attributes) -> Cell | None:
        kind, style = attributes.get("t", ""), attributes.get("s", "")
        formula = self._formula is not None
        if is_picture(kind, self._raw, self._formula or "", rich="vm" in attributes):
            return self._maker.picture(style, formula=formula)
        if self._has_text:
            text = self.close()
            cell = self._maker.inline(style, text.plain, text.struck, formula=formula)
            return cell if kind == "inlineStr" or cell is None else _doubtful(cell)
        return self._maker.make(kind, style, self._raw, formula=formula)

    def _start_column(self, attributes: Attributes) -> None:
        if (flag(attributes.get("hidden")) or nothing(attributes.get("width"))) and "min" in attributes:
            first, last = (_bounded(attributes.get(edge), LAST_COLUMN) for edge in ("min", "max"))
            self.gathered.hidden_columns.update(range(first, last + 1))

    def _start_merge(self, attributes: Attributes) -> None:
        self.gathered.merge(parse_area(attributes.get("ref", "")))

    def _start_filter(self, _attributes: Attributes) -> None:
        self.gathered.filtered = True

    starts: ClassVar[Starts] = {
        **TextHandler.starts,
        "row": _start_row, "c": _start_cell, "v": _start_value, "f": _start_value, "is": _start_inline,
        "col": _start_column, "mergeCell": _start_merge, "filterColumn": _start_filter,
    }  # fmt: skip
    ends: ClassVar[Ends] = {**TextHandler.ends, "c": _end_cell, "v": _end_value, "f": _end_formula}


def _doubtful(cell: Cell) -> Cell:
    return cell._replace(fault=cell.fault or Fault.BROKEN)


def _own(attributes: Attributes) -> Iterable[str]:
    """Attribute names of the format itself; those of extensions carry a namespace."""
    return (name for name in attributes if "|" not in name)


def _bounded(text: str | None, limit: int) -> int:
    """A number from 1 to a limit; 0 for anything else."""
    number = int(text) if text and text.isascii() and text.isdecimal() and len(text) < 10 else 0
    return number if number <= limit else 0
