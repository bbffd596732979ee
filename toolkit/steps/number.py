"""编号: the year's new pilots get their numbers, once and for all."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

from toolkit.master.cells import ledger_cells
from toolkit.master.ledgers import CHANGES
from toolkit.master.numbers import ID_HEADER, Numbered, new_numbers
from toolkit.master.store import only_writer, open_master, read_stored, save
from toolkit.policy import Settings
from toolkit.sheets.edit import SetCell

REASON = "市局编号"


def give_numbers(master: Path, year: int, as_of: date, settings: Settings) -> list[Numbered]:
    """Number the year's 市级 pilots that have none, and log it; writes nothing where there is none to number.

    Raises:
        Unreadable: the master cannot be read.
        NotWritten: it cannot be written; nothing was changed.
    """
    with only_writer(master):
        stored = read_stored(master)
        known = open_master(stored, as_of, settings)
        given = new_numbers(known, year)
        if given:
            table = known.tables["pilots"]
            cells = [
                SetCell(table.sheet, item.entry.row or 0, table.fields["pilot_id"], item.pilot_id) for item in given
            ]
            save(stored, [*cells, *ledger_cells(known, CHANGES, _lines(given, as_of))], settings.backups)
    return given


def _lines(given: list[Numbered], as_of: date) -> Iterator[tuple[object, ...]]:
    for item in given:
        yield CHANGES.line(
            时间=as_of, 报送单位=item.entry.unit, 工作表=item.entry.form.sheet, 记录=item.entry.describe(), 字段=ID_HEADER,
            新值=item.pilot_id, 原因=REASON,
        )  # fmt: skip
