"""A sheet while it is read, the same for every format."""

from dataclasses import dataclass, field, replace

from toolkit.sheets.grid import Address, Area, Cell, Fault, Sheet, Visibility


@dataclass(slots=True)
class Gathered:
    """What has been found of a sheet so far, in the order of the file."""

    rows: dict[int, dict[int, Cell]] = field(default_factory=dict)
    merges: list[Area] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    notes: dict[Address, str] = field(default_factory=dict)
    pictures: set[Address] = field(default_factory=set)
    filtered: bool = False
    disordered: bool = False

    def put(self, row: int, column: int, cell: Cell) -> None:
        """A filled cell at its address; told twice and differently, nobody knows which is meant."""
        cells = self.rows.get(row)
        if cells is None:
            cells = self.rows[row] = {}
        elif column in cells:
            self.disordered = True
            if cells[column] != cell:
                cell = replace(cell, fault=Fault.BROKEN)
        cells[column] = cell

    def sheet(self, name: str, visibility: Visibility = Visibility.VISIBLE) -> Sheet:
        """The finished sheet: in order, and where only a picture stands, that is the cell."""
        bare = [(row, column) for row, column in self.pictures if column not in self.rows.get(row, {})]
        for row, column in bare:
            self.rows.setdefault(row, {})[column] = Cell(None, fault=Fault.PICTURE)
        if bare or self.disordered:
            self.rows = {row: dict(sorted(self.rows[row].items())) for row in sorted(self.rows)}
        return Sheet(
            name,
            self.rows,
            tuple(self.merges),
            frozenset(row for row in self.hidden_rows if row in self.rows),
            frozenset(self.hidden_columns),
            visibility,
            self.notes,
            self.filtered,
            frozenset(self.pictures),
            self.disordered,
        )
