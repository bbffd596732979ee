"""Finding a table by what its headers say: whichever row they stand in, in whatever order."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache, lru_cache, partial

from toolkit.policy.text import match_key, squeeze
from toolkit.records import BoundColumn, Form
from toolkit.records.kinds import Number
from toolkit.sheets.grid import Sheet

LOOK_IN_ROWS = 15
"""How far down a header row is looked for (titles, 附件2 and notice lines stand above it)."""
ENOUGH = 0.6
"""Share of the form's required headers, or of the row's own filled cells, that makes a row the header row."""
AT_LEAST = 3
_LONGEST_HEADER = 40
_LONGEST_TEXT = 400
"""No header is longer, whatever remarks it holds; what is need not be compared."""

_DECORATION = re.compile(r"[*＊★:：]+|[(（](?:必填|选填|可选|必选|选择|下拉选择|盖章|日期格式[^)）]*)[)）]")
_BRACKETED = re.compile(r"[(（][^()（）]*[)）]")
_MEASURE = re.compile(r"[(（](?:单位[:：]?)?(?:人民币)?((?:[十百千万亿]+(?:元|人次|人|家|场|次|个)?|元|[%％]))[)）]")
"""A bracket that says in what a column counts: never a mere remark, as ten thousand are not one."""


_BARE = re.compile(r"[\u4e00-\u9fff0-9A-Za-z/、。-]*")
"""Texts that are their own key but for capitals; most cells hold such a one."""
_LETTERS = frozenset("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz")
_CHARACTERS = 10_000
"""More than the cells of any honest batch end in."""
_TEXTS = 10_000
"""Short texts remembered for a form, with the column they name or none."""
_SERIAL_NUMBER = re.compile(r"(序号|序|NO\.?|№)", re.IGNORECASE)


@lru_cache(maxsize=4096)
def is_numbering(text: str) -> bool:
    """Whether a header names the running number of the rows, which says nothing of them."""
    return bool(_SERIAL_NUMBER.fullmatch(squeeze(text)))


def header_key(text: str) -> str:
    """A header's matching key: no stars, no （必填）, no spaces."""
    return _remembered_key(text) if len(text) <= _LONGEST_HEADER else _key(text)


def _key(text: str) -> str:
    return match_key(_DECORATION.sub("", text))


_remembered_key = lru_cache(maxsize=_TEXTS)(_key)


@cache
def known_headers(form: Form) -> Mapping[str, BoundColumn]:
    """Every header and alias of a form by matching key; headers win over aliases, earlier over later."""
    known: dict[str, BoundColumn] = {}
    for column in form.columns:
        known.setdefault(header_key(column.header), column)
    for column in form.columns:
        for alias in column.column.aliases:
            known.setdefault(header_key(alias), column)
    return known


def match_header(form: Form, text: str) -> BoundColumn | None:
    """The column a header text names; a remark in brackets is dropped where the text with it is unknown."""
    return _named(form)[text]


def _match(form: Form, text: str) -> BoundColumn | None:
    if not _endings(form)[text[-1:]]:
        return None
    if _BARE.fullmatch(text):
        known, key = known_headers(form), text.upper()
        return known.get(key) or known.get(key.rpartition("/")[2])
    return _match_decorated(form, text) if len(text) <= _LONGEST_TEXT else None


class _Named(dict[str, BoundColumn | None]):
    """What short texts name: a form's headers stand in every file, and the same few texts fill most of its cells."""

    def __init__(self, form: Form) -> None:
        super().__init__()
        self._form = form

    def __missing__(self, text: str) -> BoundColumn | None:
        found = _match(self._form, text)
        if len(text) <= _LONGEST_HEADER:
            if len(self) >= _TEXTS:
                self.clear()
            self[text] = found
        return found


_named = cache(_Named)


class _Endings(dict[str, bool]):
    """Whether a header may end in a character: most texts end otherwise, and a letter that ends a text ends its key too."""

    def __init__(self, form: Form) -> None:
        super().__init__({spelt: True for key in known_headers(form) for spelt in (key[-1:], key[-1:].lower())})

    def __missing__(self, last: str) -> bool:
        may = not ("\u4e00" <= last <= "\u9fff" or last in _LETTERS)
        if len(self) < _CHARACTERS:
            self[last] = may
        return may


_endings = cache(_Endings)


@lru_cache(maxsize=4096)
def _match_decorated(form: Form, text: str) -> BoundColumn | None:
    known = known_headers(form)
    levels = text.split("/")
    candidates = [text, *([levels[-1]] if len(levels) > 1 else [])]
    plain = (_BRACKETED.sub("", squeeze(candidate)) for candidate in candidates if not _MEASURE.search(squeeze(candidate)))
    for candidate in (*candidates, *plain):
        if found := known.get(header_key(candidate)):
            return found
    return None


