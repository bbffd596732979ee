"""底稿: what each unit last sent of each record, the base of the three-way merge, and how it is written down.

A line says whose record it is (sheet, unit, key), of which year its file was, and its document as JSON, in as many
cells as that takes. Which fields the values of a document belong to stands in a line of its own, once for all that
say the same: a list of thirty thousand records would else repeat their names thirty thousand times.
"""

import json
import re
from collections.abc import Collection, Iterator, Mapping, MutableMapping
from dataclasses import dataclass, field
from functools import cached_property
from sys import intern
from typing import Any

from toolkit.findings import Unreadable
from toolkit.findings.catalogue import merging
from toolkit.master.ledgers import BASE_CHUNK, BASE_HEAD, BASE_SHEET
from toolkit.records import COVER_SHEET, FORMS, Key
from toolkit.sheets.grid import Cell, Sheet, Value

Texts = dict[str, str | None]
COVER_ID = "cover"
"""The form id under which 底稿 keeps the cover of a unit's month."""
_LAYOUT = "字段"
"""What stands in place of a sheet's name in a line that names the fields of documents."""
_SHEETS = {form.id: form.sheet for form in FORMS} | {COVER_ID: COVER_SHEET}
_IDS = {sheet: form_id for form_id, sheet in _SHEETS.items()}
_TOLD, _DISPUTED, _ORIGIN = "", "?", "@"
"""Keys (no field has them) under which a document spelled field by field, as they once were, keeps what is no field."""
_PLACE = re.compile(r"([A-Z]{1,3})([1-9][0-9]*)")
_JSON = json.JSONDecoder()

_HEAD = range(1, BASE_HEAD + 1)
"""The columns before a document."""

BaseKey = tuple[str, str, Key]
"""(form id, unit, key)."""
Line = tuple[Value, ...]
"""A line of 底稿, cell by cell."""


class _InOneRow(Mapping[str, str]):
    """The cells of fields that stood in one row, spelled out when somebody asks: `letters` are their columns, '' for none."""

    def __init__(self, fields: tuple[str, ...], row: int, letters: str) -> None:
        if letters.count(",") + 1 != len(fields):
            raise ValueError(letters)
        self._said = fields, row, letters

    @cached_property
    def _cells(self) -> dict[str, str]:
        fields, row, letters = self._said
        return {name: f"{column}{row}" for name, column in zip(fields, letters.split(","), strict=True) if column}

    def __getitem__(self, field: str) -> str:
        return self._cells[field]

    def __iter__(self) -> Iterator[str]:
        return iter(self._cells)

    def __len__(self) -> int:
        return len(self._cells)


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a record first came from: file, batch, day (ISO), and the cell of each field in that file."""

    file: str
    batch: str
    day: str
    cells: Mapping[str, str]


@dataclass(slots=True)
class Document:
    """What a unit last sent of a record, as canonical texts; the city's corrections it was told of; its origin.

    Of a field in dispute `texts` keeps what it had before, and `disputed` what the unit sent.
    """

    texts: Texts
    told: Texts = field(default_factory=dict)
    origin: Origin | None = None
    disputed: Texts = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    """The names by which 冲突裁定 asked about fields of the record, which may be called otherwise since."""


class Layouts:
    """The lists of fields that documents follow, by number; a number once given is not given again."""

    def __init__(self) -> None:
        self._fields: dict[int, tuple[str, ...] | None] = {}
        self._numbers: dict[tuple[str, ...], int] = {}
        self.unwritten: list[int] = []

    def take(self, number: int, fields: tuple[str, ...] | None) -> None:
        """One that stands in 底稿; None where it cannot be read, and neither can one that stands there twice."""
        self._fields[number] = fields if self._fields.get(number, fields) == fields else None
        if fields is not None and self._fields[number] is not None:
            self._numbers.setdefault(fields, number)

    def number(self, fields: tuple[str, ...]) -> int:
        """That of a list; a new one is still to be written."""
        number = self._numbers.get(fields)
        if number is None or self._fields[number] is None:
            number = self._numbers[fields] = max(self._fields, default=0) + 1
            self._fields[number] = fields
            self.unwritten.append(number)
        return number

    def fields(self, number: int) -> tuple[str, ...]:
        """The list of a number.

        Raises:
            LookupError: there is none.
        """
        if (fields := self._fields.get(number)) is None:
            raise LookupError(number)
        return fields

    def line(self, number: int) -> Line:
        """As 底稿 has it."""
        return _LAYOUT, None, _dumped([str(number)]), 0, _dumped(self.fields(number))


_NO_LAYOUTS = Layouts()


class BaseRecord:
    """A document of 底稿, the year of its file, and where it stands: its row, and how many cells of it it took.

    It is parsed when it is asked for: a merge needs those of the units that sent.
    """

    __slots__ = ("_document", "_layouts", "_written", "row", "width", "year")

    def __init__(self, year: int, document: Document | None, row: int | None = None, width: int = 0) -> None:
        self.year, self.row, self.width = year, row, width
        self._document = document
        self._written, self._layouts = b"", _NO_LAYOUTS

    @classmethod
    def as_written(cls, year: int, written: bytes, layouts: Layouts, row: int, width: int) -> "BaseRecord":
        """One that stands in 底稿."""
        record = cls(year, None, row, width)
        record._written, record._layouts = written, layouts
        return record

    @property
    def document(self) -> Document:
        """What it says.

        Raises:
            Unreadable: somebody has changed it by hand.
        """
        if self._document is None:
            try:
                self._document = _parsed(self._written, self._layouts)
            except (ValueError, TypeError, AttributeError, LookupError) as error:
                raise Unreadable(merging.MEMORY_DAMAGED, sheet=BASE_SHEET, row=self.row) from error
        return self._document

    @property
    def texts(self) -> Texts:
        """The fields as the unit last sent them."""
        return self.document.texts

    @property
    def told(self) -> Texts:
        """The city's corrections the unit has been told of, by field."""
        return self.document.told

    @property
    def disputed(self) -> Texts:
        """What the unit sent of the fields in dispute."""
        return self.document.disputed

    @property
    def asked(self) -> list[str]:
        """The names by which it was asked about."""
        return self.document.asked

    def was_asked(self, name: str) -> bool:
        """Whether it was asked about by a name; one that does not say it anywhere need not be parsed."""
        if self._document is None and _dumped(name).encode() not in self._written:
            return False
        return name in self.asked

    @property
    def called(self) -> Texts:
        """What its unit and the list agreed upon last or, where they never did, what the unit sent: by that it is named."""
        return {**self.disputed, **{name: text for name, text in self.texts.items() if text is not None}}

    @property
    def origin(self) -> Origin | None:
        """Where the record first came from."""
        return self.document.origin


