"""Tables that are plain text: CSV, and the HTML that report systems name .xls. All their cells are text."""

import codecs
import csv
import io
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from itertools import pairwise

from toolkit.findings import Unreadable
from toolkit.findings.catalogue import files
from toolkit.sheets.bounds import (
    LAST_COLUMN,
    LAST_ROW,
    MAX_CELL_TEXT,
    MAX_TEXT_FILE,
    MAX_TOKEN,
    MEGABYTE,
    Budget,
    too_large,
)
from toolkit.sheets.formats.cells import ERROR_TEXTS
from toolkit.sheets.formats.garbled import is_garbled
from toolkit.sheets.formats.gathered import Gathered
from toolkit.sheets.grid import Area, Book, Cell, Fault

_BYTE_ORDERS = {codecs.BOM_UTF8: "utf-8-sig", codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}
_DELIMITERS = ",\t;"
_SAMPLE = 65_536
_OTHERS = {
    "<?xml": "XML 文档", "mime-version:": "单个文件网页（MHTML）", "{": "JSON 或其他文本",
    "from:": "邮件", "received:": "邮件",
}  # fmt: skip
_SPREADSHEET_2003 = "urn:schemas-microsoft-com:office:spreadsheet"
_SPACE = re.compile(r"[ \t\r\n\f]+")
_HTML_MARKS = ("<html", "<table", "<!doctype html", "<meta", "<head", "<style")


def read(data: bytes, name: str, budget: Budget) -> Book:
    """The book in a text file; its one sheet is called after the file."""
    text = decode(data)
    start = text[:_SAMPLE].lstrip().lower()
    sheet = name.rpartition(".")[0] or "Sheet1"
    if start.startswith(_HTML_MARKS) or (start.startswith("<") and "<table" in start):
        return _read_html(text, sheet, budget)
    _refuse_others(start)
    return _read_csv(text, sheet, budget)


def decode(data: bytes) -> str:
    """UTF-8, UTF-16 with its mark, or GB18030.

    Raises:
        Unreadable: not text, or text in none of these, as Big5.
    """
    encoding = next((name for mark, name in _BYTE_ORDERS.items() if data.startswith(mark)), None)
    if encoding is None and b"\x00" in data:
        raise Unreadable(files.NOT_A_WORKBOOK, found="无法识别的内容")
    if len(data) > MAX_TEXT_FILE:
        raise too_large("文本文件大小", f"{MAX_TEXT_FILE // MEGABYTE} MB")
    try:
        return data.decode(encoding or "utf-8")
    except UnicodeDecodeError as error:
        if encoding or _mostly_utf8(data):
            raise Unreadable(files.UNKNOWN_ENCODING) from error
    try:
        text = data.decode("gb18030")
    except UnicodeDecodeError as error:
        raise Unreadable(files.UNKNOWN_ENCODING) from error
    if is_garbled(text[:_SAMPLE]):
        raise Unreadable(files.UNKNOWN_ENCODING)
    return text


def _mostly_utf8(data: bytes) -> bool:
    """Whether text that fails as UTF-8 is UTF-8 all the same, cut off or damaged.

    GB18030 would read it as well, as other characters. Chinese in UTF-8 takes three bytes a character; in
    GB18030 hardly any of its pairs happen to look like that.
    """
    sample = data[:MEGABYTE]
    legible = sum(3 for character in sample.decode("utf-8", "ignore") if character > "\u07ff")
    return 2 * legible > sum(byte > 0x7F for byte in sample)


def _refuse_others(start: str) -> None:
    if _SPREADSHEET_2003 in start:
        raise Unreadable(files.NOT_A_WORKBOOK, found="Excel 2003 XML 表格")
    for mark, found in _OTHERS.items():
        if start.startswith(mark):
            raise Unreadable(files.NOT_A_WORKBOOK, found=found)


def _read_csv(text: str, sheet: str, budget: Budget) -> Book:
    sample = text[:_SAMPLE]
    delimiter = max(_DELIMITERS, key=sample.count)
    if delimiter not in sample or _control_characters(sample):
        raise Unreadable(files.NOT_A_WORKBOOK, found="没有分列的纯文本")
    csv.field_size_limit(MAX_CELL_TEXT)
    gathered = Gathered(budget)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    for row, fields in enumerate(_rows(reader), start=1):
        if row > LAST_ROW or len(fields) > LAST_COLUMN:
            raise too_large("行数或列数", f"{LAST_ROW:,} 行、{LAST_COLUMN:,} 列")
        budget.tags(1 + len(fields))
        for column, field in enumerate(fields, start=1):
            if field:
                gathered.put(row, column, _cell(field))
    return Book((gathered.sheet(sheet),), "csv")


def _rows(reader: Iterator[list[str]]) -> Iterator[list[str]]:
    try:
        yield from reader
    except csv.Error as error:
        raise Unreadable(files.DAMAGED, detail="引号不成对，分不清单元格的界限") from error


def _control_characters(text: str) -> bool:
    return any(character < " " and character not in "\t\r\n\f" for character in text)