def match_other_unit(form: Form, text: str) -> tuple[BoundColumn, str] | None:
    """The column whose header differs only in its unit, with the unit: 投入经费（元） for 投入经费（万元）."""
    measure = _MEASURE.search(squeeze(text))
    for bound in form.columns if measure else ():
        kind = bound.kind
        same = isinstance(kind, Number) and _bare(text) == _bare(bound.header)
        if measure and same and measure[1] in {name for name, _ in kind.scales}:  # type: ignore[attr-defined]
            return bound, measure[1]
    return None


def _bare(text: str) -> str:
    return header_key(_BRACKETED.sub("", squeeze(text)))


@dataclass(frozen=True, slots=True)
class Manner:
    """How headers are known: what a text names, and how much of a row must be so to make it the header row."""

    match: Callable[[Form, str], BoundColumn | None] = match_header
    at_least: int = AT_LEAST
    enough: float = ENOUGH

    def names(self, form: Form) -> Callable[[str], BoundColumn | None]:
        """What a text names of a form."""
        return _named(form).__getitem__ if self.match is match_header else partial(self.match, form)


STRICT = Manner()
"""By our own headers and their aliases only, as what a unit sends is read."""


@dataclass(slots=True)
class Header:
    """A header found: the rows it takes, columns by field, and what did not fit.

    `units` names, by field, the unit of a column that counts in another than its form does.
    """

    row: int
    top: int
    columns: dict[str, int] = field(default_factory=dict)
    texts: dict[int, str] = field(default_factory=dict)
    unknown: list[int] = field(default_factory=list)
    repeated: dict[str, list[int]] = field(default_factory=dict)
    units: dict[str, str] = field(default_factory=dict)

    @property
    def score(self) -> int:
        """How many columns were recognised."""
        return len(self.columns)


def _row_texts(sheet: Sheet, row: int) -> dict[int, str]:
    """The texts of a row by column, a merged cell's text standing in each column it covers."""
    texts = {
        column: text
        for column, cell in sheet.rows.get(row, {}).items()
        if isinstance(cell.value, str) and (text := cell.value.strip())
    }
    for area in sheet.merges:
        if area.top <= row <= area.bottom and area.right - area.left < 100:
            anchor = sheet.cell(area.top, area.left)
            if anchor and isinstance(anchor.value, str) and anchor.value.strip():
                for column in range(area.left, area.right + 1):
                    texts.setdefault(column, anchor.value.strip())
    return texts


def _own_texts(sheet: Sheet, row: int) -> list[str]:
    """The same of a row without merged cells, its columns apart."""
    return [cell.value.strip() for cell in sheet.rows.get(row, {}).values() if isinstance(cell.value, str)]


def _two_levels(upper: Mapping[int, str], lower: Mapping[int, str]) -> dict[int, str]:
    """Texts of a two-level header: 报送情况/市局 where both levels say something different."""
    joined = {}
    for column in sorted({*upper, *lower}):
        above, below = upper.get(column, ""), lower.get(column, "")
        joined[column] = above if below in {"", above} else f"{above}/{below}" if above else below
    return joined


def _covered(sheet: Sheet, row: int) -> set[int]:
    """The columns of a row that a merged cell beginning further left covers."""
    areas = (area for area in sheet.merges if area.top <= row <= area.bottom and area.right - area.left < 100)
    return {column for area in areas for column in range(area.left + 1, area.right + 1)}


def _top(sheet: Sheet, row: int) -> int:
    """The row a header begins in: cells merged downwards into it stand higher up."""
    return min((area.top for area in sheet.merges if area.top < row <= area.bottom and area.left == area.right), default=row)


def _header(form: Form, top: int, row: int, texts: Mapping[int, str], covered: set[int], manner: Manner) -> Header:
    """What texts say as a header; one text over several merged columns names the first of them."""
    own = {column: text for column, text in sorted(texts.items()) if column not in covered or texts.get(column - 1) != text}
    header, names = Header(row, top, texts=own), manner.names(form)
    for column, text in header.texts.items():
        bound = names(text)
        if bound is None:
            header.unknown.append(column)
        elif bound.field in header.columns:
            header.repeated.setdefault(bound.field, [header.columns[bound.field]]).append(column)
        else:
            header.columns[bound.field] = column
    return header


def _candidates(form: Form, sheet: Sheet, rows: Iterable[int], manner: Manner) -> Iterator[Header]:
    """What each row would be as a header, alone and as the upper level of the next, if it convinces."""
    lines = _Lines(form, sheet, manner)
    for row in rows:
        levels = [(_top(sheet, row), row, lines.texts(row))] if lines.named(row) >= manner.at_least else []
        if lines.may_join(row) and (lower := lines.texts(row + 1)):
            levels.append((row, row + 1, _two_levels(lines.texts(row), lower)))
        for top, last, texts in levels:
            header = _header(form, top, last, texts, _covered(sheet, row), manner)
            if _convincing(form, header, manner):
                yield header