class Memory(MutableMapping[BaseKey, BaseRecord]):
    """底稿: what each unit last sent, by form, unit and key."""

    def __init__(self) -> None:
        self._of: dict[tuple[str, str], dict[Key, BaseRecord]] = {}
        self._layouts = Layouts()
        self._layout_rows: set[int] = set()
        self._next_row = 2

    def of(self, form_id: str, unit: str) -> Mapping[Key, BaseRecord]:
        """What a unit last sent of a form, in the order of 底稿."""
        return self._of.get((form_id, unit), {})

    def __getitem__(self, key: BaseKey) -> BaseRecord:
        return self._of.get(key[:2], {})[key[2]]

    def __setitem__(self, key: BaseKey, record: BaseRecord) -> None:
        self._of.setdefault(key[:2], {})[key[2]] = record

    def __delitem__(self, key: BaseKey) -> None:
        del self._of.get(key[:2], {})[key[2]]

    def __iter__(self) -> Iterator[BaseKey]:
        return ((*owner, key) for owner, records in self._of.items() for key in records)

    def __len__(self) -> int:
        return sum(map(len, self._of.values()))

    def lines(self, key: BaseKey) -> Iterator[tuple[int, Line]]:
        """The row and the cells of a record, blanks to the end of what stood there; before it what names its fields, if that is new."""
        record = self[key]
        document = _written(record.document, self._layouts)
        while self._layouts.unwritten:
            row = self._free_row()
            self._layout_rows.add(row)
            yield row, self._layouts.line(self._layouts.unwritten.pop())
        if record.row is None:
            record.row = self._free_row()
        chunks = [document[start : start + BASE_CHUNK] for start in range(0, len(document), BASE_CHUNK)]
        blanks = [None] * (record.width - len(chunks))
        yield record.row, (_SHEETS[key[0]], key[1], json.dumps(key[2], ensure_ascii=False), record.year, *chunks, *blanks)

    def _free_row(self) -> int:
        self._next_row += 1
        return self._next_row - 1

    def make_room(self, coming: Collection[BaseRecord]) -> None:
        """Give what comes back from an earlier state a new row where another line has taken its old one since.

        Rows at the end that were cleared are used again.
        """
        taken = self._layout_rows | {record.row for record in self.values()}
        self._next_row = max([self._next_row, *((record.row or 0) + 1 for record in coming)])
        for record in coming:
            if record.row in taken:
                record.row, record.width = None, 0

    def take(self, number: int, line: Mapping[int, Cell]) -> None:
        """A line of the sheet, by column.

        Raises:
            Unreadable: somebody has changed it by hand.
        """
        first, unit, key, year = [str(line[column].value) if column in line else "" for column in _HEAD]
        if first != _LAYOUT and first not in _IDS:
            return
        self._next_row = number + 1
        last = max(line)
        written = "".join([str(line[column].value) for column in range(BASE_HEAD + 1, last + 1) if column in line])
        try:
            if first == _LAYOUT:
                self._layouts.take(int(*_key_of(key)), _fields_in(written))
                self._layout_rows.add(number)
            else:
                record = BaseRecord.as_written(int(float(year)), written.encode(), self._layouts, number, last - BASE_HEAD)
                self[_IDS[first], unit, _key_of(key)] = record
        except (ValueError, TypeError) as error:
            raise Unreadable(merging.MEMORY_DAMAGED, sheet=BASE_SHEET, row=number) from error


