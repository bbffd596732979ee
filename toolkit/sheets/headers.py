"""Finding a table by what its headers say: whichever row they stand in, in whatever order."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache, lru_cache

from toolkit.policy.text import match_key, squeeze
from toolkit.records import BoundColumn, Form
from toolkit.sheets.grid import Sheet

LOOK_IN_ROWS = 15
"""How far down a header row is looked for (titles, 附件2 and notice lines stand above it)."""
ENOUGH = 0.6
"""Share of the form's required headers, or of the row's own filled cells, that makes a row the header row."""
AT_LEAST = 3

_DECORATION = re.compile(r"[*＊★:：]+|[(（](?:必填|选填|可选|必选|选择|下拉选择|盖章|日期格式[^)）]*)[)）]")
_BRACKETED = re.compile(r"[(（][^()（）]*[)）]")


_SERIAL_NUMBER = re.compile(r"(序号|序|NO\.?|№)", re.IGNORECASE)


def is_numbering(text: str) -> bool:
    """Whether a header names the running number of the rows, which says nothing of them."""
    return bool(_SERIAL_NUMBER.fullmatch(squeeze(text)))


def header_key(text: str) -> str:
    """A header's matching key: no stars, no （必填）, no spaces."""
    return match_key(_DECORATION.sub("", text))


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


@lru_cache(maxsize=4096)
def match_header(form: Form, text: str) -> BoundColumn | None:
    """The column a header text names; a remark in brackets is dropped where the text with it is unknown."""
    known = known_headers(form)
    levels = text.split("/")
    candidates = [text, *([levels[-1]] if len(levels) > 1 else [])]
    for candidate in (*candidates, *(_BRACKETED.sub("", squeeze(candidate)) for candidate in candidates)):
        if found := known.get(header_key(candidate)):
            return found
    return None


@dataclass(slots=True)
class Header:
    """A header found: the last row it takes, columns by field, and what did not fit."""

    row: int
    columns: dict[str, int] = field(default_factory=dict)
    texts: dict[int, str] = field(default_factory=dict)
    unknown: list[int] = field(default_factory=list)
    repeated: dict[str, list[int]] = field(default_factory=dict)

    @property
    def score(self) -> int:
        """How many columns were recognised."""
        return len(self.columns)


def _row_texts(sheet: Sheet, row: int) -> dict[int, str]:
    """The texts of a row by column, a merged cell's text standing in each column it covers."""
    texts = {
        column: cell.value.strip()
        for column, cell in sheet.rows.get(row, {}).items()
        if isinstance(cell.value, str) and cell.value.strip()
    }
    for area in sheet.merges:
        if area.top <= row <= area.bottom and area.right - area.left < 100:
            anchor = sheet.cell(area.top, area.left)
            if anchor and isinstance(anchor.value, str) and anchor.value.strip():
                for column in range(area.left, area.right + 1):
                    texts.setdefault(column, anchor.value.strip())
    return texts


def _two_levels(upper: Mapping[int, str], lower: Mapping[int, str]) -> dict[int, str]:
    """Texts of a two-level header: 报送情况/市局 where both levels say something different."""
    joined = {}
    for column in sorted({*upper, *lower}):
        above, below = upper.get(column, ""), lower.get(column, "")
        joined[column] = above if below in {"", above} else f"{above}/{below}" if above else below
    return joined


def _header(form: Form, row: int, texts: Mapping[int, str]) -> Header:
    header = Header(row, texts=dict(sorted(texts.items())))
    for column, text in header.texts.items():
        bound = match_header(form, text)
        if bound is None:
            header.unknown.append(column)
        elif bound.field in header.columns:
            header.repeated.setdefault(bound.field, [header.columns[bound.field]]).append(column)
        else:
            header.columns[bound.field] = column
    return header


def _candidates(form: Form, sheet: Sheet) -> list[Header]:
    rows = [row for row in sheet.rows if row <= LOOK_IN_ROWS]
    texts = {row: _row_texts(sheet, row) for row in (*rows, *(row + 1 for row in rows))}
    single = [_header(form, row, texts[row]) for row in rows]
    double = [_header(form, row + 1, _two_levels(texts[row], texts[row + 1])) for row in rows]
    return [*single, *double]


def find_header(form: Form, sheet: Sheet) -> Header | None:
    """The header of a form's table in a sheet, or None where no row says enough of it."""
    candidates = [header for header in _candidates(form, sheet) if _convincing(form, header)]
    return max(candidates, key=lambda header: (header.score, -len(header.unknown), -header.row), default=None)


def _convincing(form: Form, header: Header) -> bool:
    if header.score < AT_LEAST:
        return False
    required = [column.field for column in form.district_columns if column.required]
    found = sum(1 for name in required if name in header.columns)
    return found >= ENOUGH * len(required) or header.score >= ENOUGH * len(header.texts)


def likeness(form: Form, sheet: Sheet) -> float:
    """How much of a form's required headers a sheet shows, 0 to 1: for sheets whose name says nothing."""
    header = find_header(form, sheet)
    if header is None:
        return 0.0
    required = [column.field for column in form.district_columns if column.required]
    return sum(1 for name in required if name in header.columns) / len(required)


