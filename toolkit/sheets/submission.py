"""What one mailed file says, read: cover, rows, findings. A value; nothing in it reads a file again."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from toolkit.findings import Finding, Place, Severity
from toolkit.policy import Unit
from toolkit.records import COVER_SHEET, Form
from toolkit.records.row import Row


@dataclass(slots=True)
class Submission:
    """One file. `refused` files have no rows; `unit` and the month are None where the cover does not say."""

    file: str
    sha256: str
    data: bytes = field(repr=False)
    refused: bool = False
    cover: dict[str, Any] = field(default_factory=dict)
    cover_places: dict[str, Place] = field(default_factory=dict)
    unit: Unit | None = None
    rows: dict[str, list[Row]] = field(default_factory=dict)
    sheets: dict[str, str] = field(default_factory=dict)
    own_findings: list[Finding] = field(default_factory=list)

    def place_on_cover(self, name: str) -> Place:
        """Where a field of the cover stands; the cover as such where it has none."""
        return self.cover_places.get(name) or Place(self.file, COVER_SHEET)

    def rows_of(self, form: Form) -> list[Row]:
        """The rows of a form, in the file's order."""
        return self.rows.get(form.id, [])

    def all_rows(self) -> list[Row]:
        """Every row of every form."""
        return [row for rows in self.rows.values() for row in rows]

    @property
    def findings(self) -> list[Finding]:
        """Everything found: of the file, its sheets and its rows, in the order of the file."""
        return [*self.own_findings, *(finding for row in self.all_rows() for finding in row.findings)]

    @property
    def status(self) -> str:
        """accepted, partly (something of level E) or refused."""
        if self.refused:
            return "refused"
        return "partly" if any(finding.severity is Severity.E for finding in self.findings) else "accepted"

    @property
    def year(self) -> int | None:
        """报送年度."""
        return self.cover.get("year")

    @property
    def month(self) -> int | None:
        """报送月份."""
        return self.cover.get("month")

    @property
    def revision(self) -> int:
        """版本号, 1 where none is given."""
        return self.cover.get("revision") or 1

    @property
    def filled_on(self) -> date | None:
        """填报日期."""
        return self.cover.get("filled_on")