def read_memory(sheet: Sheet) -> Memory:
    """底稿 from its sheet.

    Raises:
        Unreadable: somebody has changed it by hand.
    """
    memory = Memory()
    for number, line in sheet.rows.items():
        if number > 1:
            memory.take(number, line)
    return memory


def _fields_in(written: str) -> tuple[str, ...] | None:
    """The fields a line names; None where somebody has changed it by hand, which is told of the documents that follow it."""
    try:
        fields = json.loads(written)
    except ValueError:
        return None
    return tuple(fields) if isinstance(fields, list) and all(isinstance(one, str) for one in fields) else None


def _dumped(said: object) -> str:
    return json.dumps(said, ensure_ascii=False, separators=(",", ":"))


def _written(document: Document, layouts: Layouts) -> str:
    """[layout, values, origin, told, disputed, asked], without what is empty at the end."""
    fields = tuple(document.texts)
    origin = _origin_written(document.origin, fields) if document.origin else None
    said = [layouts.number(fields), list(document.texts.values()), origin, document.told, document.disputed, document.asked]
    while not said[-1]:
        said.pop()
    return _dumped(said)


def _parsed(written: bytes, layouts: Layouts) -> Document:
    said = _JSON.decode(written.decode())
    if isinstance(said, dict):
        return _spelled_out(said)
    number, values, origin, told, disputed, asked = [*said, *[None] * 5][:6]
    fields = layouts.fields(number)
    texts = dict(zip(fields, values or (), strict=True))
    return Document(texts, told or {}, _origin(fields, *origin) if origin else None, disputed or {}, asked or [])


def _spelled_out(texts: dict[str, Any]) -> Document:
    """A document that names each of its fields."""
    origin = texts.pop(_ORIGIN, None)
    told, disputed = texts.pop(_TOLD, {}), texts.pop(_DISPUTED, {})
    return Document(texts, told, Origin(**origin) if origin else None, disputed)


def _origin_written(origin: Origin, fields: tuple[str, ...]) -> list[object]:
    """File, batch, day, and the cells: row and column letters in the order of the fields if all stand in one row."""
    places = {name: _PLACE.fullmatch(cell) for name, cell in origin.cells.items()}
    rows = {int(place[2]) for place in places.values() if place}
    if len(rows) == 1 and None not in places.values() and places.keys() <= set(fields):
        letters = [place[1] if (place := places.get(name)) else "" for name in fields]
        return [origin.file, origin.batch, origin.day, rows.pop(), ",".join(letters)]
    return [origin.file, origin.batch, origin.day, origin.cells]


def _origin(fields: tuple[str, ...], file: str, batch: str, day: str, cells: Any, letters: str = "") -> Origin:
    return Origin(file, batch, day, _InOneRow(fields, cells, letters) if letters else cells)


def _key_of(text: str) -> Key:
    """The key of a document; `json.loads` would take as long again to look at the text's type and edges.

    Raises:
        ValueError, TypeError: it is none.
    """
    key, end = _JSON.raw_decode(text)
    if end != len(text):
        raise ValueError(text)
    return tuple(map(intern, key))  # the same codes and categories stand in many a key
