"""A sheet while it is read, the same for every format."""

from dataclasses import dataclass, field

from toolkit.sheets.bounds import Budget
from toolkit.sheets.grid import Address, Area, Cell, Fault, Sheet, Visibility


@dataclass(slots=True)
class Gathered:
    """What has been found of a sheet so far, in the order of the file."""

    budget: Budget
    rows: dict[int, dict[int, Cell]] = field(default_factory=dict)
    merges: list[Area] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    notes: dict[Address, str] = field(default_factory=dict)
    pictures: set[Address] = field(default_factory=set)
    filtered: bool = False
    disordered: bool = False
    abridged: int = 0

    def put(self, row: int, column: int, cell: Cell) -> None:
        """A filled cell at its address; told twice and differently, nobody knows which is meant."""
        cells = self.rows.get(row)
        if cells is None:
            cells = self.rows[row] = {}
            self.budget.cells(1, 0)
        elif column in cells:
            self.disordered = True
            if cells[column] != cell:
                cell = cell._replace(fault=Fault.BROKEN)
        self.budget.cells(1, len(cell.value) if isinstance(cell.value, str) else 0)
        cells[column] = cell

    def merge(self, area: Area | None) -> None:
        """A merged area; one that is none puts the whole sheet in doubt, one of a single cell says nothing."""
        self.budget.merge()
        if area is None:
            self.disordered = True
        elif (area.top, area.left) != (area.bottom, area.right):
            self.merges.append(area)

    def put_row(self, row: int, cells: dict[int, Cell], shown: int) -> None:
        """A whole row, new and in order, whose texts are so long together."""
        self.budget.cells(1 + len(cells), shown)
        self.rows[row] = cells

    def _hidden_columns(self) -> frozenset[int]:
        if not self.hidden_columns:
            return frozenset()
        filled = {column for cells in self.rows.values() for column in cells}
        return frozenset(self.hidden_columns & filled)

    def sheet(self, name: str, visibility: Visibility = Visibility.VISIBLE) -> Sheet:
        """The finished sheet: in order, and where only a picture stands, that is the cell."""
        bare = [(row, column) for row, column in self.pictures if column not in self.rows.get(row, {})]
        for row, column in bare:
            self.put(row, column, Cell(None, fault=Fault.PICTURE))
        if bare or self.disordered:
            self.rows = {row: dict(sorted(self.rows[row].items())) for row in sorted(self.rows)}
        return Sheet(
            name,
            self.rows,
            tuple(self.merges),
            frozenset(row for row in self.hidden_rows if row in self.rows),
            self._hidden_columns(),
            visibility,
            self.notes,
            self.filtered,
            frozenset(self.pictures),
            self.disordered,
            self.abridged,
        )