class _Lines:
    """The texts of a sheet's rows, and how many of them name a column of the form."""

    def __init__(self, form: Form, sheet: Sheet, manner: Manner) -> None:
        self._form, self._sheet, self._manner = form, sheet, manner
        self._names = manner.names(form)
        self._texts: dict[int, dict[int, str]] = {}
        self._named: dict[int, int] = {}

    def texts(self, row: int) -> dict[int, str]:
        """The texts of a row by column."""
        if row not in self._texts:
            self._texts[row] = _row_texts(self._sheet, row)
        return self._texts[row]

    def named(self, row: int) -> int:
        """How many of its texts name a column."""
        if row not in self._named:
            merged = any(area.top <= row <= area.bottom for area in self._sheet.merges)
            texts = self.texts(row).values() if merged else _own_texts(self._sheet, row)
            self._named[row] = sum(1 for found in map(self._names, texts) if found)
        return self._named[row]

    def may_join(self, row: int) -> bool:
        """Whether a row may be the upper level of the next.

        Where no column is known by what two levels say together, the lower one must name columns alone.
        """
        upper = _upper_levels(self._form)
        if not upper or self._manner is not STRICT:
            return self.named(row + 1) > 0 or bool(upper)
        begun = sum(1 for text in self.texts(row).values() if header_key(text) in upper)
        return begun + self.named(row) + self.named(row + 1) >= self._manner.at_least


@cache
def _upper_levels(form: Form) -> frozenset[str]:
    """What the upper level says of columns that are known by what two levels say together."""
    return frozenset(key.rpartition("/")[0] for key in known_headers(form) if "/" in key)


def _rank(header: Header) -> tuple[int, int, int, int]:
    return header.score, -len(header.unknown), header.top - header.row, -header.row


def find_header(form: Form, sheet: Sheet, manner: Manner = STRICT) -> Header | None:
    """The header of a form's table in a sheet, or None where no row near its top says enough of it."""
    return max(_near_top(form, sheet, manner), key=_rank, default=None)


def _near_top(form: Form, sheet: Sheet, manner: Manner) -> Iterator[Header]:
    return _candidates(form, sheet, [row for row in sheet.rows if row <= LOOK_IN_ROWS], manner)


def find_headers(form: Form, sheet: Sheet, manner: Manner = STRICT) -> list[Header]:
    """The headers of all blocks of a form's rows on a sheet, downwards; none where `find_header` finds none.

    A block may name its columns in another order than the one above it, and some of them only.
    """
    above = list(_near_top(form, sheet, manner))
    if not above:
        return []
    best = max(above, key=_rank)
    below = [row for row in sheet.rows if row > LOOK_IN_ROWS and _names_columns(form, sheet, row, best)]
    found = [best]
    for header in sorted([*above, *_candidates(form, sheet, below, manner)], key=_rank, reverse=True):
        apart = all(header.row < other.top or other.row < header.top for other in found)
        if apart and header.score >= ENOUGH * best.score:
            found.append(header)
    for header in found:
        _take_other_units(form, header)
    return sorted(found, key=lambda header: header.row)


def _take_other_units(form: Form, header: Header) -> None:
    """Read a column that counts in another unit as its form's, unless that one stands there as well."""
    for column in list(header.unknown):
        match = match_other_unit(form, header.texts[column])
        if match and match[0].field not in header.columns:
            header.columns[match[0].field] = column
            header.units[match[0].field] = match[1]
            header.unknown.remove(column)


def _names_columns(form: Form, sheet: Sheet, row: int, best: Header) -> bool:
    """Whether a row, or the one below it, may be a header: several of its cells are headers word for word."""
    said = {best.texts[column] for column in best.columns.values()}
    texts = [cell.value for at in (row, row + 1) for cell in sheet.rows.get(at, {}).values() if isinstance(cell.value, str)]
    return sum(1 for text in texts if len(text) <= _LONGEST_HEADER and (text in said or _is_header(form, text))) >= AT_LEAST


def _is_header(form: Form, text: str) -> bool:
    key = text.upper() if _BARE.fullmatch(text) else header_key(text)
    return key in known_headers(form)


def _convincing(form: Form, header: Header, manner: Manner) -> bool:
    if header.score < manner.at_least:
        return False
    required = _required(form)
    found = len(required & header.columns.keys())
    return found >= manner.enough * len(required) or header.score >= manner.enough * len(header.texts)


@cache
def _required(form: Form) -> frozenset[str]:
    return frozenset(column.field for column in form.district_columns if column.required)


def likeness(form: Form, sheet: Sheet) -> float:
    """How much of a form's required headers a sheet shows, 0 to 1: for sheets whose name says nothing."""
    header = find_header(form, sheet)
    if header is None:
        return 0.0
    return len(_required(form) & header.columns.keys()) / len(_required(form))


