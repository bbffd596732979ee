"""The account of a workbook's move into the current blank: the fate of every filled cell, none left out."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from toolkit.policy import Settings
from toolkit.records import Form
from toolkit.sheets.blank import COVER_ID, blank_workbook
from toolkit.sheets.grid import Address
from toolkit.sheets.likely import Match
from toolkit.sheets.lists import LISTS_SHEET
from toolkit.sheets.page import Page, PageColumn, Shown

ASIDE_SHEET, TRACE_SHEET = "未对应", "迁移对照"


class Fate(StrEnum):
    """What became of a cell."""

    MOVED = "已迁移"
    ASIDE = "未对应"
    FRAME = "表题表头等"


@dataclass(frozen=True, slots=True)
class Trace:
    """One filled cell of the source: what it held, what became of it, and where its content stands now."""

    sheet: str
    cell: str
    header: str
    text: str
    fate: Fate
    why: str = ""
    target_sheet: str = ""
    target: str = ""
    written: str = ""

    @property
    def reread(self) -> bool:
        """Whether what was written is not what was typed."""
        return self.fate is Fate.MOVED and self.written != self.text


@dataclass(frozen=True, slots=True)
class TableFound:
    """A block of rows of the source: of which form, and what its columns were taken for."""

    sheet: str
    form: Form
    rows: int
    columns: tuple[Match, ...]


@dataclass(slots=True)
class Transfer:
    """A whole source read: rows for the blank by form id, the fate of each cell, and what is to be said."""

    source: str
    rows: dict[str, list[dict[str, object]]] = field(default_factory=dict)
    cover: dict[str, object] = field(default_factory=dict)
    traces: dict[tuple[str, Address], Trace] = field(default_factory=dict)
    tables: list[TableFound] = field(default_factory=list)
    notes: list[Trace] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)

    @property
    def counts(self) -> Mapping[Fate, int]:
        """How many cells had each fate."""
        return Counter(trace.fate for trace in self.traces.values())

    def of(self, fate: Fate) -> list[Trace]:
        """The cells of a fate, in the order of the source."""
        return [trace for trace in self.traces.values() if trace.fate is fate]

    def workbook(self, settings: Settings | None = None) -> bytes:
        """The current blank with all that was moved, what is kept aside, and the account of every cell."""
        aside = [*self.of(Fate.ASIDE), *self.notes]
        account = [trace for trace in self.traces.values() if trace.sheet != LISTS_SHEET]
        beside: list[tuple[Page, Sequence[Mapping[str, Shown]]]] = [(self._page(TRACE_SHEET, "迁移对照（原表每一格的去向）", _ACCOUNT), list(map(_account_line, account)))]
        if aside:
            beside.insert(0, (self._page(ASIDE_SHEET, "未对应（原样保留，请逐项核对，应报送的填入相应各表）", _ASIDE), list(map(_account_line, aside))))
        return blank_workbook(prefill={**self.rows, COVER_ID: [self.cover]}, settings=settings, beside=beside)

    def _page(self, name: str, title: str, columns: Sequence[tuple[str, int]]) -> Page:
        shown = tuple(PageColumn(header, header, width, wrap=width > 16) for header, width in columns)
        return Page(name, title, shown, f"由 pilot migrate 自“{self.source}”生成，仅供核对，不作报送内容；核对后可删除本表", lead=2)


_ACCOUNT = (("原工作表", 16), ("原单元格", 10), ("原表头", 20), ("原内容", 36), ("去向", 12), ("新工作表", 14), ("新单元格", 18),
            ("新内容", 36), ("说明", 30))  # fmt: skip
_ASIDE = tuple(column for column in _ACCOUNT if column[0] in {"原工作表", "原单元格", "原表头", "原内容", "说明"})


def _account_line(trace: Trace) -> dict[str, Shown]:
    line = (trace.sheet, trace.cell, trace.header, trace.text, str(trace.fate), trace.target_sheet, trace.target, trace.written, trace.why)
    return {header: value or None for (header, _), value in zip(_ACCOUNT, line, strict=True)}
