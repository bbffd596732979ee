"""Read .xls (and WPS .et, which is the same) with xlrd, after a survey of the stream."""

import math
from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from toolkit.findings import Unreadable
from toolkit.findings.catalogue import files
from toolkit.sheets.bounds import Budget
from toolkit.sheets.formats import encryption
from toolkit.sheets.formats.biff import SheetSurvey, Survey, Surveyor
from toolkit.sheets.formats.cells import ERRORS, dated
from toolkit.sheets.formats.garbled import hides_chinese
from toolkit.sheets.formats.gathered import Gathered
from toolkit.sheets.formats.styles import PLAIN, Style, style_of
from toolkit.sheets.formats.texts import all_struck
from toolkit.sheets.grid import Address, Area, Book, Cell, Fault, Sheet, Value, Visibility

if TYPE_CHECKING:
    import xlrd  # type: ignore[import-untyped]

_CHINESE = "gb18030"  # for the old files that do not name their code page, or name a Western one
_UNICODE = 80  # from this version on no text hangs on the code page
_VISIBILITIES = dict(enumerate(Visibility))
_TEXT, _NUMBERS, _BOOLEAN, _ERROR = 1, {2, 3}, 4, 5  # the library's cell types that hold something


class _Silence:
    """Where the library's warnings go: what matters is in the survey."""

    def write(self, _text: str) -> None:
        """Nothing."""


def read(stream: bytearray, budget: Budget, *, macros: bool) -> Book:
    """The book in a BIFF stream, which is changed on the way."""
    import xlrd  # noqa: PLC0415 - only who sends .xls pays for it

    if encryption.is_encrypted(stream):
        opened = encryption.open_stream(bytes(stream))
        if opened is None:
            raise Unreadable(files.ENCRYPTED)
        stream = bytearray(opened)
    survey = Surveyor(stream, budget).survey()
    spent = budget.spent()
    try:
        version, found = _read(stream, survey, budget, None if survey.code_page else _CHINESE)
        if hides_chinese(_texts(found)):
            if version >= _UNICODE:
                raise Unreadable(files.UNKNOWN_ENCODING)
            budget.give_back(spent)
            _, found = _read(stream, survey, budget, _CHINESE)
    except (xlrd.XLRDError, AssertionError, TypeError, AttributeError) as error:
        raise Unreadable(files.DAMAGED, detail="内部结构自相矛盾") from error
    return replace(found, macros=macros, links=survey.links)


def _read(stream: bytearray, survey: Survey, budget: Budget, encoding: str | None) -> tuple[int, Book]:
    """The version of the format and the book, its texts in an encoding or in the one it names itself."""
    import xlrd  # noqa: PLC0415

    book = xlrd.open_workbook(
        file_contents=bytes(stream), formatting_info=True, on_demand=True, ragged_rows=True,
        encoding_override=encoding, logfile=_Silence(),
    )  # fmt: skip
    reader = _Reader(book, budget)
    surveys = survey.sheets + [SheetSurvey()] * (book.nsheets - len(survey.sheets))
    sheets = tuple(reader.sheet(index, surveys[index]) for index in range(book.nsheets))
    return book.biff_version, Book(sheets, "xls", bool(book.datemode))


def _texts(book: Book) -> Iterator[str]:
    for sheet in book.sheets:
        yield from (cell.value for _, cell in sheet.cells() if isinstance(cell.value, str))


class _Reader:
    """Turns the library's sheets into ours."""

    def __init__(self, book: "xlrd.Book", budget: Budget) -> None:
        self._book = book
        self._budget = budget
        self._struck_fonts = [bool(font.struck_out) for font in book.font_list]
        self._styles = [self._style(look) for look in book.xf_list]

    def _style(self, look: "xlrd.formatting.XF") -> Style:
        code = self._book.format_map.get(look.format_key)
        struck = dict(enumerate(self._struck_fonts)).get(look.font_index, False)
        return style_of(code.format_str if code else None, look.format_key, struck=struck)

    def sheet(self, index: int, survey: SheetSurvey) -> Sheet:
        """One sheet; the library's own copy is let go before the next."""
        self._budget.time()
        source = self._book.sheet_by_index(index)
        gathered = Gathered(
            self._budget,
            merges=_merges(source.merged_cells),
            hidden_rows={row + 1 for row, info in source.rowinfo_map.items() if info.hidden or _is_flat(info)},
            hidden_columns={column + 1 for column, info in source.colinfo_map.items() if info.hidden or not info.width},
            notes={(row + 1, column + 1): note.text for (row, column), note in source.cell_note_map.items()},
            filtered=survey.filtered,
            disordered=survey.disordered or bool(survey.broken),
        )
        for (row, column), cell in self._cells(source, survey):
            gathered.put(row, column, cell)
        for (row, column), raw in survey.broken.items():
            gathered.put(row, column, Cell(raw, fault=Fault.BROKEN))
        self._book.unload_sheet(index)
        return gathered.sheet(source.name, _VISIBILITIES.get(source.visibility, Visibility.HIDDEN))

    def _cells(self, source: "xlrd.sheet.Sheet", survey: SheetSurvey) -> Iterator[tuple[Address, Cell]]:
        for row in range(source.nrows):
            for column, raw in enumerate(source.row(row)):
                address = row + 1, column + 1
                runs = source.rich_text_runlist_map.get((row, column), ())
                cell = self._cell(raw, runs, formula=address in survey.formulas)
                if cell is not None:
                    yield address, cell

    def _cell(self, raw: "xlrd.sheet.Cell", runs: list[tuple[int, int]], *, formula: bool) -> Cell | None:
        kind, value, index = raw.ctype, raw.value, raw.xf_index
        style = self._styles[index] if index is not None and 0 <= index < len(self._styles) else PLAIN
        shown, fault, struck = self._shown(kind, value, style), None, style.struck
        if shown is None or (shown == "" and not formula):
            return None
        if kind == _TEXT:
            self._budget.text(len(value), of=len(value))
            struck = all_struck(runs, len(value), self._struck_fonts, struck)
        elif kind == _ERROR:
            fault = Fault.ERROR
        elif isinstance(shown, str):
            fault = Fault.BROKEN
        return Cell(shown, style.format, formula, fault, struck)

    def _shown(self, kind: int, value: str | float, style: Style) -> Value:
        """The value of a cell; text for an error and for what is no number, None where nothing stands."""
        if kind == _TEXT:
            return value
        if kind == _BOOLEAN:
            return bool(value)
        if kind == _ERROR:
            return ERRORS.get(int(value), f"#{value}")
        if kind in _NUMBERS:
            number = float(value)
            finite = math.isfinite(number)
            return dated(number, style, epoch_1904=bool(self._book.datemode)) if finite else str(number)
        return None


def _is_flat(row: "xlrd.sheet.Rowinfo") -> bool:
    """Whether a row shows nothing for its height of 0, unless that only stands for the usual one."""
    return not row.height and not row.has_default_height


def _merges(areas: list[tuple[int, int, int, int]]) -> list[Area]:
    return [
        Area(top + 1, left + 1, bottom, right)
        for top, bottom, left, right in areas
        if (bottom - top, right - left) != (1, 1)
    ]