def _read_html(text: str, sheet: str, budget: Budget) -> Book:
    parser = _Tables(budget)
    for first, last in pairwise([*range(0, len(text), _SAMPLE), len(text)]):
        parser.feed(text[first:last])
        budget.time()
        if len(parser.rawdata) > MAX_TOKEN // 4:
            raise too_large("文件内部的单个标记", f"{MAX_TOKEN // MEGABYTE} MB")
    parser.close()
    if not parser.tables:
        raise Unreadable(files.NOT_A_WORKBOOK, found="没有表格的网页")
    if parser.unfinished:
        raise Unreadable(files.DAMAGED, detail="内容不完整，可能没有下载或保存完整")
    return Book((parser.gathered.sheet(sheet),), "html")


class _Tables(HTMLParser):
    """All tables of a page, one below the other as Excel lays them out; a table in a cell is its text."""

    def __init__(self, budget: Budget) -> None:
        super().__init__(convert_charrefs=True)
        self.gathered = Gathered(budget)
        self.tables = 0
        self._budget = budget
        self._depth = 0
        self._row = 0
        self._column = 0
        self._spanned: dict[int, int] = {}
        self._span = 1, 1
        self._parts: list[str] | None = None
        self._note: list[str] | None = None
        self._struck = 0
        self._plain = False
        self._ignored = 0

    @property
    def unfinished(self) -> bool:
        """Whether the page ends inside a table or a script."""
        return bool(self._depth or self._ignored)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Tables, rows, cells, and what breaks or strikes their text."""
        attributes = dict(attrs)
        if tag == "table":
            self._depth += 1
            self.tables += 1
        elif tag in {"script", "style"}:
            self._ignored += 1
        elif tag == "comment":
            self._note = []
        elif tag in {"s", "strike", "del"}:
            self._struck += 1
        elif self._depth == 1 and tag == "tr":
            self._start_row(attributes)
        elif self._depth == 1 and tag in {"td", "th"}:
            self._start_cell(attributes)
        elif tag in {"br", "p", "div"} and self._parts is not None:
            self._parts.append("\n")

    def handle_endtag(self, tag: str) -> None:
        """The end of one of them; ends that were forgotten are made up for."""
        if tag == "table" and self._depth:
            if self._depth == 1:
                self._end_cell()
                self._spanned.clear()
            self._depth -= 1
        elif tag in {"script", "style"}:
            self._ignored = max(self._ignored - 1, 0)
        elif tag == "comment":
            self._end_note()
        elif tag in {"s", "strike", "del"}:
            self._struck = max(self._struck - 1, 0)
        elif self._depth == 1 and tag in {"td", "th", "tr"}:
            self._end_cell()

    def handle_data(self, data: str) -> None:
        """Text of a cell."""
        if self._parts is None or self._ignored:
            return
        self._budget.text(len(data), of=len(data))
        if self._note is not None:
            self._note.append(data)
        else:
            self._parts.append(_SPACE.sub(" ", data))
            self._plain |= not self._struck and bool(data.strip())

    def _start_row(self, attributes: dict[str, str | None]) -> None:
        self._end_cell()
        self._budget.tags(1)
        self._row += 1
        self._column = 0
        self._spanned = {column: rows - 1 for column, rows in self._spanned.items() if rows > 1}
        if self._row > LAST_ROW:
            raise too_large("行数", f"{LAST_ROW:,}")
        if "display:none" in (attributes.get("style") or "").replace(" ", "").lower():
            self.gathered.hidden_rows.add(self._row)

    def _start_cell(self, attributes: dict[str, str | None]) -> None:
        self._end_cell()
        if not self._row:
            self._start_row({})
        self._budget.tags(1)
        self._column += 1
        while self._column in self._spanned:
            self._column += 1
        if self._column > LAST_COLUMN:
            raise too_large("列数", f"{LAST_COLUMN:,}")
        self._span = _span(attributes.get("rowspan"), LAST_ROW), _span(attributes.get("colspan"), LAST_COLUMN)
        self._parts, self._plain = [], False

    def _end_cell(self) -> None:
        if self._parts is None:
            return
        text = "\n".join(line.strip() for line in "".join(self._parts).strip().split("\n"))
        self._parts = self._note = None
        if text:
            self.gathered.put(self._row, self._column, _cell(text, struck=not self._plain))
        self._merge()

    def _end_note(self) -> None:
        """LibreOffice puts notes into the cell they belong to."""
        if self._note and self._parts is not None:
            self.gathered.notes[self._row, self._column] = "".join(self._note).strip()
        self._note = None

    def _merge(self) -> None:
        down, across = self._span
        right = min(self._column + across - 1, LAST_COLUMN)
        if down > 1:
            self._budget.tags(right - self._column + 1)
            self._spanned.update(dict.fromkeys(range(self._column, right + 1), down))
        if (down, across) != (1, 1):
            bottom = min(self._row + down - 1, LAST_ROW)
            self.gathered.merge(Area(self._row, self._column, bottom, right))
        self._column = right


def _cell(text: str, *, struck: bool = False) -> Cell:
    """A cell of text; an error can only be told by what it shows."""
    return Cell(text, fault=Fault.ERROR if text in ERROR_TEXTS else None, struck=struck)


def _span(text: str | None, most: int) -> int:
    number = int(text) if text and text.isascii() and text.isdecimal() and len(text) < 8 else 1
    return min(max(number, 1), most)
